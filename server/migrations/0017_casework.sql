-- What the policy of leads asks of each row, beside the row: the cell of the lead's process and the keys of every party
-- named in either. Kept by triggers, so that the order in which lead, process and handling arrive does not matter.
ALTER TABLE casework.handling
  ADD COLUMN cell text,
  ADD COLUMN keys text[] NOT NULL DEFAULT '{}';
CREATE INDEX handling_cell ON casework.handling (cell);

CREATE FUNCTION identity.keys_of_lead(parties jsonb, entity text, agency text) RETURNS text[]
  LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(array_agg(DISTINCT key ORDER BY key), '{}') FROM (
    SELECT unnest(identity.party_keys(party)) AS key FROM jsonb_array_elements(parties) AS party
    UNION ALL SELECT unnest(ARRAY[entity, agency])) AS keys
  WHERE key IS NOT NULL $$;

CREATE FUNCTION identity.set_cell_of_handling() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  SELECT process.cell, identity.keys_of_lead(lead.parties, process.entity_key, process.agency_key)
    INTO NEW.cell, NEW.keys
    FROM screening.lead LEFT JOIN procurement.process USING (ocid) WHERE lead.id = NEW.lead_id;
  NEW.keys := coalesce(NEW.keys, '{}');
  RETURN NEW;
END $$;
CREATE TRIGGER cell BEFORE INSERT ON casework.handling
  FOR EACH ROW EXECUTE FUNCTION identity.set_cell_of_handling();

CREATE FUNCTION identity.follow_process() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE casework.handling SET cell = changed.cell, keys = changed.keys
    FROM (SELECT lead.id, fresh.cell, identity.keys_of_lead(lead.parties, fresh.entity_key, fresh.agency_key) AS keys
          FROM fresh JOIN screening.lead USING (ocid)) AS changed
    WHERE handling.lead_id = changed.id
      AND (handling.cell, handling.keys) IS DISTINCT FROM (changed.cell, changed.keys);
  RETURN NULL;
END $$;
CREATE TRIGGER followed AFTER INSERT ON procurement.process REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION identity.follow_process();

CREATE FUNCTION identity.follow_lead() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE casework.handling SET cell = changed.cell, keys = changed.keys
    FROM (SELECT fresh.id, process.cell,
                 identity.keys_of_lead(fresh.parties, process.entity_key, process.agency_key) AS keys
          FROM fresh LEFT JOIN procurement.process USING (ocid)) AS changed
    WHERE handling.lead_id = changed.id
      AND (handling.cell, handling.keys) IS DISTINCT FROM (changed.cell, changed.keys);
  RETURN NULL;
END $$;
CREATE TRIGGER followed AFTER INSERT ON screening.lead REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION identity.follow_lead();

UPDATE casework.handling SET cell = process.cell,
    keys = identity.keys_of_lead(lead.parties, process.entity_key, process.agency_key)
  FROM screening.lead LEFT JOIN procurement.process USING (ocid) WHERE lead.id = handling.lead_id;

DROP POLICY scoped ON casework.handling;
CREATE POLICY scoped ON casework.handling FOR SELECT USING (
  ((SELECT identity.sees_all('lead'))
   OR (department_id, '*') IN (SELECT c.unit, c.cell FROM identity.scope_cell AS c
         WHERE c.scope = (SELECT identity.current_scope()) AND c.matter = 'lead')
   OR (department_id, cell) IN (SELECT c.unit, c.cell FROM identity.scope_cell AS c
         WHERE c.scope = (SELECT identity.current_scope()) AND c.matter = 'lead')
   OR cell IN (SELECT c.cell FROM identity.scope_cell AS c
         WHERE c.scope = (SELECT identity.current_scope()) AND c.matter = 'lead' AND c.unit = '*'))
  AND NOT keys && (SELECT identity.recused_keys()));
DROP FUNCTION identity.is_recused_from_lead(text, text[]);
DROP FUNCTION identity.is_recused_from_process(text, text[]);
DROP FUNCTION identity.cell_of_lead(text);
DROP FUNCTION identity.names_recused(jsonb, text[]);

-- The same meaning as before in a form whose conditions reach the index: one person's posts cost the same in an
-- organisation of twenty and of twenty thousand.
CREATE INDEX appointment_versions ON identity.appointment (appointment, fact_id);
CREATE INDEX delegation_versions ON identity.delegation (delegation, fact_id);
CREATE INDEX leave_versions ON identity.leave (leave, fact_id);
CREATE INDEX leave_person ON identity.leave (person);
CREATE INDEX recusal_versions ON identity.recusal (recusal, fact_id);
CREATE INDEX unit_parent ON identity.unit (parent);
CREATE OR REPLACE FUNCTION identity.unit_on(day date) RETURNS SETOF identity.unit LANGUAGE sql STABLE AS $$
  SELECT * FROM identity.unit AS version WHERE valid_from <= day AND (valid_to IS NULL OR valid_to >= day)
    AND NOT EXISTS (SELECT FROM identity.unit AS later WHERE later.unit = version.unit AND later.valid_from <= day
                    AND (later.valid_from, later.fact_id) > (version.valid_from, version.fact_id)) $$;
CREATE OR REPLACE FUNCTION identity.post_on(day date) RETURNS SETOF identity.post LANGUAGE sql STABLE AS $$
  SELECT * FROM identity.post AS version WHERE valid_from <= day AND (valid_to IS NULL OR valid_to >= day)
    AND NOT EXISTS (SELECT FROM identity.post AS later WHERE later.post = version.post AND later.valid_from <= day
                    AND (later.valid_from, later.fact_id) > (version.valid_from, version.fact_id)) $$;
CREATE OR REPLACE FUNCTION identity.person_on(day date) RETURNS SETOF identity.person LANGUAGE sql STABLE AS $$
  SELECT * FROM identity.person AS version WHERE valid_from <= day AND (valid_to IS NULL OR valid_to >= day)
    AND NOT EXISTS (SELECT FROM identity.person AS later WHERE later.person = version.person AND later.valid_from <= day
                    AND (later.valid_from, later.fact_id) > (version.valid_from, version.fact_id)) $$;
CREATE OR REPLACE FUNCTION identity.appointment_on(day date) RETURNS SETOF identity.appointment LANGUAGE sql STABLE AS $$
  SELECT * FROM identity.appointment AS version WHERE valid_from <= day AND (valid_to IS NULL OR valid_to >= day)
    AND NOT EXISTS (SELECT FROM identity.appointment AS later
                    WHERE later.appointment = version.appointment AND later.fact_id > version.fact_id) $$;
CREATE OR REPLACE FUNCTION identity.delegation_on(day date) RETURNS SETOF identity.delegation LANGUAGE sql STABLE AS $$
  SELECT * FROM identity.delegation AS version WHERE valid_from <= day AND valid_to >= day
    AND NOT EXISTS (SELECT FROM identity.delegation AS later
                    WHERE later.delegation = version.delegation AND later.fact_id > version.fact_id) $$;
CREATE OR REPLACE FUNCTION identity.leave_on(day date) RETURNS SETOF identity.leave LANGUAGE sql STABLE AS $$
  SELECT * FROM identity.leave AS version WHERE valid_from <= day AND valid_to >= day
    AND NOT EXISTS (SELECT FROM identity.leave AS later
                    WHERE later.leave = version.leave AND later.fact_id > version.fact_id) $$;
CREATE OR REPLACE FUNCTION identity.recusal_on(day date) RETURNS SETOF identity.recusal LANGUAGE sql STABLE AS $$
  SELECT * FROM identity.recusal AS version WHERE valid_from <= day AND (valid_to IS NULL OR valid_to >= day)
    AND NOT EXISTS (SELECT FROM identity.recusal AS later
                    WHERE later.recusal = version.recusal AND later.fact_id > version.fact_id) $$;

-- Without a subquery, so that it is expanded in place: a new cell is compared with every clause there is.
CREATE OR REPLACE FUNCTION identity.covers(clause identity.scope_clause, cell identity.cell) RETURNS boolean
  LANGUAGE sql IMMUTABLE AS $$
  SELECT (clause.regimes IS NULL OR cell.regime = ANY (clause.regimes))
    AND (clause.industries IS NULL OR coalesce(cell.industry = ANY (clause.industries), false))
    AND (clause.places IS NULL OR coalesce(cell.place ^@ ANY (clause.places), false))
    AND (cell.band = -1 OR cell.band BETWEEN clause.band_from AND clause.band_to) $$;

-- The reader looks these up once for each state of the organisation (platform/identity/reader.ts) and names them in the
-- context: a policy that asks tables again in every query costs more than the list.
CREATE FUNCTION identity.recused_keys_of(wanted text, day date) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(DISTINCT key), '{}')
  FROM identity.recusal_on(day) CROSS JOIN LATERAL unnest(identity.party_keys(party)) AS key
  WHERE person = wanted $$;
CREATE OR REPLACE FUNCTION identity.recused_keys() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(string_to_array(nullif(current_setting('mingjing.recused', true), ''), E'\n'), '{}') $$;
CREATE OR REPLACE FUNCTION identity.sees_all(wanted text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT wanted = ANY (string_to_array(coalesce(current_setting('mingjing.all', true), ''), ',')) $$;
