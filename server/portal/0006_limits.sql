-- Limits that departments set themselves (server/migrations, complaints).
CREATE TABLE released.department_limit (
  fact_id    uuid        PRIMARY KEY,
  unit_id    text        NOT NULL,
  unit_name  text        NOT NULL,
  valid_from date        NOT NULL,
  view       jsonb       NOT NULL,
  entered_at timestamptz NOT NULL
);
