-- What an alert rests on, fixed and held; who had it in hand; what every rule said, bound before any outcome. A row a fact.
CREATE SCHEMA evidence;

CREATE TABLE evidence.sealed (
  fact_id      uuid        PRIMARY KEY,
  screening_id uuid        NOT NULL UNIQUE,
  -- Text of the screening's id where it raised a lead; a hit that made none has no page.
  lead_id      text        UNIQUE,
  ocid         text        NOT NULL,
  lot_id       text        NOT NULL,
  sealed_at    timestamptz NOT NULL,
  payload      jsonb       NOT NULL
);

-- Every act after the sealing, looks included.
CREATE TABLE evidence.custody (
  fact_id      uuid        PRIMARY KEY,
  lead_id      text        NOT NULL,
  occurred_at  timestamptz NOT NULL,
  kind         text        NOT NULL,
  -- One more with each act that changes something; none for looking.
  version      integer,
  payload      jsonb       NOT NULL,
  UNIQUE (lead_id, version)
);
CREATE INDEX custody_lead ON evidence.custody (lead_id, occurred_at);

CREATE TABLE evidence.commitment (
  fact_id      uuid        PRIMARY KEY,
  screening_id uuid        NOT NULL UNIQUE,
  quarter      text        NOT NULL,
  sequence     integer     NOT NULL,
  -- SHA-256 of the canonical payload: what the next one of the quarter names as the one before.
  chain        text        NOT NULL,
  UNIQUE (quarter, sequence)
);

CREATE TABLE evidence.opening (
  fact_id      uuid        PRIMARY KEY,
  rule         text        NOT NULL,
  quarter      text        NOT NULL,
  opened_at    timestamptz NOT NULL,
  payload      jsonb       NOT NULL
);
CREATE INDEX opening_rule ON evidence.opening (quarter, rule, opened_at DESC);

ALTER TABLE evidence.sealed ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON evidence.sealed FOR SELECT USING (
  EXISTS (SELECT FROM casework.handling WHERE handling.lead_id = sealed.lead_id));
ALTER TABLE evidence.custody ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON evidence.custody FOR SELECT USING (
  EXISTS (SELECT FROM casework.handling WHERE handling.lead_id = custody.lead_id));
