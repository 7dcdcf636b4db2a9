CREATE SCHEMA screening;

CREATE TABLE screening.screening (
  fact_id     uuid PRIMARY KEY,
  ocid        text NOT NULL,
  lot_id      text NOT NULL,
  occurred_at timestamptz NOT NULL,
  bids        integer NOT NULL,
  bits        double precision NOT NULL,
  is_lead     boolean NOT NULL,
  groups      jsonb NOT NULL,
  results     jsonb NOT NULL,
  input_hash  text NOT NULL,
  inputs      integer NOT NULL,
  engine_version text NOT NULL
);
CREATE INDEX screening_lot ON screening.screening (ocid, lot_id);

CREATE TABLE screening.lead (
  id           text PRIMARY KEY,
  fact_id      uuid NOT NULL,
  number       text NOT NULL UNIQUE,
  ocid         text NOT NULL,
  lot_id       text NOT NULL,
  title        text NOT NULL,
  level        text NOT NULL,
  bits         double precision NOT NULL,
  indicators   jsonb NOT NULL,
  parties      jsonb NOT NULL,
  screening_id uuid NOT NULL,
  regime       text NOT NULL,
  industry     text,
  place        text,
  raised_at    timestamptz NOT NULL
);
CREATE INDEX lead_ocid ON screening.lead (ocid);
CREATE SEQUENCE screening.lead_number;
