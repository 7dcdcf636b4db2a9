-- Cameras, what their recordings hold, and who looked at what. A row a fact; addresses and claims apart from facts.
CREATE SCHEMA video;

CREATE TABLE video.channel (
  fact_id     uuid        PRIMARY KEY,
  channel     text        NOT NULL,
  room        text        NOT NULL,
  occurred_at timestamptz NOT NULL,
  payload     jsonb       NOT NULL
);
CREATE INDEX channel_last ON video.channel (channel, occurred_at DESC, fact_id DESC);

CREATE TABLE video.recording (
  fact_id     uuid        PRIMARY KEY,
  channel     text        NOT NULL,
  recording   text        NOT NULL,
  start_at    timestamptz NOT NULL,
  end_at      timestamptz NOT NULL,
  last        integer     NOT NULL,
  payload     jsonb       NOT NULL
);
CREATE INDEX recording_time ON video.recording (channel, start_at);

-- Gaps and odd pictures; told again when they are over, under the same beginning.
CREATE TABLE video.trouble (
  fact_id     uuid        PRIMARY KEY,
  channel     text        NOT NULL,
  what        text        NOT NULL,
  from_at     timestamptz NOT NULL,
  to_at       timestamptz
);
CREATE INDEX trouble_channel ON video.trouble (channel, from_at);

-- Acts of people and statements about projects: viewings, clips, holds, coverage, replays, deletions.
CREATE TABLE video.event (
  fact_id     uuid        PRIMARY KEY,
  kind        text        NOT NULL,
  -- The project; absent: of a channel alone.
  ocid        text,
  -- Viewing, clip, hold, booking or session that it is about.
  key         text        NOT NULL,
  channel     text,
  occurred_at timestamptz NOT NULL,
  payload     jsonb       NOT NULL
);
CREATE INDEX event_key ON video.event (key, occurred_at);
CREATE INDEX event_ocid ON video.event (ocid, occurred_at);
CREATE INDEX event_channel ON video.event (channel, occurred_at);

-- Addresses with their passwords, sealed under a key that is not in the database.
CREATE TABLE video.source (
  channel     text        PRIMARY KEY,
  sealed      bytea       NOT NULL,
  changed_at  timestamptz NOT NULL
);

-- Which process records a camera, and how the picture is: two must never write one folder.
CREATE TABLE video.claim (
  channel     text        PRIMARY KEY,
  holder      text        NOT NULL,
  until       timestamptz NOT NULL,
  state       text        NOT NULL,
  why         text        NOT NULL
);

ALTER TABLE video.event ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON video.event FOR SELECT USING (
  ocid IS NULL OR EXISTS (SELECT FROM procurement.process WHERE process.ocid = event.ocid));
