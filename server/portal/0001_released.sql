-- The database of a portal host that stands apart: schema `released` as tables, and nothing else. Names, columns and
-- types are those of the relations in the inner database, some of which are views there; a test compares them.
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

CREATE TABLE released.log (
  origin text PRIMARY KEY,
  vkey   text NOT NULL
);
CREATE TABLE released.log_node (
  level  smallint,
  block  bigint,
  hashes bytea,
  PRIMARY KEY (level, block)
);
CREATE TABLE released.log_checkpoint (
  size      bigint PRIMARY KEY,
  root      bytea,
  note      text,
  signed_at timestamptz
);
CREATE TABLE released.fact_leaf (
  fact_id    uuid PRIMARY KEY,
  leaf_index bigint
);

CREATE TABLE released.sealed_count (
  year  integer PRIMARY KEY,
  total integer
);

CREATE TABLE released.duty_list (
  fact_id      uuid PRIMARY KEY,
  number       integer NOT NULL,
  valid_from   date NOT NULL,
  published_at timestamptz NOT NULL,
  view         jsonb NOT NULL
);
CREATE TABLE released.duty (
  fact_id  uuid NOT NULL,
  position integer NOT NULL,
  item     text NOT NULL,
  view     jsonb NOT NULL,
  PRIMARY KEY (fact_id, position)
);
