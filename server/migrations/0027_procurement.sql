-- A jurisdiction of many cells is mostly one industry, or one regime, or a few places: these stand as words of their own
-- in the index of words, which so leaves out most of what the policy would. And to count a thousand needs no order.
DROP FUNCTION procurement.search_visible(text, text[], date, timestamptz, text, integer);
DROP INDEX procurement.process_search;
CREATE OR REPLACE FUNCTION procurement.searched(search tsvector, cell text) RETURNS tsvector
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT search || array_to_tsvector(ARRAY['#' || cell, '#r' || split_part(cell, '|', 1),
                                           '#i' || split_part(cell, '|', 2), '#p' || split_part(cell, '|', 3)]) $$;
CREATE INDEX process_search ON procurement.process USING gin (procurement.searched(search, cell));

CREATE FUNCTION procurement.search_visible(
  wanted text, states text[], opening_on date, before_at timestamptz, before_ocid text, most integer, is_sorted boolean)
  RETURNS TABLE (published_at timestamptz, ocid text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50 SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
  few CONSTANT integer := 40;
  -- Any of more values than these would make the index slower than the policy, and with two words any of a few does.
  few_values CONSTANT integer := 4;
  cells text[];
  narrow tsquery;
  words tsquery := wanted::tsquery;
BEGIN
  IF NOT identity.sees_all('process') AND cardinality(identity.own_keys()) = 0 THEN
    cells := ARRAY(SELECT c.cell FROM identity.scope_cell AS c
                   WHERE c.scope = identity.current_scope() AND c.matter = 'process');
    IF cardinality(cells) = 0 THEN RETURN; END IF;
    IF cardinality(cells) <= few THEN
      words := words && (SELECT string_agg(quote_literal('#' || cell), ' | ') FROM unnest(cells) AS cell)::tsquery;
    ELSIF '*' <> ALL (cells) THEN
      -- What all its cells have in common, or else the part with the fewest values.
      WITH told AS (
        SELECT count(*) AS width, string_agg(quote_literal('#' || substr('rip', part, 1) || value), ' | ') AS any_of
        FROM (SELECT DISTINCT part, split_part(cell, '|', part) AS value
              FROM unnest(cells) AS cell CROSS JOIN generate_series(1, 3) AS part) AS of_cells
        GROUP BY part HAVING count(*) <= few_values)
      SELECT coalesce(
        (SELECT string_agg('(' || any_of || ')', ' & ') FROM told WHERE width = 1 OR numnode(words) = 1),
        (SELECT any_of FROM told ORDER BY width LIMIT 1))::tsquery INTO narrow;
      IF narrow IS NOT NULL THEN words := words && narrow; END IF;
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
      AND (agency_key IS NULL OR agency_key <> ALL ((SELECT identity.recused_keys())::text[])) $query$
    || CASE WHEN is_sorted THEN 'ORDER BY published_at DESC, ocid DESC ' ELSE '' END || 'LIMIT $6'
    USING words, states, opening_on, before_at, before_ocid, most;
END $$;
REVOKE ALL ON FUNCTION procurement.search_visible(text, text[], date, timestamptz, text, integer, boolean) FROM PUBLIC;
