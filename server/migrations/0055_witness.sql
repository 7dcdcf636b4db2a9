-- The same tree with SM3 in place of SHA-256, grouped as witness.node is; extended behind the log, before roots are recorded.
CREATE TABLE witness.sm3_node (
  level  smallint NOT NULL,
  block  bigint   NOT NULL,
  hashes bytea    NOT NULL,
  PRIMARY KEY (level, block)
);
-- What was recorded of each root, so that the newest is found at once.
CREATE TABLE witness.roots (
  fact_id  uuid   PRIMARY KEY,
  size     bigint NOT NULL,
  sm3_root bytea  NOT NULL CHECK (octet_length(sm3_root) = 32),
  map_root bytea  NOT NULL CHECK (octet_length(map_root) = 32)
);
CREATE INDEX roots_size ON witness.roots (size DESC);
