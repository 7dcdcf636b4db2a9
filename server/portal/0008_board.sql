-- What displays in the halls show beside the openings (server/migrations, venue).
CREATE TABLE released.board (
  board       text        PRIMARY KEY,
  as_of       timestamptz NOT NULL,
  view        jsonb       NOT NULL
);
