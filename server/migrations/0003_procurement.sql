-- The projection every other module reads. Every row says which fact made it; rows are never updated
-- by a later fact but chosen at reading (latest occurred_at, then id), so that the order of arrival
-- does not matter and a rebuild gives identical tables. process and lot are summaries of those rows.
CREATE SCHEMA procurement;

CREATE TABLE procurement.notice (
  fact_id            uuid PRIMARY KEY,
  ocid               text NOT NULL,
  occurred_at        timestamptz NOT NULL,
  notice_type        text NOT NULL,
  title              text NOT NULL,
  regime             text,
  method             text,
  category           text,
  industry           text,
  place_code         text,
  place_name         text,
  procuring_entity   jsonb,
  procurement_agency jsonb,
  lots               jsonb,
  budget             jsonb,
  bid_deadline       timestamptz,
  opening_at         timestamptz,
  venue              text,
  disclosure_from    date,
  disclosure_to      date,
  original_ocid      text,
  text               text,
  url                text
);
CREATE INDEX notice_ocid ON procurement.notice (ocid);

-- Downloads, bid receipts, withdrawals and decryptions, with the device trace of each.
CREATE TABLE procurement.submission (
  fact_id       uuid PRIMARY KEY,
  stage         text NOT NULL,
  ocid          text NOT NULL,
  lot_id        text NOT NULL,
  occurred_at   timestamptz NOT NULL,
  bidder_key    text NOT NULL,
  bidder        jsonb NOT NULL,
  succeeded     boolean,
  file_hash     text,
  ip            text,
  mac           text,
  cpu           text,
  disk          text,
  device_how    text,
  tool_id       text,
  lock_no       text,
  contact_phone text,
  contact_email text,
  trace         jsonb
);
CREATE INDEX submission_lot ON procurement.submission (ocid, lot_id);
CREATE INDEX submission_ip ON procurement.submission (ip, bidder_key) WHERE ip IS NOT NULL;
CREATE INDEX submission_mac ON procurement.submission (mac, bidder_key) WHERE mac IS NOT NULL;
CREATE INDEX submission_phone ON procurement.submission (contact_phone, bidder_key) WHERE contact_phone IS NOT NULL;
CREATE INDEX submission_email ON procurement.submission (contact_email, bidder_key) WHERE contact_email IS NOT NULL;

CREATE TABLE procurement.opening (
  fact_id       uuid PRIMARY KEY,
  ocid          text NOT NULL,
  lot_id        text NOT NULL,
  occurred_at   timestamptz NOT NULL,
  ceiling_price jsonb,
  bids          jsonb NOT NULL
);
CREATE INDEX opening_lot ON procurement.opening (ocid, lot_id);
CREATE INDEX opening_time ON procurement.opening (occurred_at);

-- Who bid in which lot, for histories of pairs.
CREATE TABLE procurement.opening_bid (
  fact_id     uuid NOT NULL,
  bidder_key  text NOT NULL,
  ocid        text NOT NULL,
  lot_id      text NOT NULL,
  occurred_at timestamptz NOT NULL,
  PRIMARY KEY (fact_id, bidder_key)
);
CREATE INDEX opening_bid_bidder ON procurement.opening_bid (bidder_key, occurred_at);
CREATE INDEX opening_bid_lot ON procurement.opening_bid (ocid, lot_id);

CREATE TABLE procurement.evaluation (
  fact_id     uuid PRIMARY KEY,
  ocid        text NOT NULL,
  lot_id      text NOT NULL,
  occurred_at timestamptz NOT NULL,
  ranking     jsonb NOT NULL
);
CREATE INDEX evaluation_lot ON procurement.evaluation (ocid, lot_id);

CREATE TABLE procurement.expert_score (
  fact_id         uuid PRIMARY KEY,
  ocid            text NOT NULL,
  lot_id          text NOT NULL,
  occurred_at     timestamptz NOT NULL,
  evaluator_token text NOT NULL,
  bidder_key      text NOT NULL,
  criterion       text NOT NULL,
  score           numeric NOT NULL,
  maximum         numeric
);
CREATE INDEX expert_score_lot ON procurement.expert_score (ocid, lot_id);

CREATE TABLE procurement.candidacy (
  fact_id         uuid PRIMARY KEY,
  ocid            text NOT NULL,
  lot_id          text NOT NULL,
  occurred_at     timestamptz NOT NULL,
  candidates      jsonb NOT NULL,
  disclosure_from date,
  disclosure_to   date
);
CREATE INDEX candidacy_lot ON procurement.candidacy (ocid, lot_id);

CREATE TABLE procurement.award (
  fact_id      uuid PRIMARY KEY,
  ocid         text NOT NULL,
  lot_id       text NOT NULL,
  occurred_at  timestamptz NOT NULL,
  supplier_key text NOT NULL,
  supplier     jsonb NOT NULL,
  offer        jsonb
);
CREATE INDEX award_lot ON procurement.award (ocid, lot_id);
CREATE INDEX award_supplier ON procurement.award (supplier_key);

CREATE TABLE procurement.contract (
  fact_id      uuid PRIMARY KEY,
  ocid         text NOT NULL,
  lot_id       text NOT NULL,
  occurred_at  timestamptz NOT NULL,
  contract_no  text NOT NULL,
  supplier_key text NOT NULL,
  supplier     jsonb NOT NULL,
  amount       jsonb,
  signed_on    date NOT NULL
);
CREATE INDEX contract_lot ON procurement.contract (ocid, lot_id);

CREATE TABLE procurement.failure (
  fact_id     uuid PRIMARY KEY,
  ocid        text NOT NULL,
  lot_id      text NOT NULL,
  occurred_at timestamptz NOT NULL,
  reason      text NOT NULL,
  detail      text
);
CREATE INDEX failure_lot ON procurement.failure (ocid, lot_id);

CREATE TABLE procurement.dispute (
  fact_id     uuid PRIMARY KEY,
  dispute     text NOT NULL,
  ocid        text NOT NULL,
  lot_id      text,
  occurred_at timestamptz NOT NULL,
  number      text NOT NULL,
  matter      text,
  content     text,
  by_party    jsonb,
  state       text NOT NULL,
  reply       text
);
CREATE INDEX dispute_ocid ON procurement.dispute (ocid);

CREATE TABLE procurement.environment (
  fact_id     uuid PRIMARY KEY,
  occurred_at timestamptz NOT NULL,
  kind        text NOT NULL,
  name        text NOT NULL,
  values      jsonb NOT NULL
);

-- All four sorts of parties, one row per key and name.
CREATE TABLE procurement.party (
  key  text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  uscc text,
  PRIMARY KEY (key, name)
);

-- Latest stated value of each field over all notices of the process.
CREATE TABLE procurement.process (
  ocid               text PRIMARY KEY,
  title              text,
  regime             text NOT NULL DEFAULT 'other',
  method             text,
  category           text,
  industry           text,
  place_code         text,
  place_name         text,
  procuring_entity   jsonb,
  procurement_agency jsonb,
  budget             jsonb,
  bid_deadline       timestamptz,
  opening_at         timestamptz,
  venue              text,
  original_ocid      text,
  published_at       timestamptz
);
CREATE INDEX process_published ON procurement.process (published_at DESC, ocid);

CREATE TABLE procurement.lot (
  ocid          text NOT NULL,
  lot_id        text NOT NULL,
  title         text,
  ceiling_price jsonb,
  opened_at     timestamptz,
  evaluated_at  timestamptz,
  awarded_at    timestamptz,
  contracted_at timestamptz,
  failed_at     timestamptz,
  PRIMARY KEY (ocid, lot_id)
);
CREATE INDEX lot_opened ON procurement.lot (opened_at);

-- Published views: what other modules may read.
CREATE VIEW procurement.current_opening AS
  SELECT DISTINCT ON (ocid, lot_id) * FROM procurement.opening
  ORDER BY ocid, lot_id, occurred_at DESC, fact_id DESC;
CREATE VIEW procurement.current_evaluation AS
  SELECT DISTINCT ON (ocid, lot_id) * FROM procurement.evaluation
  ORDER BY ocid, lot_id, occurred_at DESC, fact_id DESC;
CREATE VIEW procurement.current_candidacy AS
  SELECT DISTINCT ON (ocid, lot_id) * FROM procurement.candidacy
  ORDER BY ocid, lot_id, occurred_at DESC, fact_id DESC;
CREATE VIEW procurement.current_award AS
  SELECT DISTINCT ON (ocid, lot_id) * FROM procurement.award
  ORDER BY ocid, lot_id, occurred_at DESC, fact_id DESC;
CREATE VIEW procurement.current_contract AS
  SELECT DISTINCT ON (ocid, lot_id) * FROM procurement.contract
  ORDER BY ocid, lot_id, occurred_at DESC, fact_id DESC;
CREATE VIEW procurement.lot_state AS
  SELECT lot.*, CASE
    WHEN contracted_at IS NOT NULL THEN 'contracted'
    WHEN awarded_at IS NOT NULL THEN 'awarded'
    WHEN failed_at IS NOT NULL THEN 'failed'
    WHEN evaluated_at IS NOT NULL THEN 'evaluated'
    WHEN opened_at IS NOT NULL THEN 'opened'
    ELSE 'announced' END AS state
  FROM procurement.lot;
