-- The look-back over experts' scores after evaluation: the rules by which scores become totals, what each look showed, and
-- what people did about it. A row a fact, and a summary of each lot. Scores are of the evaluation zone: seen only by posts
-- whose jurisdiction names them, and by an expert as far as he was asked himself.

ALTER TABLE procurement.expert_score
  ADD COLUMN evaluator_name text,
  ADD COLUMN criterion_kind text,
  ADD COLUMN is_default     boolean,
  ADD COLUMN reason         text;
UPDATE procurement.expert_score SET evaluator_name = payload #>> '{evaluator,maskedName}'
  FROM fact.fact WHERE fact.id = expert_score.fact_id;

CREATE TABLE procurement.evaluation_rules (
  fact_id     uuid        PRIMARY KEY,
  ocid        text        NOT NULL,
  lot_id      text        NOT NULL,
  occurred_at timestamptz NOT NULL,
  criteria    jsonb       NOT NULL,
  combine     text        NOT NULL,
  decimals    integer,
  evaluators  integer
);
CREATE INDEX evaluation_rules_lot ON procurement.evaluation_rules (ocid, lot_id);
ALTER TABLE procurement.evaluation_rules ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON procurement.evaluation_rules FOR SELECT USING (
  EXISTS (SELECT FROM procurement.process WHERE process.ocid = evaluation_rules.ocid));

CREATE SCHEMA lookback;

-- True if the reader's posts see scores of this process, and the process.
CREATE FUNCTION lookback.sees_scores(wanted text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT ((SELECT identity.sees_all('score'))
      OR identity.cell_of_process(wanted) IN (SELECT c.cell FROM identity.scope_cell AS c
           WHERE c.scope = (SELECT identity.current_scope()) AND c.matter = 'score'))
    AND EXISTS (SELECT FROM procurement.process WHERE process.ocid = wanted) $$;

CREATE TABLE lookback.examination (
  fact_id     uuid        PRIMARY KEY,
  ocid        text        NOT NULL,
  lot_id      text        NOT NULL,
  occurred_at timestamptz NOT NULL,
  input_hash  text        NOT NULL,
  payload     jsonb       NOT NULL
);
CREATE INDEX examination_lot ON lookback.examination (ocid, lot_id, occurred_at DESC, fact_id DESC);

CREATE TABLE lookback.event (
  fact_id     uuid        PRIMARY KEY,
  ocid        text        NOT NULL,
  lot_id      text        NOT NULL,
  occurred_at timestamptz NOT NULL,
  kind        text        NOT NULL,
  -- One more with each act: the key that lets only one of two win.
  version     integer     NOT NULL,
  payload     jsonb       NOT NULL,
  UNIQUE (ocid, lot_id, version)
);

-- What the committee is asked, one row an evaluator; the row without one is for the committee as a whole.
CREATE TABLE lookback.ask (
  fact_id   uuid        NOT NULL,
  evaluator text        NOT NULL,
  ocid      text        NOT NULL,
  lot_id    text        NOT NULL,
  asked_at  timestamptz NOT NULL,
  title     text        NOT NULL,
  text      text        NOT NULL,
  items     jsonb       NOT NULL,
  PRIMARY KEY (fact_id, evaluator)
);
CREATE INDEX ask_lot ON lookback.ask (ocid, lot_id);

CREATE TABLE lookback.lot (
  ocid           text        NOT NULL,
  lot_id         text        NOT NULL,
  examination_id uuid        NOT NULL,
  examined_at    timestamptz NOT NULL,
  examinations   integer     NOT NULL,
  state          text        NOT NULL,
  version        integer     NOT NULL,
  experts        integer     NOT NULL,
  bids           integer     NOT NULL,
  exact          integer     NOT NULL,
  calibrated     integer     NOT NULL,
  hints          integer     NOT NULL,
  changes_award  boolean     NOT NULL,
  flip           text,
  PRIMARY KEY (ocid, lot_id)
);

ALTER TABLE lookback.examination ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON lookback.examination FOR SELECT USING (lookback.sees_scores(ocid));
ALTER TABLE lookback.event ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON lookback.event FOR SELECT USING (
  lookback.sees_scores(ocid)
  OR payload #>> '{evaluator,token}' = ANY ((SELECT identity.own_keys())::text[]));
ALTER TABLE lookback.lot ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON lookback.lot FOR SELECT USING (lookback.sees_scores(ocid));
ALTER TABLE lookback.ask ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON lookback.ask FOR SELECT USING (
  lookback.sees_scores(ocid) OR evaluator = ANY ((SELECT identity.own_keys())::text[]));
