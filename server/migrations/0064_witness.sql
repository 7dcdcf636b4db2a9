-- Certificates of chosen facts beside those of all there is, what became of each certificate, and facts whose personal data is erased.
ALTER TABLE witness.certificate
  ADD COLUMN scope text NOT NULL DEFAULT 'whole' CHECK (scope IN ('whole', 'chosen')),
  -- Whose act made it public, as it was called then; where the certificate is for everybody.
  ADD COLUMN organ text;
CREATE INDEX certificate_scope ON witness.certificate (subject, audience, scope, n DESC);

-- What became of a certificate. Who asks names its number; only the hash stands here, so that the table lists nothing.
CREATE TABLE released.certificate_status (
  -- SHA-256 of the number, hex.
  key          text        PRIMARY KEY,
  issued_at    timestamptz NOT NULL,
  replaced_at  timestamptz,
  withdrawn_at timestamptz,
  -- Of certificates for everybody only.
  subject      text,
  successor    text,
  organ        text
);

DO $$ DECLARE key text := '''key'', key'; BEGIN
  EXECUTE format('CREATE TRIGGER ferry_insert AFTER INSERT ON released.certificate_status REFERENCING NEW TABLE AS changed
                  FOR EACH STATEMENT EXECUTE FUNCTION exchange.note_change(%L)', key);
  EXECUTE format('CREATE TRIGGER ferry_delete AFTER DELETE ON released.certificate_status REFERENCING OLD TABLE AS changed
                  FOR EACH STATEMENT EXECUTE FUNCTION exchange.note_change(%L)', key);
  EXECUTE format('CREATE TRIGGER ferry_update_old AFTER UPDATE ON released.certificate_status REFERENCING OLD TABLE AS changed
                  FOR EACH STATEMENT EXECUTE FUNCTION exchange.note_change(%L)', key);
  EXECUTE format('CREATE TRIGGER ferry_update_new AFTER UPDATE ON released.certificate_status REFERENCING NEW TABLE AS changed
                  FOR EACH STATEMENT EXECUTE FUNCTION exchange.note_change(%L)', key);
  EXECUTE format('CREATE TRIGGER ferry_truncate AFTER TRUNCATE ON released.certificate_status
                  FOR EACH STATEMENT EXECUTE FUNCTION exchange.note_change(%L)', key);
END $$;

-- Facts of which personal data was erased: by which fact, which fields. The digest, and so the leaf of the log, stays.
CREATE TABLE fact.erased (
  fact_id    uuid        PRIMARY KEY REFERENCES fact.fact (id),
  erasure    uuid        NOT NULL,
  -- Arrays of keys, from the payload inwards.
  paths      jsonb       NOT NULL,
  erased_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  xid        xid8        NOT NULL DEFAULT pg_current_xact_id()
);

-- Is the row one that a fact ordered to be erased? A row of the table alone, which the owner might add, excuses nothing.
CREATE FUNCTION fact.is_erased(target uuid) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, fact AS $$
  SELECT EXISTS (SELECT FROM fact.erased AS gone JOIN fact.fact AS ordering ON ordering.id = gone.erasure
    WHERE gone.fact_id = target AND ordering.kind = 'erasure.personal-data-erased'
      AND ordering.payload -> 'facts' @> jsonb_build_array(jsonb_build_object('id', target))) $$;

CREATE FUNCTION fact.refuse_but_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF EXISTS (SELECT FROM fact.erased WHERE fact_id = OLD.id AND xid = pg_current_xact_id())
       AND to_jsonb(OLD) - '{payload,salt,content_hash}'::text[] = to_jsonb(NEW) - '{payload,salt,content_hash}'::text[] THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'facts are append-only: correct by adding a fact' USING ERRCODE = 'restrict_violation';
END $$;
DROP TRIGGER fact_append_only ON fact.fact;
CREATE TRIGGER fact_append_only BEFORE UPDATE OR DELETE ON fact.fact
  FOR EACH ROW EXECUTE FUNCTION fact.refuse_but_erasure();

-- Blanks texts of a payload, and destroys salt and content hash: from the digest that stays nobody finds the texts again.
CREATE FUNCTION fact.erase(target uuid, erasure uuid, paths jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, fact AS $$
DECLARE
  path  text[];
  blank jsonb;
BEGIN
  IF NOT EXISTS (SELECT FROM fact.fact WHERE id = erasure AND kind = 'erasure.personal-data-erased'
                 AND payload -> 'facts' @> jsonb_build_array(jsonb_build_object('id', target, 'paths', paths))) THEN
    RAISE EXCEPTION 'no fact orders this erasure' USING ERRCODE = 'restrict_violation';
  END IF;
  SELECT payload INTO blank FROM fact.fact WHERE id = target FOR UPDATE;
  FOR path IN SELECT ARRAY(SELECT jsonb_array_elements_text(one)) FROM jsonb_array_elements(paths) AS one LOOP
    IF jsonb_typeof(blank #> path) = 'string' THEN
      blank := jsonb_set(blank, path, '"■■■"', false);
    END IF;
  END LOOP;
  INSERT INTO fact.erased AS known (fact_id, erasure, paths) VALUES (target, erasure, paths)
    ON CONFLICT (fact_id) DO UPDATE SET xid = excluded.xid, paths =
      CASE WHEN known.paths @> excluded.paths THEN known.paths ELSE known.paths || excluded.paths END;
  UPDATE fact.fact SET payload = blank, salt = decode(repeat('00', 16), 'hex'),
    content_hash = sha256(convert_to('erased ' || id, 'UTF8')) WHERE id = target;
END $$;
REVOKE ALL ON FUNCTION fact.erase(uuid, uuid, jsonb) FROM PUBLIC;
