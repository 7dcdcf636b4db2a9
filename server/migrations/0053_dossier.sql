-- Dossiers and targeted retrieval. The timeline of a project needs no table: it is the facts themselves, by subject, under
-- the policies below; what is kept here is who took a copy and who asked for whose witness data. A row a fact.
CREATE SCHEMA dossier;

CREATE TABLE dossier.export (
  fact_id     uuid        PRIMARY KEY,
  dossier     text        NOT NULL UNIQUE,
  -- NULL: of an organ whose looks are sealed.
  ocid        text,
  person      text,
  unit        text        NOT NULL,
  purpose     text,
  filters     text,
  facts       integer     NOT NULL,
  sha256      text        NOT NULL,
  exported_at timestamptz NOT NULL
);

CREATE TABLE dossier.retrieval (
  fact_id     uuid        PRIMARY KEY,
  retrieval   text        NOT NULL UNIQUE,
  asker       text        NOT NULL,
  unit        text        NOT NULL,
  target      jsonb       NOT NULL,
  purpose     text        NOT NULL,
  case_number text,
  days        integer     NOT NULL,
  approval    text,
  until       timestamptz,
  asked_at    timestamptz NOT NULL
);
CREATE INDEX retrieval_asker ON dossier.retrieval (asker, asked_at);

CREATE TABLE dossier.look (
  fact_id     uuid        PRIMARY KEY,
  retrieval   text        NOT NULL,
  rows        integer     NOT NULL,
  result_hash text        NOT NULL,
  looked_at   timestamptz NOT NULL
);
CREATE INDEX look_retrieval ON dossier.look (retrieval);

ALTER TABLE dossier.export ENABLE ROW LEVEL SECURITY;
ALTER TABLE dossier.retrieval ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON dossier.retrieval FOR SELECT USING (asker = (SELECT identity.current_person()));
ALTER TABLE dossier.look ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON dossier.look FOR SELECT USING (
  EXISTS (SELECT FROM dossier.retrieval WHERE retrieval.retrieval = look.retrieval));

-- All lots that one evaluator scored.
CREATE INDEX expert_score_evaluator ON procurement.expert_score (evaluator_token, ocid);

-- Facts with another subject that name a project: leads, warnings, items of the column, notes of witnesses.
CREATE INDEX fact_naming ON fact.fact ((payload ->> 'ocid'))
  WHERE payload ? 'ocid' AND left(subject, 5) <> 'ocds-';
-- The operator ->> is not leakproof, so under a policy the index would not be used. Ids alone come out.
CREATE FUNCTION dossier.facts_naming(wanted text) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
  SELECT id FROM fact.fact
  WHERE payload ->> 'ocid' = wanted AND payload ? 'ocid' AND left(subject, 5) <> 'ocds-' $$;

-- Commitments and what they turned out to be are bids like the others: until the opening nobody counts them (招标投标法第22条).
ALTER POLICY scoped ON fact.fact USING (
  kind NOT IN ('procurement.document-downloaded', 'procurement.expert-scored', 'screening.lot-screened')
  AND EXISTS (SELECT FROM procurement.process WHERE process.ocid = fact.subject)
  AND (kind NOT IN ('procurement.bid-received', 'procurement.bid-withdrawn', 'procurement.bid-decrypted',
                    'procurement.bid-committed', 'procurement.bid-revealed')
       OR EXISTS (SELECT FROM procurement.opening
                  WHERE opening.ocid = fact.subject AND opening.lot_id = fact.payload ->> 'lotId')));

-- Whoever sees a lead, a warning, a notice or the look-back of a lot sees the facts it is made of; inputs of screening are
-- full of device traces and stay away, and so do letters of the follow-up whose readers are others.
CREATE POLICY of_leads ON fact.fact FOR SELECT USING (
  subject LIKE 'lead:%' AND kind <> 'screening.input-kept'
  AND EXISTS (SELECT FROM casework.handling WHERE handling.lead_id = substr(fact.subject, 6)));
CREATE POLICY of_followup ON fact.fact FOR SELECT USING (
  subject LIKE 'followup:%' AND EXISTS (SELECT FROM followup.event WHERE event.fact_id = fact.id));
CREATE POLICY of_lookback ON fact.fact FOR SELECT USING (
  subject LIKE 'lookback:%'
  AND (EXISTS (SELECT FROM lookback.examination WHERE examination.fact_id = fact.id)
       OR EXISTS (SELECT FROM lookback.event WHERE event.fact_id = fact.id)));
CREATE POLICY of_warnings ON fact.fact FOR SELECT USING (
  subject LIKE 'warning:%' AND EXISTS (SELECT FROM warnings.warning WHERE warning.id::text = substr(fact.subject, 9)));
CREATE POLICY of_notices ON fact.fact FOR SELECT USING (
  subject LIKE 'notice:%' AND EXISTS (SELECT FROM oversight.notice WHERE notice.number = substr(fact.subject, 8)));
-- Scores: of lots whose evaluation is over (招标投标法第38条), for posts whose jurisdiction names scores.
CREATE POLICY of_scores ON fact.fact FOR SELECT USING (
  kind = 'procurement.expert-scored' AND lookback.sees_scores(subject)
  AND EXISTS (SELECT FROM procurement.evaluation
              WHERE evaluation.ocid = fact.subject AND evaluation.lot_id = fact.payload ->> 'lotId'));
-- Witnesses, rooms and cameras name the project in their payload where it is not their subject.
CREATE POLICY of_witnesses ON fact.fact FOR SELECT USING (
  split_part(kind, '.', 1) IN ('witnessing', 'venue', 'video') AND payload ? 'ocid'
  AND EXISTS (SELECT FROM procurement.process WHERE process.ocid = fact.payload ->> 'ocid'));
CREATE POLICY of_items ON fact.fact FOR SELECT USING (
  subject LIKE 'publication:%' AND payload ? 'ocid'
  AND EXISTS (SELECT FROM procurement.process WHERE process.ocid = fact.payload ->> 'ocid'));
