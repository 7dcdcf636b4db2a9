CREATE SCHEMA intake;

CREATE TABLE intake.source (
  name          text        PRIMARY KEY,
  title         text        NOT NULL,
  zone          text        NOT NULL,
  key_hash      text,
  registered_at timestamptz NOT NULL,
  fact_id       uuid        NOT NULL
);
CREATE UNIQUE INDEX source_key ON intake.source (key_hash) WHERE key_hash IS NOT NULL;

-- Bad lines, kept with what was wrong so that the source can mend and send again.
CREATE TABLE intake.quarantine (
  id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source      text        NOT NULL,
  batch       uuid        NOT NULL,
  line        bigint      NOT NULL,
  field       text        NOT NULL,
  code        text        NOT NULL,
  params      jsonb       NOT NULL,
  text        text        NOT NULL,
  content_key bytea       NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (source, content_key, field, code)
);
CREATE INDEX quarantine_recent ON intake.quarantine (source, received_at DESC);
