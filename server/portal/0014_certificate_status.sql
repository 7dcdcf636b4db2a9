-- What became of certificates (server/migrations, witness).
CREATE TABLE released.certificate_status (
  key          text        PRIMARY KEY,
  issued_at    timestamptz NOT NULL,
  replaced_at  timestamptz,
  withdrawn_at timestamptz,
  subject      text,
  successor    text,
  organ        text
);
