-- The map of released records (docs/decisions/0030-provable-answers.md): what stands under each key, in the order in which
-- it came. Nothing is taken out; of a record that is public no more the content goes and its hash stays.
CREATE TABLE released.answer_entry (
  key       text    NOT NULL,
  position  integer NOT NULL,
  -- Order over all keys.
  n         bigint  NOT NULL UNIQUE,
  hash      bytea   NOT NULL CHECK (octet_length(hash) = 32),
  subject   text    NOT NULL,
  record_id uuid    NOT NULL,
  is_live   boolean NOT NULL,
  record    jsonb,
  PRIMARY KEY (key, position)
);
CREATE INDEX answer_entry_live ON released.answer_entry (subject) WHERE is_live;

-- The tree over the entries of a key as versions of the map have it; peaks are its complete subtrees.
CREATE TABLE released.answer_key (
  key     text   NOT NULL,
  version bigint NOT NULL,
  size    bigint NOT NULL,
  root    bytea  NOT NULL,
  peaks   bytea  NOT NULL,
  PRIMARY KEY (key, version)
);

-- Pages of the map (map-page.ts): of each prefix the newest that is not newer than the version holds.
CREATE TABLE released.map_page (
  prefix  text   COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  body    bytea  NOT NULL,
  PRIMARY KEY (prefix, version)
);
CREATE TABLE released.map_version (
  version bigint      PRIMARY KEY,
  root    bytea       NOT NULL UNIQUE CHECK (octet_length(root) = 32),
  made_at timestamptz NOT NULL
);

-- Keys that grew since the last version.
CREATE TABLE publication.answer_pending (
  id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key text   NOT NULL
);
-- Pages that a later version replaced, and since which.
CREATE TABLE publication.map_stale (
  prefix  text   COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  since   bigint NOT NULL,
  PRIMARY KEY (prefix, version)
);
CREATE INDEX map_stale_since ON publication.map_stale (since);

DO $$ DECLARE name text; key text; BEGIN
  FOR name, key IN VALUES
    ('answer_entry', '''key'', key, ''position'', position'),
    ('answer_key', '''key'', key, ''version'', version'),
    ('map_page', '''prefix'', prefix, ''version'', version'),
    ('map_version', '''version'', version')
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

-- What is public already enters with the next refresh of each process.
INSERT INTO publication.due (ocid, due_at) SELECT ocid, now() FROM released.process
ON CONFLICT (ocid) DO UPDATE SET due_at = excluded.due_at;
