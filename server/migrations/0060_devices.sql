-- Devices of GB/T 28181, clocks of cameras, sizes of ended days, and looks of those whose reads are sealed.

-- The last row of a device holds.
CREATE TABLE video.device (
  fact_id     uuid        PRIMARY KEY,
  device      text        NOT NULL,
  occurred_at timestamptz NOT NULL,
  payload     jsonb       NOT NULL
);
CREATE INDEX device_last ON video.device (device, occurred_at DESC, fact_id DESC);

-- Passwords of devices, sealed under a key that is not in the database.
CREATE TABLE video.device_secret (
  device      text        PRIMARY KEY,
  sealed      bytea       NOT NULL,
  changed_at  timestamptz NOT NULL
);

-- How a device is now, told by the process it registered with; it holds until then.
CREATE TABLE video.device_state (
  device      text        PRIMARY KEY,
  holder      text        NOT NULL,
  until       timestamptz NOT NULL,
  is_online   boolean     NOT NULL,
  place       text,
  since       timestamptz NOT NULL,
  why         text,
  channels    jsonb       NOT NULL
);

-- Processes that devices can register with.
CREATE TABLE video.platform (
  holder      text        PRIMARY KEY,
  until       timestamptz NOT NULL,
  state       jsonb       NOT NULL
);

-- By how much the clock of a camera is ahead, as compared last.
CREATE TABLE video.clock (
  channel     text        PRIMARY KEY,
  ahead       float8      NOT NULL,
  at          timestamptz NOT NULL
);

-- Bytes of a day that is over: a sum of its rows in video.recording, kept so that it is not summed again.
CREATE TABLE video.day_size (
  channel     text        NOT NULL,
  recording   text        NOT NULL,
  bytes       bigint      NOT NULL,
  PRIMARY KEY (channel, recording)
);

-- Looks of those whose reads are sealed, while they last: no fact tells of them (decision 0011).
CREATE TABLE video.sealed_viewing (
  viewing     text        PRIMARY KEY,
  until       timestamptz NOT NULL,
  sealed      bytea       NOT NULL
);
