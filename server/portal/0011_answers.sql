-- The map of released records, its pages and the records under its keys (server/migrations, publication).
CREATE TABLE released.answer_entry (
  key       text    NOT NULL,
  position  integer NOT NULL,
  n         bigint  NOT NULL UNIQUE,
  hash      bytea   NOT NULL,
  subject   text    NOT NULL,
  record_id uuid    NOT NULL,
  is_live   boolean NOT NULL,
  record    jsonb,
  PRIMARY KEY (key, position)
);
CREATE TABLE released.answer_key (
  key     text   NOT NULL,
  version bigint NOT NULL,
  size    bigint NOT NULL,
  root    bytea  NOT NULL,
  peaks   bytea  NOT NULL,
  PRIMARY KEY (key, version)
);
CREATE TABLE released.map_page (
  prefix  text   COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  body    bytea  NOT NULL,
  PRIMARY KEY (prefix, version)
);
CREATE TABLE released.map_version (
  version bigint      PRIMARY KEY,
  root    bytea       NOT NULL,
  made_at timestamptz NOT NULL
);
