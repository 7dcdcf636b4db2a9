-- Who may see and do what, on which day. The tables of organisation are projections: a row per fact, and the
-- version in force on a day is chosen at reading (latest valid_from, then fact), as everywhere (decision 0002).

CREATE TABLE identity.unit (
  fact_id      uuid PRIMARY KEY,
  unit         text NOT NULL,
  name         text NOT NULL,
  kind         text NOT NULL,
  parent       text,
  -- A discipline group stationed in another unit watches that unit and what is below it.
  stationed_in text,
  party        jsonb,
  place        text,
  valid_from   date NOT NULL,
  valid_to     date
);
CREATE INDEX unit_versions ON identity.unit (unit, valid_from);

CREATE TABLE identity.post (
  fact_id      uuid PRIMARY KEY,
  post         text NOT NULL,
  unit         text NOT NULL,
  title        text NOT NULL,
  role         text NOT NULL,
  jurisdiction jsonb NOT NULL,
  valid_from   date NOT NULL,
  valid_to     date
);
CREATE INDEX post_versions ON identity.post (post, valid_from);

CREATE TABLE identity.person (
  fact_id    uuid PRIMARY KEY,
  person     text NOT NULL,
  name       text NOT NULL,
  -- Keyed token of an expert, as evaluations name it.
  token      text,
  valid_from date NOT NULL,
  valid_to   date
);
CREATE INDEX person_versions ON identity.person (person, valid_from);

CREATE TABLE identity.appointment (
  fact_id     uuid PRIMARY KEY,
  appointment text NOT NULL,
  person      text NOT NULL,
  post        text NOT NULL,
  valid_from  date NOT NULL,
  valid_to    date
);
CREATE INDEX appointment_person ON identity.appointment (person);
CREATE INDEX appointment_post ON identity.appointment (post);

CREATE TABLE identity.delegation (
  fact_id     uuid PRIMARY KEY,
  delegation  text NOT NULL,
  from_person text NOT NULL,
  to_person   text NOT NULL,
  post        text NOT NULL,
  matters     jsonb,
  reason      text NOT NULL,
  valid_from  date NOT NULL,
  valid_to    date NOT NULL
);
CREATE INDEX delegation_to ON identity.delegation (to_person);

CREATE TABLE identity.leave (
  fact_id    uuid PRIMARY KEY,
  leave      text NOT NULL,
  person     text NOT NULL,
  deputy     text NOT NULL,
  reason     text,
  valid_from date NOT NULL,
  valid_to   date NOT NULL
);
CREATE INDEX leave_deputy ON identity.leave (deputy);

-- The key of a party as SQL knows it: both sides of a comparison of recusals use this one.
CREATE FUNCTION identity.party_key(party jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN party IS NULL THEN NULL
    WHEN party ->> 'kind' = 'naturalPerson' THEN 'person:' || (party ->> 'token')
    WHEN party ->> 'kind' = 'consortium' THEN
      'consortium:' || (SELECT string_agg(member, '+' ORDER BY member)
                        FROM (SELECT coalesce('uscc:' || (m ->> 'uscc'),
                                (m -> 'identifier' ->> 'scheme') || ':' || (m -> 'identifier' ->> 'id'),
                                'name:' || regexp_replace(normalize(m ->> 'name', NFKC), '\s+', '', 'g')) AS member
                              FROM jsonb_array_elements(party -> 'members') AS m) AS members)
    ELSE coalesce('uscc:' || (party ->> 'uscc'),
      (party -> 'identifier' ->> 'scheme') || ':' || (party -> 'identifier' ->> 'id'),
      'name:' || regexp_replace(normalize(party ->> 'name', NFKC), '\s+', '', 'g'))
  END $$;

-- Every key under which a party takes part: its own, and each member's of a consortium.
CREATE FUNCTION identity.party_keys(party jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_remove(array_agg(key), NULL) FROM (
    SELECT identity.party_key(party) AS key
    UNION ALL
    SELECT identity.party_key(m) FROM jsonb_array_elements(
      CASE WHEN party ->> 'kind' = 'consortium' THEN party -> 'members' ELSE '[]'::jsonb END) AS m) AS keys $$;

CREATE TABLE identity.recusal (
  fact_id    uuid PRIMARY KEY,
  recusal    text NOT NULL,
  person     text NOT NULL,
  party      jsonb NOT NULL,
  relation   text NOT NULL,
  valid_from date NOT NULL,
  valid_to   date
);
CREATE INDEX recusal_person ON identity.recusal (person);

-- What holds on a day: the version with the latest start not after it, unless that version has ended.
CREATE FUNCTION identity.unit_on(day date) RETURNS SETOF identity.unit LANGUAGE sql STABLE AS $$
  SELECT * FROM (SELECT DISTINCT ON (unit) * FROM identity.unit WHERE valid_from <= day
                 ORDER BY unit, valid_from DESC, fact_id DESC) AS version
  WHERE valid_to IS NULL OR valid_to >= day $$;
CREATE FUNCTION identity.post_on(day date) RETURNS SETOF identity.post LANGUAGE sql STABLE AS $$
  SELECT * FROM (SELECT DISTINCT ON (post) * FROM identity.post WHERE valid_from <= day
                 ORDER BY post, valid_from DESC, fact_id DESC) AS version
  WHERE valid_to IS NULL OR valid_to >= day $$;
CREATE FUNCTION identity.person_on(day date) RETURNS SETOF identity.person LANGUAGE sql STABLE AS $$
  SELECT * FROM (SELECT DISTINCT ON (person) * FROM identity.person WHERE valid_from <= day
                 ORDER BY person, valid_from DESC, fact_id DESC) AS version
  WHERE valid_to IS NULL OR valid_to >= day $$;
-- Of one appointment (delegation, leave, recusal) the last fact counts, whatever its days: that is how one is ended.
CREATE FUNCTION identity.appointment_on(day date) RETURNS SETOF identity.appointment LANGUAGE sql STABLE AS $$
  SELECT * FROM (SELECT DISTINCT ON (appointment) * FROM identity.appointment
                 ORDER BY appointment, fact_id DESC) AS version
  WHERE valid_from <= day AND (valid_to IS NULL OR valid_to >= day) $$;
CREATE FUNCTION identity.delegation_on(day date) RETURNS SETOF identity.delegation LANGUAGE sql STABLE AS $$
  SELECT * FROM (SELECT DISTINCT ON (delegation) * FROM identity.delegation
                 ORDER BY delegation, fact_id DESC) AS version
  WHERE valid_from <= day AND valid_to >= day $$;
CREATE FUNCTION identity.leave_on(day date) RETURNS SETOF identity.leave LANGUAGE sql STABLE AS $$
  SELECT * FROM (SELECT DISTINCT ON (leave) * FROM identity.leave ORDER BY leave, fact_id DESC) AS version
  WHERE valid_from <= day AND valid_to >= day $$;
CREATE FUNCTION identity.recusal_on(day date) RETURNS SETOF identity.recusal LANGUAGE sql STABLE AS $$
  SELECT * FROM (SELECT DISTINCT ON (recusal) * FROM identity.recusal ORDER BY recusal, fact_id DESC) AS version
  WHERE valid_from <= day AND (valid_to IS NULL OR valid_to >= day) $$;

-- Grows with every change of organisation, so that sessions know when to look again. A row, not a sequence:
-- it must be seen exactly when the change is.
CREATE TABLE identity.change_count (one boolean PRIMARY KEY DEFAULT true CHECK (one), count bigint NOT NULL);
INSERT INTO identity.change_count (count) VALUES (1);
CREATE FUNCTION identity.count_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE identity.change_count SET count = count + 1;
  PERFORM pg_notify('mingjing_identity', '');
  RETURN NULL;
END $$;
DO $$ DECLARE name text; BEGIN
  FOREACH name IN ARRAY ARRAY['unit', 'post', 'person', 'appointment', 'delegation', 'leave', 'recusal'] LOOP
    EXECUTE format('CREATE TRIGGER counted AFTER INSERT OR DELETE ON identity.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION identity.count_change()', name);
  END LOOP;
END $$;

-- Cells: one for each combination of regime, industry, place and amount band that a process has. A jurisdiction is
-- a set of cells, so that a scoped list is an index scan and a policy is one lookup (decision 0010).
CREATE TABLE identity.cell (
  cell     text PRIMARY KEY,
  regime   text NOT NULL,
  industry text,
  place    text,
  -- -1: amount unknown or not in CNY.
  band     smallint NOT NULL
);

-- Lower bounds of the bands, in yuan: 0, 50万, 100万, 200万, 400万, 1000万, 3000万, 1亿, 4亿.
CREATE FUNCTION identity.amount_band(amount jsonb) RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN amount ->> 'currency' = 'CNY' AND (amount ->> 'amountMinor')::numeric >= 0
    THEN (width_bucket((amount ->> 'amountMinor')::numeric / 100,
      ARRAY[0, 500000, 1000000, 2000000, 4000000, 10000000, 30000000, 100000000, 400000000]::numeric[]) - 1)::smallint
    ELSE -1::smallint END $$;
CREATE FUNCTION identity.cell_of(regime text, industry text, place text, amount jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT regime || '|' || coalesce(industry, '') || '|' || coalesce(place, '') || '|' || identity.amount_band(amount) $$;

-- A scope: what a post gives its holder, resolved to clauses. Its name is the hash of the clauses.
CREATE TABLE identity.scope (scope text PRIMARY KEY, made_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE identity.scope_clause (
  scope      text     NOT NULL REFERENCES identity.scope (scope) ON DELETE CASCADE,
  matter     text     NOT NULL,
  -- NULL: any.
  units      text[],
  regimes    text[],
  industries text[],
  places     text[],
  band_from  smallint NOT NULL,
  band_to    smallint NOT NULL
);
CREATE INDEX scope_clause_scope ON identity.scope_clause (scope);
-- '*' in unit: rows of any unit. '*' in cell: every cell there is and will be.
CREATE TABLE identity.scope_cell (
  scope  text NOT NULL REFERENCES identity.scope (scope) ON DELETE CASCADE,
  matter text NOT NULL,
  unit   text NOT NULL,
  cell   text NOT NULL,
  PRIMARY KEY (scope, matter, unit, cell)
);

-- An unknown industry or place is covered by clauses that name none; an unknown amount by every band, because
-- amounts are often published late and a process nobody sees is the greater harm.
CREATE FUNCTION identity.covers(clause identity.scope_clause, cell identity.cell) RETURNS boolean
  LANGUAGE sql IMMUTABLE AS $$
  SELECT (clause.regimes IS NULL OR cell.regime = ANY (clause.regimes))
    AND (clause.industries IS NULL OR coalesce(cell.industry = ANY (clause.industries), false))
    AND (clause.places IS NULL
         OR EXISTS (SELECT FROM unnest(clause.places) AS prefix WHERE starts_with(cell.place, prefix)))
    AND (cell.band = -1 OR cell.band BETWEEN clause.band_from AND clause.band_to) $$;

-- A clause over everything is one row '*' instead of one a cell.
CREATE FUNCTION identity.is_wide(clause identity.scope_clause) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT clause.regimes IS NULL AND clause.industries IS NULL AND clause.places IS NULL
    AND clause.band_from = 0 AND clause.band_to = 8 $$;

-- A new cell and a new scope at once would not see one another: both take this lock.
CREATE FUNCTION identity.lock_scopes() RETURNS void LANGUAGE sql AS 'SELECT pg_advisory_xact_lock(7301010)';

CREATE FUNCTION identity.add_cells() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT cell FROM fresh EXCEPT SELECT cell FROM identity.cell) THEN RETURN NULL; END IF;
  PERFORM identity.lock_scopes();
  INSERT INTO identity.cell (cell, regime, industry, place, band)
    SELECT DISTINCT ON (cell) cell, regime, industry, place_code, identity.amount_band(budget)
    FROM fresh ORDER BY cell
    ON CONFLICT DO NOTHING;
  INSERT INTO identity.scope_cell (scope, matter, unit, cell)
    SELECT clause.scope, clause.matter, unit, known.cell
    FROM identity.cell AS known
    CROSS JOIN identity.scope_clause AS clause
    CROSS JOIN LATERAL unnest(coalesce(clause.units, ARRAY['*'])) AS unit
    WHERE known.cell IN (SELECT fresh.cell FROM fresh)
      AND NOT identity.is_wide(clause) AND identity.covers(clause, known)
    ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;

ALTER TABLE procurement.process
  ADD COLUMN cell text GENERATED ALWAYS AS (identity.cell_of(regime, industry, place_code, budget)) STORED,
  ADD COLUMN entity_key text GENERATED ALWAYS AS (identity.party_key(procuring_entity)) STORED,
  ADD COLUMN agency_key text GENERATED ALWAYS AS (identity.party_key(procurement_agency)) STORED;
CREATE INDEX process_cell ON procurement.process (cell, published_at DESC, ocid);
CREATE INDEX process_entity ON procurement.process (entity_key, published_at DESC, ocid);
CREATE INDEX process_agency ON procurement.process (agency_key, published_at DESC, ocid);
CREATE TRIGGER cells AFTER INSERT ON procurement.process REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION identity.add_cells();
INSERT INTO identity.cell (cell, regime, industry, place, band)
  SELECT DISTINCT ON (cell) cell, regime, industry, place_code, identity.amount_band(budget)
  FROM procurement.process ORDER BY cell;

-- The context of a request of the console, set with SET LOCAL. Nothing set: nothing seen.
CREATE FUNCTION identity.current_scope() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT nullif(current_setting('mingjing.scope', true), '') $$;
CREATE FUNCTION identity.current_person() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT nullif(current_setting('mingjing.person', true), '') $$;
-- Keys of the party that the reader's own unit is (procuring entity, agency, bidder), and an expert's token.
CREATE FUNCTION identity.own_keys() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(string_to_array(nullif(current_setting('mingjing.own', true), ''), E'\n'), '{}') $$;
CREATE FUNCTION identity.sees_all(wanted text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT EXISTS (SELECT FROM identity.scope_cell
    WHERE scope = identity.current_scope() AND matter = wanted AND unit = '*' AND cell = '*') $$;
-- Parties the reader must keep away from on the day of the request.
CREATE FUNCTION identity.recused_keys() RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(key), '{}')
  FROM identity.recusal_on(nullif(current_setting('mingjing.day', true), '')::date) AS recusal
  CROSS JOIN LATERAL unnest(identity.party_keys(party)) AS key
  WHERE person = identity.current_person() $$;
CREATE FUNCTION identity.names_recused(parties jsonb, recused text[]) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT EXISTS (SELECT FROM jsonb_array_elements(parties) AS party WHERE identity.party_keys(party) && recused) $$;

-- What a policy needs of a table that the reader may not see whole.
CREATE FUNCTION identity.cell_of_process(wanted text) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
  SELECT cell FROM procurement.process WHERE ocid = wanted $$;
CREATE FUNCTION identity.is_recused_from_process(wanted text, recused text[]) RETURNS boolean LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM procurement.process
    WHERE ocid = wanted AND (entity_key = ANY (recused) OR agency_key = ANY (recused))) $$;
CREATE FUNCTION identity.is_recused_from_lead(wanted text, recused text[]) RETURNS boolean LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM screening.lead
    WHERE id = wanted AND (identity.names_recused(parties, recused)
                           OR identity.is_recused_from_process(ocid, recused))) $$;
CREATE FUNCTION identity.cell_of_lead(wanted text) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
  SELECT identity.cell_of_process(ocid) FROM screening.lead WHERE id = wanted $$;

-- Second wall: row-level security for the console's login. The policies `worker` for the login of intake, jobs
-- and subscribers are made with the logins (platform/migrate.ts), since their names belong to the cluster.
ALTER TABLE procurement.process ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON procurement.process FOR SELECT USING (
  ((SELECT identity.sees_all('process'))
   OR cell IN (SELECT c.cell FROM identity.scope_cell AS c
               WHERE c.scope = (SELECT identity.current_scope()) AND c.matter = 'process')
   OR entity_key = ANY ((SELECT identity.own_keys())::text[])
   OR agency_key = ANY ((SELECT identity.own_keys())::text[]))
  AND coalesce(entity_key <> ALL ((SELECT identity.recused_keys())::text[]), true)
  AND coalesce(agency_key <> ALL ((SELECT identity.recused_keys())::text[]), true));

DO $$ DECLARE name text; BEGIN
  FOREACH name IN ARRAY ARRAY['notice', 'lot', 'opening', 'opening_bid', 'evaluation', 'candidacy', 'award',
                              'contract', 'failure', 'dispute'] LOOP
    EXECUTE format('ALTER TABLE procurement.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY scoped ON procurement.%I FOR SELECT USING (
      EXISTS (SELECT FROM procurement.process WHERE process.ocid = %I.ocid))', name, name);
  END LOOP;
END $$;
ALTER TABLE procurement.submission ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON procurement.submission FOR SELECT USING (
  bidder_key = ANY ((SELECT identity.own_keys())::text[])
  OR (EXISTS (SELECT FROM identity.scope_cell AS c
              WHERE c.scope = (SELECT identity.current_scope()) AND c.matter = 'process')
      AND EXISTS (SELECT FROM procurement.process WHERE process.ocid = submission.ocid)));
-- Scores are of the evaluation zone: an expert's own, and posts whose jurisdiction names them.
ALTER TABLE procurement.expert_score ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON procurement.expert_score FOR SELECT USING (
  evaluator_token = ANY ((SELECT identity.own_keys())::text[])
  OR ((SELECT identity.sees_all('score'))
      OR identity.cell_of_process(ocid) IN (SELECT c.cell FROM identity.scope_cell AS c
               WHERE c.scope = (SELECT identity.current_scope()) AND c.matter = 'score')));

ALTER TABLE casework.handling ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON casework.handling FOR SELECT USING (
  ((SELECT identity.sees_all('lead'))
   OR (department_id, '*') IN (SELECT c.unit, c.cell FROM identity.scope_cell AS c
         WHERE c.scope = (SELECT identity.current_scope()) AND c.matter = 'lead')
   OR (department_id, identity.cell_of_lead(lead_id)) IN (SELECT c.unit, c.cell FROM identity.scope_cell AS c
         WHERE c.scope = (SELECT identity.current_scope()) AND c.matter = 'lead')
   OR identity.cell_of_lead(lead_id) IN (SELECT c.cell FROM identity.scope_cell AS c
         WHERE c.scope = (SELECT identity.current_scope()) AND c.matter = 'lead' AND c.unit = '*'))
  AND ((SELECT identity.recused_keys()) = '{}'
       OR NOT identity.is_recused_from_lead(lead_id, (SELECT identity.recused_keys()))));
ALTER TABLE casework.event ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON casework.event FOR SELECT USING (
  EXISTS (SELECT FROM casework.handling WHERE handling.lead_id = event.lead_id));
ALTER TABLE screening.lead ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON screening.lead FOR SELECT USING (
  EXISTS (SELECT FROM casework.handling WHERE handling.lead_id = lead.id));
ALTER TABLE screening.screening ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON screening.screening FOR SELECT USING (
  EXISTS (SELECT FROM screening.lead WHERE lead.screening_id = screening.fact_id));

-- Facts: those of a process that the reader sees, but never downloads, scores or screenings; bids only once their
-- lot was opened (招标投标法第22条: who bids, and how many, is secret until then).
ALTER TABLE fact.fact ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON fact.fact FOR SELECT USING (
  kind NOT IN ('procurement.document-downloaded', 'procurement.expert-scored', 'screening.lot-screened')
  AND EXISTS (SELECT FROM procurement.process WHERE process.ocid = fact.subject)
  AND (kind NOT IN ('procurement.bid-received', 'procurement.bid-withdrawn', 'procurement.bid-decrypted')
       OR EXISTS (SELECT FROM procurement.opening
                  WHERE opening.ocid = fact.subject AND opening.lot_id = fact.payload ->> 'lotId')));

-- Views read with the rights of who asks, or the policies of their tables would be the owner's.
ALTER VIEW procurement.current_opening SET (security_invoker = true);
ALTER VIEW procurement.current_evaluation SET (security_invoker = true);
ALTER VIEW procurement.current_candidacy SET (security_invoker = true);
ALTER VIEW procurement.current_award SET (security_invoker = true);
ALTER VIEW procurement.current_contract SET (security_invoker = true);
ALTER VIEW procurement.lot_state SET (security_invoker = true);

-- Accounts are logins of persons; what they may do follows from their posts.
ALTER TABLE identity.account
  DROP COLUMN post, DROP COLUMN department_id, DROP COLUMN department_name, DROP COLUMN role,
  ADD COLUMN must_change boolean NOT NULL DEFAULT false;

DELETE FROM identity.session;
ALTER TABLE identity.session
  ADD COLUMN post     text   NOT NULL,
  -- What the post gave when the session was opened; anything else ends it.
  ADD COLUMN role     text   NOT NULL,
  ADD COLUMN scope    text   NOT NULL,
  ADD COLUMN name     text   NOT NULL,
  ADD COLUMN title    text   NOT NULL,
  ADD COLUMN unit     text   NOT NULL,
  ADD COLUMN unit_name text  NOT NULL,
  ADD COLUMN own      text   NOT NULL,
  ADD COLUMN resolved_on date NOT NULL,
  ADD COLUMN change_count bigint NOT NULL,
  -- How the person proved to be who he is: password, totp, passkey, oidc, certificate, demo.
  ADD COLUMN methods  text[] NOT NULL,
  ADD COLUMN user_agent text;
CREATE FUNCTION identity.tell_session_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('mingjing_identity', '');
  RETURN NULL;
END $$;
CREATE TRIGGER told AFTER DELETE ON identity.session
  FOR EACH STATEMENT EXECUTE FUNCTION identity.tell_session_ended();
