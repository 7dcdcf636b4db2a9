-- Calendar years and articles as entered under four eyes. What is published with the program stands beside them
-- (clocks/law); the latest version of a year or an article counts.
CREATE SCHEMA statutes;

CREATE TABLE statutes.calendar_year (
  fact_id    uuid        PRIMARY KEY,
  year       integer     NOT NULL,
  version    integer     NOT NULL,
  content    jsonb       NOT NULL,
  entered_at timestamptz NOT NULL
);

CREATE TABLE statutes.article (
  fact_id    uuid        PRIMARY KEY,
  article    text        NOT NULL,
  version    integer     NOT NULL,
  content    jsonb       NOT NULL,
  entered_at timestamptz NOT NULL
);

-- Entries that wait to be asked for: neither facts nor made of facts.
CREATE TABLE statutes.draft (
  id         uuid        PRIMARY KEY,
  kind       text        NOT NULL CHECK (kind IN ('calendarYear', 'article')),
  content    jsonb       NOT NULL,
  made_by    text        NOT NULL,
  made_name  text        NOT NULL,
  changed_at timestamptz NOT NULL
);

-- The public copy: everybody counts by the same calendar and the same law.
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
