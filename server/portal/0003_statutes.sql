-- Calendar years and articles as entered (server/migrations, statutes).
CREATE TABLE released.calendar_year (
  fact_id    uuid        PRIMARY KEY,
  year       integer     NOT NULL,
  version    integer     NOT NULL,
  view       jsonb       NOT NULL,
  entered_at timestamptz NOT NULL
);

CREATE TABLE released.law_article (
  fact_id    uuid        PRIMARY KEY,
  article    text        NOT NULL,
  version    integer     NOT NULL,
  view       jsonb       NOT NULL,
  entered_at timestamptz NOT NULL
);
