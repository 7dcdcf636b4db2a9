-- What witnesses outside the operator signed of our checkpoints (c2sp.org/tlog-cosignature); docs/how-to/run-a-witness.md.
CREATE TABLE witness.cosignature (
  size        bigint      NOT NULL REFERENCES witness.checkpoint (size),
  -- Public key of the witness.
  vkey        text        NOT NULL,
  -- Signature line with its line end, checked before it was stored.
  line        text        NOT NULL,
  -- By the clock of the witness.
  cosigned_at timestamptz NOT NULL,
  -- Grows, for the backup.
  n           bigint      NOT NULL UNIQUE,
  PRIMARY KEY (size, vkey)
);
CREATE INDEX cosignature_vkey ON witness.cosignature (vkey, size DESC);
CREATE TRIGGER cosignature_append_only BEFORE UPDATE OR DELETE ON witness.cosignature
  FOR EACH ROW EXECUTE FUNCTION witness.refuse_change();
CREATE TRIGGER cosignature_no_truncate BEFORE TRUNCATE ON witness.cosignature
  FOR EACH STATEMENT EXECUTE FUNCTION witness.refuse_change();

-- What the public is told. All three are small; the ferry carries them whole.
CREATE TABLE released.log_policy (
  sha256 text PRIMARY KEY,
  policy text NOT NULL
);
CREATE TABLE released.log_witness (
  vkey        text        PRIMARY KEY,
  place       integer     NOT NULL,
  name        text        NOT NULL,
  -- Largest checkpoint it cosigned, and when.
  size        bigint,
  cosigned_at timestamptz,
  state       text        NOT NULL CHECK (state IN ('new', 'good', 'silent', 'unwilling', 'split')),
  detail      text,
  since       timestamptz NOT NULL
);
-- `latest`: the newest checkpoint that anybody cosigned. `quorum`: the newest that the policy is content with.
CREATE TABLE released.log_cosigned (
  kind        text        PRIMARY KEY CHECK (kind IN ('latest', 'quorum')),
  size        bigint      NOT NULL,
  note        text        NOT NULL,
  cosigned_at timestamptz NOT NULL
);
