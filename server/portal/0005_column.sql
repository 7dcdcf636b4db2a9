-- Items of the public column and what is left of those that are gone (server/migrations, publication).
CREATE TABLE released.item (
  item         text PRIMARY KEY,
  fact_id      uuid NOT NULL,
  kind         text NOT NULL,
  unit_id      text NOT NULL,
  unit_name    text NOT NULL,
  regime       text,
  published_at timestamptz NOT NULL,
  expires_on   date,
  view         jsonb NOT NULL,
  search       text NOT NULL
);
CREATE INDEX released_item_published ON released.item (published_at DESC, item);
CREATE INDEX released_item_kind ON released.item (kind, published_at DESC);

CREATE TABLE released.item_tombstone (
  item          text PRIMARY KEY,
  state         text NOT NULL,
  gone_at       timestamptz NOT NULL,
  public_reason text
);
