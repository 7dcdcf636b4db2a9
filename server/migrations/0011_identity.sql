-- Sign-in: second factors, identities of others, sign-ins under way, resets by two persons (docs/how-to/sign-in.md).

-- A session has a name that is no secret, so that its owner can end it from a list.
ALTER TABLE identity.session
  ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
  ADD COLUMN address text,
  -- When the person last proved who he is; a change of post opens another session but proves nothing.
  ADD COLUMN proved_at timestamptz NOT NULL DEFAULT now();

-- A sign-in under way: something is proved, not yet everything. It opens nothing.
CREATE TABLE identity.pending_sign_in (
  token_hash bytea       PRIMARY KEY,
  account    text        NOT NULL REFERENCES identity.account (account) ON DELETE CASCADE,
  methods    text[]      NOT NULL,
  -- Wrong codes so far; too many and the sign-in begins again.
  failures   smallint    NOT NULL DEFAULT 0,
  expires_at timestamptz NOT NULL
);

-- One exchange with a key, an app or another site: what it was asked, answered at most once.
CREATE TABLE identity.ceremony (
  token_hash bytea       PRIMARY KEY,
  kind       text        NOT NULL,
  account    text        REFERENCES identity.account (account) ON DELETE CASCADE,
  asked      jsonb       NOT NULL,
  expires_at timestamptz NOT NULL
);

-- Seed of the authenticator app, AES-256-GCM under <data dir>/secrets/factor-key.
CREATE TABLE identity.totp (
  account     text        PRIMARY KEY REFERENCES identity.account (account) ON DELETE CASCADE,
  secret      bytea       NOT NULL,
  -- Step of the last code that was taken (RFC 6238 §5.2: none is taken twice).
  last_step   bigint      NOT NULL,
  enrolled_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE identity.passkey (
  id           text        PRIMARY KEY,
  account      text        NOT NULL REFERENCES identity.account (account) ON DELETE CASCADE,
  public_key   bytea       NOT NULL,
  counter      bigint      NOT NULL,
  transports   text[]      NOT NULL,
  name         text        NOT NULL,
  enrolled_at  timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz
);
CREATE INDEX passkey_account ON identity.passkey (account);

-- 80 random bits each: SHA-256 suffices.
CREATE TABLE identity.recovery_code (
  account   text        NOT NULL REFERENCES identity.account (account) ON DELETE CASCADE,
  code_hash bytea       NOT NULL,
  used_at   timestamptz,
  PRIMARY KEY (account, code_hash)
);

-- Who a person is at the unified identity of the government.
CREATE TABLE identity.external_identity (
  issuer    text        NOT NULL,
  subject   text        NOT NULL,
  account   text        NOT NULL REFERENCES identity.account (account) ON DELETE CASCADE,
  linked_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (issuer, subject),
  UNIQUE (issuer, account)
);

-- Certificates of a CA that sign in for an account: issuer and serial name one, the subject must stay the same.
CREATE TABLE identity.certificate (
  id         uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
  issuer     text        NOT NULL,
  serial     text        NOT NULL,
  subject    text        NOT NULL,
  account    text        NOT NULL REFERENCES identity.account (account) ON DELETE CASCADE,
  valid_to   timestamptz NOT NULL,
  bound_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (issuer, serial)
);
CREATE INDEX certificate_account ON identity.certificate (account);

-- Counters of rate-limiter-flexible, shared by all nodes.
CREATE TABLE identity.rate (
  key    varchar(255) PRIMARY KEY,
  points integer NOT NULL DEFAULT 0,
  expire bigint
);

-- A link for one account, made by an approved reset.
ALTER TABLE identity.one_time_link
  ADD COLUMN account text REFERENCES identity.account (account) ON DELETE CASCADE,
  ADD COLUMN reset   text;

-- Projections: a row per fact.
CREATE TABLE identity.reset_request (
  fact_id      uuid PRIMARY KEY,
  reset        text NOT NULL UNIQUE,
  account      text NOT NULL,
  factors      boolean NOT NULL,
  reason       text NOT NULL,
  by           text NOT NULL,
  unit         text NOT NULL,
  requested_at timestamptz NOT NULL
);
CREATE TABLE identity.reset_approval (
  fact_id     uuid PRIMARY KEY,
  reset       text NOT NULL UNIQUE,
  by          text NOT NULL,
  unit        text NOT NULL,
  approved_at timestamptz NOT NULL
);
CREATE TABLE identity.credential_change (
  fact_id    uuid PRIMARY KEY,
  account    text NOT NULL,
  change     text NOT NULL,
  changed_at timestamptz NOT NULL
);
CREATE INDEX credential_change_account ON identity.credential_change (account, changed_at DESC);

-- A closed account: nodes look again at once.
CREATE FUNCTION identity.tell_account_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('mingjing_identity', '');
  RETURN NULL;
END $$;
CREATE TRIGGER told AFTER UPDATE OF disabled_at ON identity.account
  FOR EACH STATEMENT EXECUTE FUNCTION identity.tell_account_changed();
