-- Voices: enquiry, challenge, objection, complaint. A row a fact, and a summary of each voice.
CREATE SCHEMA complaints;

CREATE TABLE complaints.voice (
  fact_id      uuid        PRIMARY KEY,
  id           text        NOT NULL UNIQUE,
  received_at  timestamptz NOT NULL,
  source       text        NOT NULL,
  external_no  text,
  receipt_hash text,
  kind         text        NOT NULL,
  regime       text        NOT NULL,
  matter       text,
  channel      text        NOT NULL,
  title        text        NOT NULL,
  ocid         text,
  industry     text,
  place_code   text,
  writer       text        NOT NULL,
  writer_keys  text[]      NOT NULL,
  payload      jsonb       NOT NULL
);
CREATE UNIQUE INDEX voice_receipt ON complaints.voice (receipt_hash) WHERE receipt_hash IS NOT NULL;
CREATE UNIQUE INDEX voice_external ON complaints.voice (source, external_no) WHERE external_no IS NOT NULL;
CREATE INDEX voice_ocid ON complaints.voice (ocid) WHERE ocid IS NOT NULL;
CREATE INDEX voice_writer ON complaints.voice USING gin (writer_keys);

CREATE TABLE complaints.event (
  fact_id     uuid        PRIMARY KEY,
  voice_id    text        NOT NULL,
  occurred_at timestamptz NOT NULL,
  kind        text        NOT NULL,
  -- One more with each act of a person: the key that lets only one of two win. Null: noted by the machine.
  version     integer,
  payload     jsonb       NOT NULL,
  UNIQUE (voice_id, version)
);
CREATE INDEX event_kind ON complaints.event (kind, occurred_at);

-- Last number given out, by kind of voice and year.
CREATE TABLE complaints.counter (
  kind text    NOT NULL,
  year integer NOT NULL,
  last integer NOT NULL,
  PRIMARY KEY (kind, year)
);

CREATE TABLE complaints.profile (
  fact_id        uuid    PRIMARY KEY,
  unit           text    NOT NULL,
  valid_from     date    NOT NULL,
  take_hours     integer NOT NULL,
  complaint_days integer,
  challenge_days integer,
  site_url       text,
  letter_prefix  text
);
CREATE INDEX profile_unit ON complaints.profile (unit, valid_from);

CREATE TABLE complaints.handling (
  voice_id      text        PRIMARY KEY,
  kind          text        NOT NULL,
  regime        text        NOT NULL,
  industry      text,
  place_code    text,
  -- Not known of a voice: every band may see it.
  budget        jsonb,
  ocid          text,
  received_at   timestamptz NOT NULL,
  state         text        NOT NULL,
  version       integer     NOT NULL,
  unit_id       text        NOT NULL,
  unit_name     text        NOT NULL,
  -- Who supervises the answer of a tenderer or buyer.
  watcher_id    text,
  watcher_name  text,
  matched       text        NOT NULL,
  legal_basis   text        NOT NULL,
  officer_name  text,
  state_since   timestamptz NOT NULL,
  taken_at      timestamptz,
  accepted_on   date,
  replied_at    timestamptz,
  returns       integer     NOT NULL,
  is_paused     boolean     NOT NULL,
  -- Day on which an open pause ends by itself.
  pause_ends_on date,
  must_pause    boolean     NOT NULL,
  publication   text,
  entity_key    text,
  agency_key    text,
  -- Parties a recused person keeps away from.
  keys          text[]      NOT NULL,
  cell          text
);
CREATE FUNCTION complaints.set_cell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.cell := identity.cell_of(NEW.regime, NEW.industry, NEW.place_code, NEW.budget);
  RETURN NEW;
END $$;
CREATE TRIGGER cell BEFORE INSERT ON complaints.handling
  FOR EACH ROW EXECUTE FUNCTION complaints.set_cell();
CREATE INDEX handling_unit ON complaints.handling (unit_id, state);
CREATE INDEX handling_received ON complaints.handling (received_at DESC, voice_id);
CREATE INDEX handling_ocid ON complaints.handling (ocid) WHERE ocid IS NOT NULL;
CREATE INDEX handling_paused ON complaints.handling (pause_ends_on) WHERE is_paused;
CREATE TRIGGER cells AFTER INSERT ON complaints.handling REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION identity.add_cells();

-- Contents of files, by their hash; facts name the hash.
CREATE TABLE complaints.file (
  id          bigint      GENERATED ALWAYS AS IDENTITY,
  sha256      text        PRIMARY KEY,
  content     bytea       NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  epoch       smallint    NOT NULL DEFAULT fact.epoch_now(),
  xid         xid8        NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX file_feed ON complaints.file (epoch, xid, id);
ALTER TABLE complaints.file ALTER COLUMN content SET STORAGE EXTERNAL;

ALTER TABLE complaints.handling ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON complaints.handling FOR SELECT USING (
  ((SELECT identity.sees_all('complaint'))
   OR (unit_id, '*') IN (SELECT c.unit, c.cell FROM identity.scope_cell AS c
         WHERE c.scope = (SELECT identity.current_scope()) AND c.matter = 'complaint')
   OR (watcher_id, '*') IN (SELECT c.unit, c.cell FROM identity.scope_cell AS c
         WHERE c.scope = (SELECT identity.current_scope()) AND c.matter = 'complaint')
   OR (unit_id, cell) IN (SELECT c.unit, c.cell FROM identity.scope_cell AS c
         WHERE c.scope = (SELECT identity.current_scope()) AND c.matter = 'complaint')
   OR (watcher_id, cell) IN (SELECT c.unit, c.cell FROM identity.scope_cell AS c
         WHERE c.scope = (SELECT identity.current_scope()) AND c.matter = 'complaint')
   OR cell IN (SELECT c.cell FROM identity.scope_cell AS c
         WHERE c.scope = (SELECT identity.current_scope()) AND c.matter = 'complaint' AND c.unit = '*')
   -- A tenderer answers enquiries, challenges and objections; complaints about it go over its head.
   OR (kind <> 'complaint' AND (entity_key = ANY ((SELECT identity.own_keys())::text[])
                                OR agency_key = ANY ((SELECT identity.own_keys())::text[]))))
  AND NOT keys && (SELECT identity.recused_keys()));
DO $$ DECLARE name text; BEGIN
  FOREACH name IN ARRAY ARRAY['voice', 'event'] LOOP
    EXECUTE format('ALTER TABLE complaints.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY scoped ON complaints.%I FOR SELECT USING (
      EXISTS (SELECT FROM complaints.handling WHERE handling.voice_id = %I.%I))', name, name,
      CASE name WHEN 'voice' THEN 'id' ELSE 'voice_id' END);
  END LOOP;
END $$;

-- Clocks and rungs of a voice are seen with the voice; those of other subjects by their modules' own policies.
ALTER TABLE deadlines.clock ENABLE ROW LEVEL SECURITY;
ALTER TABLE deadlines.escalation ENABLE ROW LEVEL SECURITY;
ALTER TABLE deadlines.step ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_voices ON deadlines.clock FOR SELECT USING (subject LIKE 'voice:%' AND
  EXISTS (SELECT FROM complaints.handling WHERE handling.voice_id = substr(clock.subject, 7)));
CREATE POLICY of_voices ON deadlines.escalation FOR SELECT USING (subject LIKE 'voice:%' AND
  EXISTS (SELECT FROM complaints.handling WHERE handling.voice_id = substr(escalation.subject, 7)));
CREATE POLICY of_voices ON fact.fact FOR SELECT USING (subject LIKE 'voice:%' AND
  EXISTS (SELECT FROM complaints.handling WHERE handling.voice_id = substr(fact.subject, 7)));
