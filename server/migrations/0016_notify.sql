-- Notifications: which fact concerns whom, by which ways a person is told, and what became of each message.
CREATE SCHEMA notice;

-- One row for each fact and person concerned. It names the object, never repeats it: title and number are read with
-- the reader's own rights, so that a right that ended hides them.
CREATE TABLE notice.item (
  -- Given by the one subscriber that writes here, in the order of commit: what follows an id misses nothing.
  id          bigint PRIMARY KEY,
  fact_id     uuid NOT NULL,
  person      text NOT NULL,
  kind        text NOT NULL,
  lead_id     text,
  happened_at timestamptz NOT NULL,
  made_at     timestamptz NOT NULL DEFAULT now(),
  read_at     timestamptz,
  UNIQUE (fact_id, person)
);
CREATE INDEX item_person ON notice.item (person, id DESC);
CREATE INDEX item_unread ON notice.item (person, id) WHERE read_at IS NULL;

ALTER TABLE notice.item ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON notice.item FOR SELECT USING (
  person = (SELECT identity.current_person())
  AND (lead_id IS NULL OR EXISTS (SELECT FROM casework.handling WHERE handling.lead_id = item.lead_id)));

-- What a person chose. Absent: the console only, at any hour.
CREATE TABLE notice.setting (
  person     text PRIMARY KEY,
  -- As in the contract: [{kind, channels}].
  choices    jsonb NOT NULL,
  -- Minutes after midnight in Asia/Shanghai; both or none.
  quiet_from smallint CHECK (quiet_from BETWEEN 0 AND 1439),
  quiet_to   smallint CHECK (quiet_to BETWEEN 0 AND 1439),
  -- One message a day at this minute; NULL: as it happens.
  digest_at  smallint CHECK (digest_at BETWEEN 0 AND 1439),
  language   text NOT NULL,
  CHECK ((quiet_from IS NULL) = (quiet_to IS NULL))
);

CREATE TABLE notice.address (
  person      text NOT NULL,
  channel     text NOT NULL,
  address     text NOT NULL,
  -- SHA-256 of the code that proves the address; NULL once it did.
  code_hash   bytea,
  code_until  timestamptz,
  tries       smallint NOT NULL DEFAULT 0,
  verified_at timestamptz,
  PRIMARY KEY (person, channel)
);

-- One message outside the console. It says how many items wait, nothing of them.
CREATE TABLE notice.delivery (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  person     text NOT NULL,
  channel    text NOT NULL,
  state      text NOT NULL DEFAULT 'waiting'
             CHECK (state IN ('waiting', 'sending', 'sent', 'dropped', 'failed')),
  -- Items that led to it.
  items      integer NOT NULL,
  attempts   smallint NOT NULL DEFAULT 0,
  -- When it is due; of one that is being sent: when another node may take it over.
  next_at    timestamptz NOT NULL,
  -- Code of the failure, never the other side's words, which may hold addresses and keys.
  last_error text,
  made_at    timestamptz NOT NULL,
  ended_at   timestamptz
);
-- What comes while a message waits goes into it.
CREATE UNIQUE INDEX delivery_open ON notice.delivery (person, channel) WHERE state IN ('waiting', 'sending');
CREATE INDEX delivery_due ON notice.delivery (next_at) WHERE state IN ('waiting', 'sending');
CREATE INDEX delivery_ended ON notice.delivery (ended_at) WHERE ended_at IS NOT NULL;
