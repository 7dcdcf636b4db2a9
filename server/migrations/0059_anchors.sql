-- Anchors: hashes of checkpoints on chains outside. The queue, what came back, and how each chain answers.
CREATE SCHEMA anchors;

-- One row a chain. `claimed_until` lets one process at a time work on it, by the database's clock.
CREATE TABLE anchors.chain (
  chain         text        PRIMARY KEY,
  queued_at     timestamptz,
  queued_size   bigint      NOT NULL DEFAULT 0,
  answered_at   timestamptz,
  -- Outage: since when, how often in a row, why, and when it is tried again.
  failing_since timestamptz,
  failures      integer     NOT NULL DEFAULT 0,
  failure       text,
  next_at       timestamptz,
  claimed_until timestamptz
);

CREATE TABLE anchors.queued (
  chain      text        NOT NULL,
  size       bigint      NOT NULL,
  -- Drawn before the first try and kept: a second try of the same is known as the same.
  request_id uuid        NOT NULL UNIQUE,
  queued_at  timestamptz NOT NULL,
  attempts   integer     NOT NULL DEFAULT 0,
  PRIMARY KEY (chain, size)
);

CREATE TABLE anchors.receipt (
  fact_id     uuid        PRIMARY KEY,
  chain       text        NOT NULL,
  size        bigint      NOT NULL,
  anchored_at timestamptz NOT NULL,
  receipt     jsonb       NOT NULL
);
CREATE INDEX receipt_size ON anchors.receipt (chain, size);

CREATE TABLE anchors.lost (
  fact_id      uuid NOT NULL,
  receipt_fact uuid NOT NULL,
  PRIMARY KEY (fact_id)
);
CREATE INDEX lost_receipt ON anchors.lost (receipt_fact);

-- When a receipt was last held against the chain, and how often in a row it did not hold.
CREATE TABLE anchors.look (
  receipt_fact uuid        PRIMARY KEY,
  looked_at    timestamptz NOT NULL,
  misses       integer     NOT NULL DEFAULT 0
);

CREATE TABLE released.anchor (
  fact_id     uuid        PRIMARY KEY,
  chain       text        NOT NULL,
  size        bigint      NOT NULL,
  anchored_at timestamptz NOT NULL,
  checkpoint  text        NOT NULL,
  receipt     jsonb       NOT NULL
);
CREATE INDEX anchor_size ON released.anchor (chain, size DESC);
CREATE INDEX anchor_at ON released.anchor (anchored_at DESC);

DO $$ DECLARE key text := '''fact_id'', fact_id'; BEGIN
  EXECUTE format('CREATE TRIGGER ferry_insert AFTER INSERT ON released.anchor REFERENCING NEW TABLE AS changed
                  FOR EACH STATEMENT EXECUTE FUNCTION exchange.note_change(%L)', key);
  EXECUTE format('CREATE TRIGGER ferry_delete AFTER DELETE ON released.anchor REFERENCING OLD TABLE AS changed
                  FOR EACH STATEMENT EXECUTE FUNCTION exchange.note_change(%L)', key);
  EXECUTE format('CREATE TRIGGER ferry_update_old AFTER UPDATE ON released.anchor REFERENCING OLD TABLE AS changed
                  FOR EACH STATEMENT EXECUTE FUNCTION exchange.note_change(%L)', key);
  EXECUTE format('CREATE TRIGGER ferry_update_new AFTER UPDATE ON released.anchor REFERENCING NEW TABLE AS changed
                  FOR EACH STATEMENT EXECUTE FUNCTION exchange.note_change(%L)', key);
  EXECUTE format('CREATE TRIGGER ferry_truncate AFTER TRUNCATE ON released.anchor
                  FOR EACH STATEMENT EXECUTE FUNCTION exchange.note_change(%L)', key);
END $$;

-- The log's second key: every checkpoint carries a line of it too.
ALTER TABLE released.log ADD COLUMN sm2_vkey text;
