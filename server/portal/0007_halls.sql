-- Openings: the day's list and the public events of each (server/migrations, opening).
CREATE TABLE released.hall (
  session     text        PRIMARY KEY,
  ocid        text        NOT NULL,
  starts_at   timestamptz NOT NULL,
  stage       text        NOT NULL,
  view        jsonb       NOT NULL
);
CREATE INDEX hall_starts ON released.hall (starts_at);

CREATE TABLE released.hall_event (
  session     text        NOT NULL,
  n           integer     NOT NULL,
  event       jsonb       NOT NULL,
  PRIMARY KEY (session, n)
);
