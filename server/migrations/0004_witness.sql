-- RFC 6962 transparency log over the digests of all facts.
CREATE SCHEMA witness;

CREATE TABLE witness.leaf (
  leaf_index bigint PRIMARY KEY CHECK (leaf_index >= 0),
  fact_id    uuid   NOT NULL UNIQUE,
  leaf_hash  bytea  NOT NULL CHECK (octet_length(leaf_hash) = 32)
);

-- Hashes of complete subtrees: level 0 are leaf hashes, level n+1 the parents of pairs. 256 hashes a
-- row, as C2SP tlog-tiles groups them (levels 0-7 are tile level 0, and so on).
CREATE TABLE witness.node (
  level  smallint NOT NULL,
  block  bigint   NOT NULL,
  hashes bytea    NOT NULL,
  PRIMARY KEY (level, block)
);

CREATE TABLE witness.checkpoint (
  size      bigint      PRIMARY KEY,
  root      bytea       NOT NULL CHECK (octet_length(root) = 32),
  note      text        NOT NULL,
  signed_at timestamptz NOT NULL
);

CREATE FUNCTION witness.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the witness log is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER leaf_append_only BEFORE UPDATE OR DELETE ON witness.leaf
  FOR EACH ROW EXECUTE FUNCTION witness.refuse_change();
CREATE TRIGGER leaf_no_truncate BEFORE TRUNCATE ON witness.leaf
  FOR EACH STATEMENT EXECUTE FUNCTION witness.refuse_change();
CREATE TRIGGER checkpoint_append_only BEFORE UPDATE OR DELETE ON witness.checkpoint
  FOR EACH ROW EXECUTE FUNCTION witness.refuse_change();
CREATE TRIGGER checkpoint_no_truncate BEFORE TRUNCATE ON witness.checkpoint
  FOR EACH STATEMENT EXECUTE FUNCTION witness.refuse_change();
