-- The fact store: the one place where anything is recorded (contracts.md §1). Append-only.
CREATE SCHEMA fact;

-- The epoch new facts get. A restore starts the next one because transaction ids start again.
CREATE TABLE fact.epoch (epoch smallint PRIMARY KEY, started_at timestamptz NOT NULL DEFAULT now());
INSERT INTO fact.epoch (epoch) VALUES (1);
CREATE VIEW fact.current_epoch AS SELECT max(epoch) AS epoch FROM fact.epoch;
CREATE FUNCTION fact.epoch_now() RETURNS smallint LANGUAGE sql STABLE AS 'SELECT max(epoch) FROM fact.epoch';

CREATE TABLE fact.fact (
  id           uuid        PRIMARY KEY,
  kind         text        NOT NULL,
  version      smallint    NOT NULL,
  source       text        NOT NULL,
  source_id    text        NOT NULL,
  subject      text        NOT NULL,
  occurred_at  timestamptz NOT NULL,
  recorded_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  corrects     uuid        REFERENCES fact.fact (id),
  payload      jsonb       NOT NULL,
  content_hash bytea       NOT NULL CHECK (octet_length(content_hash) = 32),
  salt         bytea       NOT NULL CHECK (octet_length(salt) = 16),
  digest       bytea       NOT NULL CHECK (octet_length(digest) = 64),
  -- Position in the feed.
  epoch        smallint    NOT NULL DEFAULT fact.epoch_now(),
  xid          xid8        NOT NULL DEFAULT pg_current_xact_id(),
  UNIQUE (source, source_id, content_hash)
);

-- One sourceId, one content, unless the new fact says that it corrects.
CREATE UNIQUE INDEX fact_source_id_once ON fact.fact (source, source_id) WHERE corrects IS NULL;
CREATE INDEX fact_subject ON fact.fact (subject);
CREATE INDEX fact_feed ON fact.fact (epoch, xid, id);
CREATE INDEX fact_corrects ON fact.fact (corrects) WHERE corrects IS NOT NULL;

CREATE FUNCTION fact.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'facts are append-only: correct by adding a fact' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER fact_append_only BEFORE UPDATE OR DELETE ON fact.fact
  FOR EACH ROW EXECUTE FUNCTION fact.refuse_change();
CREATE TRIGGER fact_no_truncate BEFORE TRUNCATE ON fact.fact
  FOR EACH STATEMENT EXECUTE FUNCTION fact.refuse_change();

-- Where each subscriber of the feed stands; moved in the transaction that did the work.
CREATE TABLE fact.feed_cursor (
  subscriber text     PRIMARY KEY,
  epoch      smallint NOT NULL DEFAULT 0,
  xid        xid8     NOT NULL DEFAULT '0',
  id         uuid     NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'
);

CREATE SCHEMA identity;

CREATE TABLE identity.account (
  account         text        PRIMARY KEY,
  name            text        NOT NULL,
  post            text        NOT NULL,
  department_id   text        NOT NULL,
  department_name text        NOT NULL,
  role            text        NOT NULL,
  password_hash   text,
  is_demo         boolean     NOT NULL DEFAULT false,
  disabled_at     timestamptz,
  created_at      timestamptz NOT NULL DEFAULT now()
);

-- Opaque sessions: only the SHA-256 of the token is stored.
CREATE TABLE identity.session (
  token_hash bytea       PRIMARY KEY,
  account    text        NOT NULL REFERENCES identity.account (account),
  created_at timestamptz NOT NULL DEFAULT now(),
  seen_at    timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);
CREATE INDEX session_account ON identity.session (account);
CREATE INDEX session_expiry ON identity.session (expires_at);

-- A one-time link (set-up of the first account).
CREATE TABLE identity.one_time_link (
  token_hash bytea       PRIMARY KEY,
  purpose    text        NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz
);
