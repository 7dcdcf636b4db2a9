-- Items of the public column, their withdrawal, copies to member units and checks of their pages; what of them is
-- public now. An item that is gone leaves a tombstone that says no more than why and since when.

CREATE TABLE publication.item (
  fact_id      uuid PRIMARY KEY,
  item         text NOT NULL,
  kind         text NOT NULL,
  unit_id      text NOT NULL,
  unit_name    text NOT NULL,
  published_at timestamptz NOT NULL,
  -- Last day on which it is shown.
  expires_on   date,
  content      jsonb NOT NULL
);
CREATE INDEX item_item ON publication.item (item);
CREATE INDEX item_unit ON publication.item (unit_id, published_at DESC);

CREATE TABLE publication.withdrawal (
  fact_id       uuid PRIMARY KEY,
  item          text NOT NULL,
  reason        text NOT NULL,
  public_reason text NOT NULL,
  withdrawn_at  timestamptz NOT NULL
);
CREATE INDEX withdrawal_item ON publication.withdrawal (item);

CREATE TABLE publication.requirement (
  fact_id     uuid PRIMARY KEY,
  item        text NOT NULL,
  reason      text NOT NULL,
  since       date NOT NULL,
  ground      text NOT NULL,
  required_at timestamptz NOT NULL
);
CREATE INDEX requirement_item ON publication.requirement (item);

CREATE TABLE publication.copy (
  fact_id   uuid NOT NULL,
  unit_id   text NOT NULL,
  unit_name text NOT NULL,
  item      text NOT NULL,
  sent_at   timestamptz NOT NULL,
  PRIMARY KEY (fact_id, unit_id)
);
CREATE INDEX copy_item ON publication.copy (item);
CREATE INDEX copy_unit ON publication.copy (unit_id, sent_at DESC);

CREATE TABLE publication.copy_receipt (
  fact_id      uuid PRIMARY KEY,
  item         text NOT NULL,
  unit_id      text NOT NULL,
  officer_name text NOT NULL,
  received_at  timestamptz NOT NULL
);
CREATE INDEX copy_receipt_item ON publication.copy_receipt (item, unit_id);

CREATE TABLE publication.page_check (
  fact_id    uuid PRIMARY KEY,
  item       text NOT NULL,
  site       text NOT NULL,
  found      boolean NOT NULL,
  detail     text NOT NULL,
  checked_at timestamptz NOT NULL
);
CREATE INDEX page_check_item ON publication.page_check (item, site, checked_at DESC);

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
CREATE INDEX released_item_expires ON released.item (expires_on) WHERE expires_on IS NOT NULL;

CREATE TABLE released.item_tombstone (
  item          text PRIMARY KEY,
  -- expired or withdrawn
  state         text NOT NULL,
  gone_at       timestamptz NOT NULL,
  public_reason text
);

DO $$ DECLARE name text; BEGIN
  FOREACH name IN ARRAY ARRAY['item', 'item_tombstone'] LOOP
    EXECUTE format('CREATE TRIGGER ferry_insert AFTER INSERT ON released.%I REFERENCING NEW TABLE AS changed
                    FOR EACH STATEMENT EXECUTE FUNCTION exchange.note_change(%L)', name, '''item'', item');
    EXECUTE format('CREATE TRIGGER ferry_delete AFTER DELETE ON released.%I REFERENCING OLD TABLE AS changed
                    FOR EACH STATEMENT EXECUTE FUNCTION exchange.note_change(%L)', name, '''item'', item');
    EXECUTE format('CREATE TRIGGER ferry_update_old AFTER UPDATE ON released.%I REFERENCING OLD TABLE AS changed
                    FOR EACH STATEMENT EXECUTE FUNCTION exchange.note_change(%L)', name, '''item'', item');
    EXECUTE format('CREATE TRIGGER ferry_update_new AFTER UPDATE ON released.%I REFERENCING NEW TABLE AS changed
                    FOR EACH STATEMENT EXECUTE FUNCTION exchange.note_change(%L)', name, '''item'', item');
    EXECUTE format('CREATE TRIGGER ferry_truncate AFTER TRUNCATE ON released.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION exchange.note_change(%L)', name, '''item'', item');
  END LOOP;
END $$;
