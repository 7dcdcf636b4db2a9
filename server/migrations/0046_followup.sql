-- What follows a lead: reports, notices and replies, questions of the committee, reviews, letters, talks. One row a fact;
-- states are summarised when they are read, so a rebuild gives the same rows.
CREATE SCHEMA followup;

CREATE TABLE followup.event (
  fact_id     uuid        PRIMARY KEY,
  kind        text        NOT NULL,
  -- What the fact belongs to: `report/<id>`, `notice/<id>`, `letter/<id>` …
  thread      text        NOT NULL,
  lead_id     text,
  occurred_at timestamptz NOT NULL,
  -- Who may read it, as the fact says: units, keys of parties, `person:<account>`, `lead`, `all`.
  readers     text[]      NOT NULL,
  payload     jsonb       NOT NULL
);
CREATE INDEX event_thread ON followup.event (thread);
CREATE INDEX event_lead ON followup.event (lead_id) WHERE lead_id IS NOT NULL;
CREATE INDEX event_kind ON followup.event (kind, occurred_at);

-- Second wall: the same question as in the application's conditions, asked of the connection's own settings.
CREATE FUNCTION followup.reader_keys() RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT identity.own_keys() || tipoffs.reader_units()
    || CASE WHEN identity.current_person() IS NULL THEN '{}'::text[]
            ELSE ARRAY['all', 'person:' || identity.current_person()] END $$;

ALTER TABLE followup.event ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON followup.event FOR SELECT USING (
  readers && (SELECT followup.reader_keys())
  OR ('lead' = ANY (readers) AND EXISTS (
        SELECT FROM casework.handling WHERE handling.lead_id = event.lead_id)));
