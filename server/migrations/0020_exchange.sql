-- The ferry: signed packages of schema released for a portal host behind a gap, and of facts from outside
-- (docs/operations/ferry.md).
CREATE SCHEMA exchange;

-- Changes are noted only while somebody carries them away: within seven days of the last look.
CREATE TABLE exchange.switch (
  id        smallint    PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  looked_at timestamptz NOT NULL DEFAULT '-infinity',
  -- Public key of the packages, for whoever pins it.
  vkey      text
);
INSERT INTO exchange.switch DEFAULT VALUES;

-- How far the packages have come. Backups keep it, so that numbers go on after a restore.
CREATE TABLE exchange.progress (
  id          smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  sequence    bigint   NOT NULL DEFAULT 0,
  previous    text,
  packed_at   timestamptz,
  -- Leaves and checkpoint of the log that were carried.
  leaves      bigint   NOT NULL DEFAULT 0,
  checkpoint  bigint   NOT NULL DEFAULT 0,
  -- Yearly counts are looked at once an hour.
  counted_at  timestamptz,
  -- A whole new state is due while more were wanted than done.
  whole_wanted bigint  NOT NULL DEFAULT 1,
  whole_done   bigint  NOT NULL DEFAULT 0
);
INSERT INTO exchange.progress DEFAULT VALUES;

CREATE TABLE exchange.package (
  sequence  bigint      PRIMARY KEY,
  name      text        NOT NULL,
  sha256    text        NOT NULL,
  bytes     bigint      NOT NULL,
  lines     bigint      NOT NULL,
  is_full   boolean     NOT NULL,
  made_at   timestamptz NOT NULL,
  -- False until it lies in the directory under its name.
  is_placed boolean     NOT NULL DEFAULT false
);
CREATE INDEX package_unplaced ON exchange.package (sequence) WHERE NOT is_placed;

-- Keys of released rows that were written. The transaction tells which of them a snapshot has seen.
CREATE TABLE exchange.change (
  xid      xid8  NOT NULL DEFAULT pg_current_xact_id(),
  relation text  NOT NULL,
  key      jsonb NOT NULL
);

-- SHA-256 of each row as it was carried last.
CREATE TABLE exchange.sent (
  relation text  NOT NULL,
  key      text  NOT NULL,
  digest   bytea NOT NULL,
  PRIMARY KEY (relation, key)
);

-- Packages of facts that were taken in.
CREATE TABLE exchange.taken (
  source   text        NOT NULL,
  sequence bigint      NOT NULL,
  sha256   text        NOT NULL,
  made_at  timestamptz NOT NULL,
  taken_at timestamptz NOT NULL,
  counts   jsonb       NOT NULL,
  PRIMARY KEY (source, sequence)
);

-- With the rights of the owner: whoever may write a released row must be able to note it.
CREATE FUNCTION exchange.note_change() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM exchange.switch WHERE looked_at > now() - interval '7 days') THEN
    RETURN NULL;
  END IF;
  IF TG_OP = 'TRUNCATE' THEN
    UPDATE exchange.progress SET whole_wanted = whole_wanted + 1;
  ELSE
    EXECUTE format('INSERT INTO exchange.change (relation, key)
                    SELECT DISTINCT %L, jsonb_build_object(%s) FROM changed', TG_TABLE_NAME, TG_ARGV[0]);
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION exchange.note_change() FROM PUBLIC;

DO $$ DECLARE name text; key text; BEGIN
  FOR name, key IN VALUES
    ('process', '''ocid'', ocid'),
    ('decision', '''fact_id'', fact_id'),
    ('fact', '''fact_id'', fact_id'),
    ('duty_list', '''fact_id'', fact_id'),
    ('duty', '''fact_id'', fact_id, ''position'', position')
  LOOP
    EXECUTE format('CREATE TRIGGER ferry_insert AFTER INSERT ON released.%I REFERENCING NEW TABLE AS changed
                    FOR EACH STATEMENT EXECUTE FUNCTION exchange.note_change(%L)', name, key);
    EXECUTE format('CREATE TRIGGER ferry_delete AFTER DELETE ON released.%I REFERENCING OLD TABLE AS changed
                    FOR EACH STATEMENT EXECUTE FUNCTION exchange.note_change(%L)', name, key);
    EXECUTE format('CREATE TRIGGER ferry_update_old AFTER UPDATE ON released.%I REFERENCING OLD TABLE AS changed
                    FOR EACH STATEMENT EXECUTE FUNCTION exchange.note_change(%L)', name, key);
    EXECUTE format('CREATE TRIGGER ferry_update_new AFTER UPDATE ON released.%I REFERENCING NEW TABLE AS changed
                    FOR EACH STATEMENT EXECUTE FUNCTION exchange.note_change(%L)', name, key);
    EXECUTE format('CREATE TRIGGER ferry_truncate AFTER TRUNCATE ON released.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION exchange.note_change(%L)', name, key);
  END LOOP;
END $$;
