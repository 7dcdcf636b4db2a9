-- The witness's desk: notes, irregularities seen, sheets of interventions, and shifts. One row a fact; states follow from them.
CREATE SCHEMA witnessing;

CREATE TABLE witnessing.record (
  fact_id     uuid        PRIMARY KEY,
  kind        text        NOT NULL,
  -- Id of the note, act or sheet; a correction takes the row's place.
  id          uuid        NOT NULL,
  subject     text        NOT NULL,
  -- Null: seen in a room where no project was; the subject is a shift.
  ocid        text,
  session     text,
  room        text,
  occurred_at timestamptz NOT NULL,
  payload     jsonb       NOT NULL
);
CREATE INDEX record_id ON witnessing.record (id);
CREATE INDEX record_ocid ON witnessing.record (ocid, occurred_at);
CREATE INDEX record_at ON witnessing.record (occurred_at);

CREATE TABLE witnessing.shift_event (
  fact_id     uuid        PRIMARY KEY,
  shift       text        NOT NULL,
  kind        text        NOT NULL,
  -- One more with each act on any shift: the key that lets only one of two win.
  version     integer     NOT NULL UNIQUE,
  occurred_at timestamptz NOT NULL,
  payload     jsonb       NOT NULL
);
CREATE INDEX shift_event_at ON witnessing.shift_event (occurred_at);

-- Those who supervise the project: never its own agency or purchaser, who see their processes otherwise.
CREATE FUNCTION witnessing.supervises(wanted text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM procurement.process WHERE process.ocid = wanted
    AND (identity.sees_all('process')
      OR process.cell IN (SELECT c.cell FROM identity.scope_cell AS c
                          WHERE c.scope = (SELECT identity.current_scope()) AND c.matter = 'process'))) $$;

ALTER TABLE witnessing.record ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON witnessing.record FOR SELECT USING (
  CASE WHEN ocid IS NULL THEN identity.sees_all('process') ELSE witnessing.supervises(ocid) END);
ALTER TABLE witnessing.shift_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON witnessing.shift_event FOR SELECT USING (identity.sees_all('process'));

-- The same in the list of a process's facts. Logins of the product itself read under no scope.
CREATE POLICY witnessed ON fact.fact AS RESTRICTIVE FOR SELECT USING (
  kind NOT LIKE 'witnessing.%' OR identity.current_scope() IS NULL OR witnessing.supervises(subject));
