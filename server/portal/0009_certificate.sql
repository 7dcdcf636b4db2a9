-- The newest certificate of each process and item for everybody (server/migrations, witness).
CREATE TABLE released.certificate (
  subject   text        PRIMARY KEY,
  fact_id   uuid        NOT NULL,
  number    text        NOT NULL,
  issued_at timestamptz NOT NULL,
  rows      jsonb       NOT NULL
);
