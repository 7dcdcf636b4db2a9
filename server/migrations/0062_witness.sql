-- A log may end and another go on over the same leaves (docs/operations/log-shards.md). One row a fact; a log ends once.
CREATE TABLE witness.shard (
  fact_id     uuid PRIMARY KEY,
  origin      text NOT NULL UNIQUE,
  next_origin text NOT NULL UNIQUE
);
-- How many leaves a restore brought back: what was recorded later stands at places of which the old log knows something else.
CREATE TABLE witness.restored (
  restored_at timestamptz PRIMARY KEY DEFAULT now(),
  size        bigint      NOT NULL
);
