-- Leaf data of the log: salted hashes, 64 bytes each.
CREATE TABLE released.log_entry (
  leaf_index bigint PRIMARY KEY,
  digest     bytea
);
