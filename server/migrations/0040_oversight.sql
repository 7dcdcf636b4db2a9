-- Watching the watchers: notices to units, score cards, and what the check of the log found. A row a fact, and a summary of
-- each notice and card.
CREATE SCHEMA oversight;

CREATE TABLE oversight.notice_event (
  fact_id     uuid        PRIMARY KEY,
  number      text        NOT NULL,
  occurred_at timestamptz NOT NULL,
  kind        text        NOT NULL,
  -- One more with each act: the key that lets only one of two win.
  version     integer     NOT NULL,
  payload     jsonb       NOT NULL,
  UNIQUE (number, version)
);

CREATE TABLE oversight.notice (
  number      text        PRIMARY KEY,
  kind        text        NOT NULL,
  unit_id     text        NOT NULL,
  unit_name   text        NOT NULL,
  -- Party of a unit that is a tenderer or an agency.
  unit_key    text,
  signer_unit jsonb       NOT NULL,
  subject     text,
  case_number text,
  indicator   text,
  title       text        NOT NULL,
  state       text        NOT NULL,
  version     integer     NOT NULL,
  signed_at   timestamptz NOT NULL,
  received_at timestamptz,
  answered_at timestamptz,
  answer      text,
  answer_text text,
  closed_at   timestamptz,
  due_on      date
);
CREATE INDEX notice_unit ON oversight.notice (unit_id, state);
CREATE INDEX notice_subject ON oversight.notice (subject, signed_at) WHERE subject IS NOT NULL;

-- Last number given out, by kind of notice and year.
CREATE TABLE oversight.counter (
  kind text    NOT NULL,
  year integer NOT NULL,
  last integer NOT NULL,
  PRIMARY KEY (kind, year)
);

-- What the machine proposes; no fact, because nobody said it yet.
CREATE TABLE oversight.draft (
  id          text        PRIMARY KEY,
  made_at     timestamptz NOT NULL,
  cause       text        NOT NULL,
  unit_id     text        NOT NULL,
  content     jsonb       NOT NULL,
  -- Signed, or laid aside: stays, so that it is not made again.
  settled_at  timestamptz
);
CREATE INDEX draft_open ON oversight.draft (made_at) WHERE settled_at IS NULL;

CREATE TABLE oversight.card_event (
  fact_id     uuid        PRIMARY KEY,
  unit_id     text        NOT NULL,
  quarter     text        NOT NULL,
  occurred_at timestamptz NOT NULL,
  kind        text        NOT NULL,
  payload     jsonb       NOT NULL
);
CREATE INDEX card_event_card ON oversight.card_event (unit_id, quarter);

CREATE TABLE oversight.card (
  unit_id      text        NOT NULL,
  quarter      text        NOT NULL,
  unit_name    text        NOT NULL,
  figures      jsonb       NOT NULL,
  drafted_at   timestamptz NOT NULL,
  comment      text,
  commented_at timestamptz,
  commented_by text,
  comment_by   date,
  released_at  timestamptz,
  PRIMARY KEY (unit_id, quarter)
);

CREATE TABLE oversight.proof_check (
  fact_id uuid        PRIMARY KEY,
  at      timestamptz NOT NULL,
  result  jsonb       NOT NULL
);
CREATE INDEX proof_check_at ON oversight.proof_check (at DESC, fact_id DESC);

-- How far the running check is; no fact: it starts anew when it is lost.
CREATE TABLE oversight.proof_state (
  one          boolean     PRIMARY KEY DEFAULT true CHECK (one),
  looked_at    timestamptz,
  every_ms     integer,
  -- Rows written by this transaction or later were not looked at yet.
  horizon      bigint,
  -- Where the complete pass stands, and what it counted.
  position     uuid,
  pass_begun   timestamptz,
  pass_checked bigint      NOT NULL DEFAULT 0,
  checked      bigint      NOT NULL DEFAULT 0,
  complete_at  timestamptz,
  sample       integer     NOT NULL DEFAULT 0,
  sample_good  integer     NOT NULL DEFAULT 0,
  checkpoints  integer     NOT NULL DEFAULT 0,
  checkpoints_good integer NOT NULL DEFAULT 0,
  reported_at  timestamptz,
  -- Rows deleted so far, as the database counts: one more, and those that are gone are looked for.
  deletions    bigint      NOT NULL DEFAULT 0
);

-- What is broken now: looked at again with every pass.
CREATE TABLE oversight.broken (
  id       text        PRIMARY KEY,
  found_at timestamptz NOT NULL,
  proof    jsonb       NOT NULL
);

DO $$ DECLARE name text; BEGIN
  FOREACH name IN ARRAY ARRAY['notice', 'draft', 'card'] LOOP
    EXECUTE format('ALTER TABLE oversight.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY scoped ON oversight.%I FOR SELECT USING (
      (SELECT identity.sees_all(''complaint''))
      OR unit_id IN (SELECT c.unit FROM identity.scope_cell AS c
           WHERE c.scope = (SELECT identity.current_scope()) AND c.matter = ''complaint''))', name);
  END LOOP;
END $$;
-- A tenderer or an agency reads what is addressed to it.
CREATE POLICY addressed ON oversight.notice FOR SELECT USING (
  unit_key = ANY ((SELECT identity.own_keys())::text[]));
ALTER TABLE oversight.notice_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON oversight.notice_event FOR SELECT USING (
  EXISTS (SELECT FROM oversight.notice WHERE notice.number = notice_event.number));
CREATE POLICY of_notices ON deadlines.clock FOR SELECT USING (subject LIKE 'notice:%' AND
  EXISTS (SELECT FROM oversight.notice WHERE notice.number = substr(clock.subject, 8)));
CREATE POLICY of_notices ON deadlines.escalation FOR SELECT USING (subject LIKE 'notice:%' AND
  EXISTS (SELECT FROM oversight.notice WHERE notice.number = substr(escalation.subject, 8)));
CREATE POLICY of_cards ON deadlines.clock FOR SELECT USING (subject LIKE 'card:%' AND
  EXISTS (SELECT FROM oversight.card WHERE clock.subject = 'card:' || card.unit_id || '/' || card.quarter));
CREATE POLICY of_cards ON deadlines.escalation FOR SELECT USING (subject LIKE 'card:%' AND
  EXISTS (SELECT FROM oversight.card WHERE escalation.subject = 'card:' || card.unit_id || '/' || card.quarter));
