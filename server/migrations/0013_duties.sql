-- The list of duties in versions, its public copy, who mends what nobody handles, and which data feeds a power.

CREATE TABLE duties.list_version (
  fact_id      uuid PRIMARY KEY,
  number       integer NOT NULL,
  title        text NOT NULL,
  adopted_by   text NOT NULL,
  document_no  text NOT NULL,
  valid_from   date NOT NULL,
  valid_to     date,
  fallback     jsonb NOT NULL,
  items        integer NOT NULL,
  published_at timestamptz NOT NULL
);

CREATE TABLE duties.item (
  fact_id    uuid NOT NULL,
  position   integer NOT NULL,
  item       text NOT NULL,
  number     integer NOT NULL,
  matter     text NOT NULL,
  valid_from date NOT NULL,
  valid_to   date,
  content    jsonb NOT NULL,
  PRIMARY KEY (fact_id, position)
);
CREATE INDEX item_matter ON duties.item (matter);
CREATE INDEX item_number ON duties.item (number, position);
CREATE INDEX duty_matter ON duties.duty (matter);

-- Lists that wait for a second person: neither facts nor made of facts.
CREATE TABLE duties.draft (
  id         uuid PRIMARY KEY,
  list       jsonb NOT NULL,
  made_by    text NOT NULL,
  made_name  text NOT NULL,
  changed_at timestamptz NOT NULL
);

CREATE TABLE duties.orphan_owner (
  fact_id     uuid PRIMARY KEY,
  orphan      text NOT NULL,
  content     jsonb NOT NULL,
  assigned_at timestamptz NOT NULL
);
CREATE INDEX orphan_owner_orphan ON duties.orphan_owner (orphan);

-- Facts of a week by source, kind and what their process is: counted as they come in (duties.feeds), and counted
-- again from the facts after a restore. '' stands for unknown.
CREATE TABLE duties.feed_week (
  source   text NOT NULL,
  kind     text NOT NULL,
  regime   text NOT NULL,
  industry text NOT NULL,
  place    text NOT NULL,
  -- Monday, Asia/Shanghai.
  week     date NOT NULL,
  facts    bigint NOT NULL,
  last_on  date NOT NULL,
  PRIMARY KEY (source, kind, regime, industry, place, week)
);
CREATE INDEX feed_week_kind ON duties.feed_week (kind, week);

-- The public copy.
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
