-- Lists in their order straight from an index that also holds what the policy asks for: rows that are skipped are not
-- fetched. And conditions whose share of rows the planner can tell: it took one half for each coalesce(…), believed that
-- hardly a row would pass, and read every row of a cell in order to sort them.
DROP INDEX procurement.process_published;
CREATE INDEX process_published ON procurement.process (published_at, ocid) INCLUDE (cell, entity_key, agency_key);
DROP INDEX procurement.process_cell;
CREATE INDEX process_cell ON procurement.process (cell, published_at, ocid) INCLUDE (entity_key, agency_key);

ALTER POLICY scoped ON procurement.process USING (
  ((SELECT identity.sees_all('process'))
   OR cell IN (SELECT c.cell FROM identity.scope_cell AS c
               WHERE c.scope = (SELECT identity.current_scope()) AND c.matter = 'process')
   OR entity_key = ANY ((SELECT identity.own_keys())::text[])
   OR agency_key = ANY ((SELECT identity.own_keys())::text[]))
  AND (entity_key IS NULL OR entity_key <> ALL ((SELECT identity.recused_keys())::text[]))
  AND (agency_key IS NULL OR agency_key <> ALL ((SELECT identity.recused_keys())::text[])));

-- Under a policy no index of words can be used: the operator @@ is not leakproof, so PostgreSQL asks the policy of every
-- row first. The function below asks both at once, as the owner, and returns keys of rows that the policy lets through.
-- Words and cell stand in one index, so that a common word in a small jurisdiction is as quick as a rare one.
CREATE FUNCTION procurement.searched(search tsvector, cell text) RETURNS tsvector
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT search || array_to_tsvector(ARRAY['#' || cell]) $$;
DROP INDEX procurement.process_search;
CREATE INDEX process_search ON procurement.process USING gin (procurement.searched(search, cell));

CREATE FUNCTION procurement.search_visible(
  wanted text, states text[], opening_on date, before_at timestamptz, before_ocid text, most integer)
  RETURNS TABLE (published_at timestamptz, ocid text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50 SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
  few CONSTANT integer := 40;
  cells text[];
  words tsquery := wanted::tsquery;
BEGIN
  IF NOT identity.sees_all('process') AND cardinality(identity.own_keys()) = 0 THEN
    cells := ARRAY(SELECT c.cell FROM identity.scope_cell AS c
                   WHERE c.scope = identity.current_scope() AND c.matter = 'process' LIMIT few + 1);
    IF cardinality(cells) = 0 THEN RETURN; END IF;
    IF cardinality(cells) <= few THEN
      words := words && (SELECT string_agg(quote_literal('#' || cell), ' | ') FROM unnest(cells) AS cell)::tsquery;
    END IF;
  END IF;
  -- Planned with the values themselves; the condition is that of the policy.
  RETURN QUERY EXECUTE $query$
    SELECT published_at, ocid FROM procurement.process
    WHERE procurement.searched(search, cell) @@ $1 AND published_at IS NOT NULL
      AND ($2 IS NULL OR state = ANY ($2))
      AND ($3 IS NULL OR (opening_at AT TIME ZONE 'Asia/Shanghai')::date = $3)
      AND ($4 IS NULL OR (published_at, ocid) < ($4, $5))
      AND ((SELECT identity.sees_all('process'))
           OR cell IN (SELECT c.cell FROM identity.scope_cell AS c
                       WHERE c.scope = (SELECT identity.current_scope()) AND c.matter = 'process')
           OR entity_key = ANY ((SELECT identity.own_keys())::text[])
           OR agency_key = ANY ((SELECT identity.own_keys())::text[]))
      AND (entity_key IS NULL OR entity_key <> ALL ((SELECT identity.recused_keys())::text[]))
      AND (agency_key IS NULL OR agency_key <> ALL ((SELECT identity.recused_keys())::text[]))
    ORDER BY published_at DESC, ocid DESC LIMIT $6 $query$
    USING words, states, opening_on, before_at, before_ocid, most;
END $$;
REVOKE ALL ON FUNCTION procurement.search_visible(text, text[], date, timestamptz, text, integer) FROM PUBLIC;

-- Publication of the n-th newest process: how far back a walk through the newest goes.
CREATE FUNCTION procurement.nth_newest(n integer) RETURNS timestamptz
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT published_at FROM procurement.process WHERE published_at IS NOT NULL
  ORDER BY published_at DESC OFFSET n - 1 LIMIT 1 $$;
REVOKE ALL ON FUNCTION procurement.nth_newest(integer) FROM PUBLIC;
