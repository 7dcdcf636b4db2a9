-- What waits for the next block of the log, in the order of the feed; and which kinds wait. Both follow from the facts.
CREATE TABLE witness.waiting (
  n          bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  fact_id    uuid    NOT NULL UNIQUE,
  is_padding boolean NOT NULL
);
CREATE TABLE witness.lane (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  marker  uuid    NOT NULL,
  holds   text[]  NOT NULL
);
