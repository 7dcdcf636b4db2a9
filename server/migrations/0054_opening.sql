-- Seals of replays; and commitments become rows of procurement, beside the receipts, with the time at which the database had them:
-- screening asks for them too. What the database recorded cannot be chosen by whoever sends, nor by a node.
CREATE TABLE opening.replay (
  fact_id     uuid        PRIMARY KEY,
  session     text        NOT NULL UNIQUE,
  ocid        text        NOT NULL,
  occurred_at timestamptz NOT NULL,
  payload     jsonb       NOT NULL
);
ALTER TABLE opening.replay ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON opening.replay FOR SELECT USING (
  EXISTS (SELECT FROM procurement.process WHERE process.ocid = replay.ocid));

CREATE TABLE procurement.commitment (
  fact_id     uuid        PRIMARY KEY,
  ocid        text        NOT NULL,
  lot_id      text        NOT NULL,
  occurred_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  commitment  text        NOT NULL
);
CREATE INDEX commitment_lot ON procurement.commitment (ocid, lot_id);

CREATE TABLE procurement.reveal (
  fact_id     uuid        PRIMARY KEY,
  ocid        text        NOT NULL,
  lot_id      text        NOT NULL,
  occurred_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  bidder_key  text,
  payload     jsonb       NOT NULL
);
CREATE INDEX reveal_lot ON procurement.reveal (ocid, lot_id);

-- The time is that of the fact, whatever the row says: so a rebuild finds the same.
CREATE FUNCTION procurement.take_recorded_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT fact.recorded_at INTO STRICT NEW.recorded_at FROM fact.fact WHERE fact.id = NEW.fact_id;
  RETURN NEW;
END $$;
CREATE TRIGGER recorded BEFORE INSERT ON procurement.commitment
  FOR EACH ROW EXECUTE FUNCTION procurement.take_recorded_at();
CREATE TRIGGER recorded BEFORE INSERT ON procurement.reveal
  FOR EACH ROW EXECUTE FUNCTION procurement.take_recorded_at();

INSERT INTO procurement.commitment (fact_id, ocid, lot_id, occurred_at, commitment)
  SELECT fact_id, ocid, lot_id, occurred_at, commitment FROM opening.commitment;
INSERT INTO procurement.reveal (fact_id, ocid, lot_id, occurred_at, bidder_key, payload)
  SELECT fact_id, ocid, lot_id, occurred_at, bidder_key, payload FROM opening.reveal;
DROP TABLE opening.commitment, opening.reveal;

-- Before the opening nobody may count them: the console sees rows of lots that were opened.
ALTER TABLE procurement.commitment ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON procurement.commitment FOR SELECT USING (
  EXISTS (SELECT FROM procurement.opening
          WHERE opening.ocid = commitment.ocid AND opening.lot_id = commitment.lot_id));
ALTER TABLE procurement.reveal ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON procurement.reveal FOR SELECT USING (
  EXISTS (SELECT FROM procurement.opening
          WHERE opening.ocid = reveal.ocid AND opening.lot_id = reveal.lot_id));

-- The deadline is judged by one clock, that of the database, whichever node asks.
CREATE FUNCTION opening.now() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT clock_timestamp()';

-- When a fact was committed: what the database keeps of its transaction, where it keeps it (track_commit_timestamp), never earlier than
-- the row. So what straddles a deadline is not in time. Transactions of an epoch before a restore are of another cluster.
CREATE FUNCTION fact.committed_at(of_epoch smallint, of_xid xid8, of_recorded timestamptz) RETURNS timestamptz
  LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN current_setting('track_commit_timestamp') = 'on' AND of_epoch = fact.epoch_now()
      THEN greatest(of_recorded, pg_xact_commit_timestamp(of_xid::xid)) ELSE of_recorded END $$;
