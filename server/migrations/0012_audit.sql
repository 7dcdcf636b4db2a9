-- Who did what and who looked at what. Every row follows from a fact (audit.*); the tables are there to be searched.
-- Nothing here is ever updated; rows of audit.entry leave only by audit.sweep, and never before 180 days
-- (网络安全法第21条: network logs are kept for at least six months).
CREATE SCHEMA audit;

CREATE TABLE audit.entry (
  fact_id     uuid        PRIMARY KEY,
  at          timestamptz NOT NULL,
  -- NULL: the operator, by token.
  person      text,
  post        text,
  unit        text,
  role        text        NOT NULL,
  purpose     text,
  method      text        NOT NULL,
  route       text        NOT NULL,
  object_kind text,
  object_id   text,
  query       text,
  status      smallint    NOT NULL,
  -- Rows that the answer showed; NULL where it was streamed or refused.
  row_count   integer,
  address     text        NOT NULL
);
CREATE INDEX entry_at ON audit.entry (at, fact_id);
CREATE INDEX entry_person ON audit.entry (person, at);
CREATE INDEX entry_object ON audit.entry (object_id, at) WHERE object_id IS NOT NULL;

-- Records of organs that watch others, each encrypted to the organ's own key (decision 0011). The day is all that
-- is in clear, for the yearly count.
CREATE TABLE audit.sealed (
  fact_id  uuid PRIMARY KEY,
  on_day   date  NOT NULL,
  organ    text  NOT NULL,
  key_id   text  NOT NULL,
  envelope jsonb NOT NULL
);
CREATE INDEX sealed_organ ON audit.sealed (organ, fact_id);

CREATE TABLE audit.seal_key (
  fact_id       uuid        PRIMARY KEY,
  organ         text        NOT NULL,
  key_id        text        NOT NULL,
  public_key    text        NOT NULL,
  registered_at timestamptz NOT NULL
);
CREATE INDEX seal_key_organ ON audit.seal_key (organ, fact_id);

CREATE TABLE audit.retention (
  fact_id       uuid        PRIMARY KEY,
  applied_at    timestamptz NOT NULL,
  before        timestamptz NOT NULL,
  row_count     integer     NOT NULL,
  digest_of_ids text        NOT NULL
);

-- Facts of audit among all others, for the check that none is missing.
CREATE INDEX fact_audit ON fact.fact (id) WHERE kind = 'audit.accessed';

CREATE FUNCTION audit.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'records of audit are append-only' USING ERRCODE = 'restrict_violation';
END $$;
DO $$ DECLARE name text; BEGIN
  FOREACH name IN ARRAY ARRAY['entry', 'sealed', 'seal_key', 'retention'] LOOP
    EXECUTE format('CREATE TRIGGER no_update BEFORE UPDATE ON audit.%I
                    FOR EACH ROW EXECUTE FUNCTION audit.refuse_change()', name);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON audit.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change()', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['sealed', 'seal_key', 'retention'] LOOP
    EXECUTE format('CREATE TRIGGER no_delete BEFORE DELETE ON audit.%I
                    FOR EACH ROW EXECUTE FUNCTION audit.refuse_change()', name);
  END LOOP;
END $$;

-- Holds for the owner too: both the instant in the record and the one at which the store took it must be old.
CREATE FUNCTION audit.refuse_young() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE oldest_kept timestamptz := now() - interval '180 days';
BEGIN
  IF OLD.at >= oldest_kept
     OR coalesce((SELECT recorded_at FROM fact.fact WHERE id = OLD.fact_id), now()) >= oldest_kept THEN
    RAISE EXCEPTION 'records of audit are kept for at least 180 days' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER kept BEFORE DELETE ON audit.entry FOR EACH ROW EXECUTE FUNCTION audit.refuse_young();

-- The only way out of audit.entry for the serving login. The digest names what went: SHA-256 over the ids in order,
-- one a line; the facts themselves stay.
CREATE FUNCTION audit.sweep(before timestamptz) RETURNS TABLE (swept integer, digest_of_ids text)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF before > now() - interval '180 days' THEN
    RAISE EXCEPTION 'records of audit are kept for at least 180 days' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN QUERY
    WITH gone AS (
      DELETE FROM audit.entry USING fact.fact
      WHERE fact.id = entry.fact_id AND entry.at < before AND fact.recorded_at < before
      RETURNING entry.fact_id)
    SELECT count(*)::integer,
      encode(sha256(convert_to(coalesce(string_agg(gone.fact_id::text, E'\n' ORDER BY gone.fact_id), ''), 'UTF8')), 'hex')
    FROM gone;
END $$;
REVOKE ALL ON FUNCTION audit.sweep(timestamptz) FROM PUBLIC;

-- A replaced key counts at once on every node.
CREATE FUNCTION audit.tell_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('mingjing_identity', '');
  RETURN NULL;
END $$;
CREATE TRIGGER told AFTER INSERT ON audit.seal_key FOR EACH STATEMENT EXECUTE FUNCTION audit.tell_key();

-- What a chief sees: reads of leads that the chief sees himself. Everybody else reads by the serving login.
ALTER TABLE audit.entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON audit.entry FOR SELECT USING (
  object_kind = 'lead' AND EXISTS (SELECT FROM casework.handling WHERE handling.lead_id = entry.object_id));

-- City-wide, whole years only: a running count would tell when the organs look. Below five it is not told.
CREATE VIEW released.sealed_count AS
  SELECT year, CASE WHEN count(on_day) >= 5 THEN count(on_day)::integer END AS total
  FROM (SELECT generate_series(extract(year FROM min(on_day))::integer,
               extract(year FROM now() AT TIME ZONE 'Asia/Shanghai')::integer - 1) AS year FROM audit.sealed) AS years
  LEFT JOIN audit.sealed ON extract(year FROM on_day) = year
  GROUP BY year;
