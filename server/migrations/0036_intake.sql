-- Public keys with which sources sign what they send about voices; the newest of a source counts.
CREATE TABLE intake.signing_key (
  fact_id       uuid        PRIMARY KEY,
  source        text        NOT NULL,
  public_key    text        NOT NULL,
  registered_at timestamptz NOT NULL
);
CREATE INDEX signing_key_source ON intake.signing_key (source, registered_at);

-- Signatures seen within their minutes: none counts twice.
CREATE UNLOGGED TABLE intake.used_signature (
  hash  text        PRIMARY KEY,
  until timestamptz NOT NULL
);
