-- Drafts of writers, sealed under their receipt code, which is not kept.
CREATE TABLE complaints.draft (
  code_hash  text        PRIMARY KEY,
  sealed     bytea       NOT NULL,
  kept_until timestamptz NOT NULL
);
CREATE INDEX draft_until ON complaints.draft (kept_until);
