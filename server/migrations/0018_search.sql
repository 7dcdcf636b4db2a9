-- Chinese full-text search: the words of each notice are cut outside (platform/search/words.ts), the process is found
-- under those of all its notices.
ALTER TABLE procurement.notice ADD COLUMN words text[];
ALTER TABLE procurement.process ADD COLUMN search tsvector;
CREATE INDEX process_search ON procurement.process USING gin (search);
-- The index on publication answers the list of a wide scope; a narrow one goes by cell (process_cell).
ALTER TABLE procurement.process ALTER COLUMN search SET STATISTICS 1000;

-- State and number of lots beside the process: a list that asks them of the lots pays for each row, twice under policies.
ALTER TABLE procurement.process
  ADD COLUMN state text NOT NULL DEFAULT 'announced',
  ADD COLUMN lots  integer NOT NULL DEFAULT 0;
CREATE FUNCTION procurement.state_of_lots(states text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN 'contracted' = ANY (states) THEN 'contracted' WHEN 'awarded' = ANY (states) THEN 'awarded'
    WHEN 'evaluated' = ANY (states) THEN 'evaluated' WHEN 'opened' = ANY (states) THEN 'opened'
    WHEN 'failed' = ALL (states) AND cardinality(states) > 0 THEN 'failed' ELSE 'announced' END $$;
UPDATE procurement.process SET (state, lots) = (
  SELECT procurement.state_of_lots(coalesce(array_agg(lot.state), '{}')), count(*)
  FROM procurement.lot_state AS lot WHERE lot.ocid = process.ocid);
