-- Summaries of closed tip-offs (server/migrations, tipoffs).
CREATE TABLE released.tipoff_summary (
  fact_id   uuid PRIMARY KEY,
  closed_on date NOT NULL,
  view      jsonb NOT NULL
);
