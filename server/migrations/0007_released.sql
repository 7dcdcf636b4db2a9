-- What the public may see, and nothing else. The login mingjing_public can SELECT here and nowhere else
-- (contracts.md §2); publication/release.ts decides what enters.
CREATE SCHEMA released;

CREATE TABLE released.process (
  ocid         text PRIMARY KEY,
  title        text NOT NULL,
  regime       text NOT NULL,
  industry     text,
  place        text,
  procuring_entity text,
  state        text NOT NULL,
  published_at timestamptz NOT NULL,
  opening_at   timestamptz,
  result_at    timestamptz,
  view         jsonb NOT NULL,
  search       text NOT NULL
);
CREATE INDEX released_process_published ON released.process (published_at DESC, ocid);
CREATE INDEX released_process_opening ON released.process (opening_at);
CREATE INDEX released_process_result ON released.process (result_at DESC) WHERE result_at IS NOT NULL;
CREATE INDEX released_process_state ON released.process (state, published_at DESC);

CREATE TABLE released.decision (
  fact_id      uuid PRIMARY KEY,
  ocid         text NOT NULL,
  decided_on   date NOT NULL,
  published_at timestamptz NOT NULL,
  view         jsonb NOT NULL
);
CREATE INDEX released_decision_published ON released.decision (published_at DESC);

-- Facts that are public whole: what a certificate for the public may hold.
CREATE TABLE released.fact (
  fact_id     uuid PRIMARY KEY,
  ocid        text NOT NULL,
  kind        text NOT NULL,
  occurred_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  fact        jsonb NOT NULL,
  salt        bytea NOT NULL
);
CREATE INDEX released_fact_ocid ON released.fact (ocid, occurred_at);

-- The log itself shows neither kind nor subject, so all of it is public.
CREATE VIEW released.log_node AS SELECT level, block, hashes FROM witness.node;
CREATE VIEW released.log_checkpoint AS SELECT size, root, note, signed_at FROM witness.checkpoint;
CREATE VIEW released.fact_leaf AS
  SELECT released.fact.fact_id, witness.leaf.leaf_index
  FROM released.fact JOIN witness.leaf USING (fact_id);

-- Processes that became due for release only by the passing of time (an opening).
CREATE SCHEMA publication;
CREATE TABLE publication.due (
  ocid   text PRIMARY KEY,
  due_at timestamptz NOT NULL
);
CREATE INDEX due_at ON publication.due (due_at);
