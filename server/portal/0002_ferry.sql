-- What a portal host has taken from the ferry (docs/operations/ferry.md).
CREATE SCHEMA ferry;

CREATE TABLE ferry.applied (
  sequence   bigint      PRIMARY KEY,
  -- Of the whole package, in hex.
  sha256     text        NOT NULL,
  made_at    timestamptz NOT NULL,
  is_full    boolean     NOT NULL,
  lines      bigint      NOT NULL,
  applied_at timestamptz NOT NULL
);
