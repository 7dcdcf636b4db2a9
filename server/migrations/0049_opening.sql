-- Bid openings: plans, acts in order, commitments made before the deadline and what they turned out to be. A row a fact.
CREATE SCHEMA opening;

CREATE TABLE opening.session (
  fact_id     uuid        PRIMARY KEY,
  session     text        NOT NULL UNIQUE,
  ocid        text        NOT NULL,
  lot_id      text        NOT NULL,
  starts_at   timestamptz NOT NULL,
  payload     jsonb       NOT NULL
);
CREATE INDEX session_starts ON opening.session (starts_at);
CREATE INDEX session_lot ON opening.session (ocid, lot_id);

CREATE TABLE opening.event (
  fact_id     uuid        PRIMARY KEY,
  session     text        NOT NULL,
  ocid        text        NOT NULL,
  -- One more with each act: the key that lets only one of two win.
  version     integer     NOT NULL,
  kind        text        NOT NULL,
  occurred_at timestamptz NOT NULL,
  payload     jsonb       NOT NULL,
  UNIQUE (session, version)
);

-- Neither has a policy for the console: before the deadline nobody may count them.
CREATE TABLE opening.commitment (
  fact_id     uuid        PRIMARY KEY,
  ocid        text        NOT NULL,
  lot_id      text        NOT NULL,
  occurred_at timestamptz NOT NULL,
  commitment  text        NOT NULL
);
CREATE INDEX commitment_lot ON opening.commitment (ocid, lot_id);

CREATE TABLE opening.reveal (
  fact_id     uuid        PRIMARY KEY,
  ocid        text        NOT NULL,
  lot_id      text        NOT NULL,
  occurred_at timestamptz NOT NULL,
  bidder_key  text,
  payload     jsonb       NOT NULL
);
CREATE INDEX reveal_lot ON opening.reveal (ocid, lot_id);

ALTER TABLE opening.session ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON opening.session FOR SELECT USING (
  EXISTS (SELECT FROM procurement.process WHERE process.ocid = session.ocid));
ALTER TABLE opening.event ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON opening.event FOR SELECT USING (
  EXISTS (SELECT FROM procurement.process WHERE process.ocid = event.ocid));
ALTER TABLE opening.commitment ENABLE ROW LEVEL SECURITY;
ALTER TABLE opening.reveal ENABLE ROW LEVEL SECURITY;

-- What a hall shows: the session as it stands on the day's list, and its public events, numbered without a gap.
CREATE TABLE released.hall (
  session     text        PRIMARY KEY,
  ocid        text        NOT NULL,
  starts_at   timestamptz NOT NULL,
  stage       text        NOT NULL,
  view        jsonb       NOT NULL
);
CREATE INDEX hall_starts ON released.hall (starts_at);
CREATE INDEX hall_ocid ON released.hall (ocid);

CREATE TABLE released.hall_event (
  session     text        NOT NULL,
  n           integer     NOT NULL,
  event       jsonb       NOT NULL,
  PRIMARY KEY (session, n)
);

DO $$ DECLARE name text; key text; BEGIN
  FOR name, key IN VALUES
    ('hall', '''session'', session'),
    ('hall_event', '''session'', session, ''n'', n')
  LOOP
    EXECUTE format('CREATE TRIGGER ferry_insert AFTER INSERT ON released.%I REFERENCING NEW TABLE AS changed
                    FOR EACH STATEMENT EXECUTE FUNCTION exchange.note_change(%L)', name, key);
    EXECUTE format('CREATE TRIGGER ferry_delete AFTER DELETE ON released.%I REFERENCING OLD TABLE AS changed
                    FOR EACH STATEMENT EXECUTE FUNCTION exchange.note_change(%L)', name, key);
    EXECUTE format('CREATE TRIGGER ferry_update_old AFTER UPDATE ON released.%I REFERENCING OLD TABLE AS changed
                    FOR EACH STATEMENT EXECUTE FUNCTION exchange.note_change(%L)', name, key);
    EXECUTE format('CREATE TRIGGER ferry_update_new AFTER UPDATE ON released.%I REFERENCING NEW TABLE AS changed
                    FOR EACH STATEMENT EXECUTE FUNCTION exchange.note_change(%L)', name, key);
    EXECUTE format('CREATE TRIGGER ferry_truncate AFTER TRUNCATE ON released.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION exchange.note_change(%L)', name, key);
  END LOOP;
END $$;
