-- Witnesses of the log and what they cosigned (server/migrations, witness).
CREATE TABLE released.log_policy (
  sha256 text PRIMARY KEY,
  policy text NOT NULL
);
CREATE TABLE released.log_witness (
  vkey        text        PRIMARY KEY,
  place       integer     NOT NULL,
  name        text        NOT NULL,
  size        bigint,
  cosigned_at timestamptz,
  state       text        NOT NULL,
  detail      text,
  since       timestamptz NOT NULL
);
CREATE TABLE released.log_cosigned (
  kind        text        PRIMARY KEY,
  size        bigint      NOT NULL,
  note        text        NOT NULL,
  cosigned_at timestamptz NOT NULL
);
