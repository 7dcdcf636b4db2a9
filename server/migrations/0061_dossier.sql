-- What doors, phone cabinets and desktops of a room told belongs to the project that held the room at the time.

CREATE OR REPLACE FUNCTION dossier.facts_naming(wanted text) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
  SELECT id FROM fact.fact
  WHERE payload ->> 'ocid' = wanted AND payload ? 'ocid' AND left(subject, 5) <> 'ocds-'
  UNION ALL
  SELECT event.fact_id FROM venue.booking JOIN venue.held USING (booking)
    JOIN venue.event ON event.room = booking.room
      AND booking.from_at <= event.occurred_at AND event.occurred_at < booking.to_at
  WHERE booking.ocid = wanted $$;

-- The policy of the events' table says who sees them (migration 0050).
CREATE POLICY of_rooms ON fact.fact FOR SELECT USING (
  kind = 'venue.event-recorded' AND EXISTS (SELECT FROM venue.event WHERE event.fact_id = fact.id));
