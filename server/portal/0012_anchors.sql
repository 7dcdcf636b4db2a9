-- Receipts of chains for checkpoints of the log (server/migrations, anchors).
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

-- The log's second key: every checkpoint carries a line of it too.
ALTER TABLE released.log ADD COLUMN sm2_vkey text;
