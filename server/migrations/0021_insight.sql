-- City-wide figures: one row for each period that was closed (docs/decisions/0012). Only what may be published is kept:
-- counts rounded down to 5, nothing about cells below. Neither facts nor made again from them, so that no two versions
-- of a period can be compared.
CREATE SCHEMA insight;

CREATE TABLE insight.period (
  id         text PRIMARY KEY,
  measure    text NOT NULL,
  period     text NOT NULL,
  closed_at  timestamptz NOT NULL,
  dimensions text[] NOT NULL,
  -- [{ values: { dimension: value }, atLeast }]
  cells      jsonb NOT NULL,
  UNIQUE (measure, period),
  CHECK (NOT jsonb_path_exists(cells, '$[*].atLeast ? (@ < 5 || @ % 5 != 0)'))
);
