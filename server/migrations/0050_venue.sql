-- Rooms, what they are booked for, and what their doors and desks tell. A row a fact; `held` is computed from them.
CREATE SCHEMA venue;

CREATE TABLE venue.room (
  fact_id     uuid        PRIMARY KEY,
  room        text        NOT NULL,
  occurred_at timestamptz NOT NULL,
  name        text        NOT NULL,
  zone        text        NOT NULL,
  seats       integer,
  is_in_use   boolean     NOT NULL
);
CREATE INDEX room_last ON venue.room (room, occurred_at DESC, fact_id DESC);

CREATE TABLE venue.booking (
  fact_id     uuid        PRIMARY KEY,
  booking     text        NOT NULL UNIQUE,
  room        text        NOT NULL,
  use         text        NOT NULL,
  -- Absent: for no project.
  ocid        text,
  lot_id      text,
  from_at     timestamptz NOT NULL,
  to_at       timestamptz NOT NULL,
  title       text        NOT NULL,
  officer     jsonb       NOT NULL
);
CREATE INDEX booking_room ON venue.booking (room, from_at);
CREATE INDEX booking_from ON venue.booking (from_at);
CREATE INDEX booking_ocid ON venue.booking (ocid);

CREATE TABLE venue.cancellation (
  fact_id     uuid        PRIMARY KEY,
  booking     text        NOT NULL UNIQUE,
  occurred_at timestamptz NOT NULL,
  reason      text        NOT NULL,
  officer     jsonb       NOT NULL
);

-- A range over text: so the exclusion below needs no extension of PostgreSQL.
CREATE TYPE venue.room_range AS RANGE (subtype = text, collation = "C");

-- Bookings that hold: all that nobody cancelled. Two of one room never share an instant; asked at the end of a transaction,
-- because a rebuild may read a booking before the cancellation that made way for it.
CREATE TABLE venue.held (
  booking     text             PRIMARY KEY,
  room        venue.room_range NOT NULL,
  during      tstzrange        NOT NULL,
  CONSTRAINT held_apart EXCLUDE USING gist (room WITH =, during WITH &&) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE venue.event (
  fact_id     uuid        PRIMARY KEY,
  room        text        NOT NULL,
  occurred_at timestamptz NOT NULL,
  device      text        NOT NULL,
  event       text        NOT NULL,
  bearer      text,
  name        text,
  detail      text
);
CREATE INDEX event_room ON venue.event (room, occurred_at);

-- Badges that open doors whatever the project: cleaners, guards, technicians. The last list holds.
CREATE TABLE venue.badge_list (
  fact_id     uuid        PRIMARY KEY,
  occurred_at timestamptz NOT NULL,
  badges      jsonb       NOT NULL
);

-- A booking is seen by who may see its project; one without a project by everybody who may see rooms.
ALTER TABLE venue.booking ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON venue.booking FOR SELECT USING (
  ocid IS NULL OR EXISTS (SELECT FROM procurement.process WHERE process.ocid = booking.ocid));
ALTER TABLE venue.cancellation ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON venue.cancellation FOR SELECT USING (
  EXISTS (SELECT FROM venue.booking WHERE booking.booking = cancellation.booking));

-- Is the room held for some project at that time? Answers the same whoever asks, and names none.
CREATE FUNCTION venue.is_of_project(room text, instant timestamptz) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM venue.booking JOIN venue.held USING (booking)
    WHERE booking.room = is_of_project.room AND booking.ocid IS NOT NULL
      AND booking.from_at <= instant AND instant < booking.to_at) $$;
REVOKE EXECUTE ON FUNCTION venue.is_of_project(text, timestamptz) FROM PUBLIC;

-- Who went in belongs to the project that holds the room at the time.
ALTER TABLE venue.event ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON venue.event FOR SELECT USING (
  NOT venue.is_of_project(event.room, event.occurred_at)
  OR EXISTS (SELECT FROM venue.booking JOIN venue.held USING (booking)
    WHERE booking.room = event.room AND booking.ocid IS NOT NULL
      AND booking.from_at <= event.occurred_at AND event.occurred_at < booking.to_at));

-- What displays in the halls show beside the openings: rooms, and whether one is in use. One row.
CREATE TABLE released.board (
  board       text        PRIMARY KEY,
  as_of       timestamptz NOT NULL,
  view        jsonb       NOT NULL
);

DO $$ DECLARE key text := '''board'', board'; BEGIN
  EXECUTE format('CREATE TRIGGER ferry_insert AFTER INSERT ON released.board REFERENCING NEW TABLE AS changed
                  FOR EACH STATEMENT EXECUTE FUNCTION exchange.note_change(%L)', key);
  EXECUTE format('CREATE TRIGGER ferry_delete AFTER DELETE ON released.board REFERENCING OLD TABLE AS changed
                  FOR EACH STATEMENT EXECUTE FUNCTION exchange.note_change(%L)', key);
  EXECUTE format('CREATE TRIGGER ferry_update_old AFTER UPDATE ON released.board REFERENCING OLD TABLE AS changed
                  FOR EACH STATEMENT EXECUTE FUNCTION exchange.note_change(%L)', key);
  EXECUTE format('CREATE TRIGGER ferry_update_new AFTER UPDATE ON released.board REFERENCING NEW TABLE AS changed
                  FOR EACH STATEMENT EXECUTE FUNCTION exchange.note_change(%L)', key);
  EXECUTE format('CREATE TRIGGER ferry_truncate AFTER TRUNCATE ON released.board
                  FOR EACH STATEMENT EXECUTE FUNCTION exchange.note_change(%L)', key);
END $$;
