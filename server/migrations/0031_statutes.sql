-- Old and new dates of open clocks that an entry moved, and years that were missed.
CREATE TABLE statutes.moved (
  fact_id uuid        PRIMARY KEY,
  entry   text        NOT NULL,
  part    integer     NOT NULL,
  moves   jsonb       NOT NULL,
  at      timestamptz NOT NULL
);
CREATE INDEX moved_entry ON statutes.moved (entry, part);

CREATE TABLE statutes.year_missed (
  fact_id uuid    PRIMARY KEY,
  year    integer NOT NULL,
  missed_on date  NOT NULL
);
