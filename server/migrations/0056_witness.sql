-- Certificates that were issued: the rows that each seal in the log stands for. Neither facts nor made from them, so backups keep them.
CREATE TABLE witness.certificate (
  n         bigint      PRIMARY KEY,
  fact_id   uuid        NOT NULL UNIQUE,
  number    text        NOT NULL UNIQUE,
  subject   text        NOT NULL,
  audience  text        NOT NULL,
  issued_at timestamptz NOT NULL,
  root      bytea       NOT NULL CHECK (octet_length(root) = 32),
  rows      jsonb       NOT NULL
);
CREATE INDEX certificate_subject ON witness.certificate (subject, audience, n DESC);

-- What became public, or ceased to be, since its certificate for everybody was issued.
CREATE TABLE witness.certificate_due (
  subject text        PRIMARY KEY,
  due_at  timestamptz NOT NULL DEFAULT now()
);

CREATE FUNCTION witness.note_certificate_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO witness.certificate_due (subject)
  SELECT DISTINCT ocid FROM changed WHERE kind NOT LIKE 'witness.%'
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER certificate_due_insert AFTER INSERT ON released.fact REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION witness.note_certificate_due();
CREATE TRIGGER certificate_due_delete AFTER DELETE ON released.fact REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION witness.note_certificate_due();

-- The newest certificate for everybody; the fact that sealed it stands in released.fact.
CREATE TABLE released.certificate (
  subject   text        PRIMARY KEY,
  fact_id   uuid        NOT NULL,
  number    text        NOT NULL,
  issued_at timestamptz NOT NULL,
  rows      jsonb       NOT NULL
);

DO $$ DECLARE key text := '''subject'', subject'; BEGIN
  EXECUTE format('CREATE TRIGGER ferry_insert AFTER INSERT ON released.certificate REFERENCING NEW TABLE AS changed
                  FOR EACH STATEMENT EXECUTE FUNCTION exchange.note_change(%L)', key);
  EXECUTE format('CREATE TRIGGER ferry_delete AFTER DELETE ON released.certificate REFERENCING OLD TABLE AS changed
                  FOR EACH STATEMENT EXECUTE FUNCTION exchange.note_change(%L)', key);
  EXECUTE format('CREATE TRIGGER ferry_update_old AFTER UPDATE ON released.certificate REFERENCING OLD TABLE AS changed
                  FOR EACH STATEMENT EXECUTE FUNCTION exchange.note_change(%L)', key);
  EXECUTE format('CREATE TRIGGER ferry_update_new AFTER UPDATE ON released.certificate REFERENCING NEW TABLE AS changed
                  FOR EACH STATEMENT EXECUTE FUNCTION exchange.note_change(%L)', key);
  EXECUTE format('CREATE TRIGGER ferry_truncate AFTER TRUNCATE ON released.certificate
                  FOR EACH STATEMENT EXECUTE FUNCTION exchange.note_change(%L)', key);
END $$;
