CREATE SCHEMA duties;

CREATE TABLE duties.duty (
  fact_id         uuid PRIMARY KEY,
  matter          text NOT NULL,
  regime          text,
  industry        text,
  place           text,
  department_id   text NOT NULL,
  department_name text NOT NULL,
  legal_basis     text NOT NULL,
  valid_from      date NOT NULL,
  valid_to        date
);

CREATE SCHEMA casework;

-- Handling of one lead: a summary of its events.
CREATE TABLE casework.handling (
  lead_id         text PRIMARY KEY,
  state           text NOT NULL,
  version         integer NOT NULL,
  department_id   text NOT NULL,
  department_name text NOT NULL,
  officer_name    text,
  state_since     timestamptz NOT NULL,
  decision        jsonb
);
CREATE INDEX handling_state ON casework.handling (department_id, state);

CREATE TABLE casework.event (
  fact_id     uuid PRIMARY KEY,
  lead_id     text NOT NULL,
  occurred_at timestamptz NOT NULL,
  kind        text NOT NULL,
  -- 0 routed, then one more with each act: the key that lets only one of two officers win.
  version     integer NOT NULL,
  payload     jsonb NOT NULL,
  UNIQUE (lead_id, version)
);
