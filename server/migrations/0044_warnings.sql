-- Warning nodes: what each check found, modes that people set, overrides, handling; and a summary of each warning. Rows a
-- fact; the summary follows from them in whatever order they came.
CREATE SCHEMA warnings;

CREATE TABLE warnings.asked (
  fact_id     uuid        PRIMARY KEY,
  check_id    uuid        NOT NULL,
  source      text        NOT NULL,
  act_id      text        NOT NULL,
  scope       text        NOT NULL,
  occurred_at timestamptz NOT NULL,
  nodes       jsonb       NOT NULL
);
CREATE INDEX asked_check ON warnings.asked (check_id);
CREATE INDEX asked_act ON warnings.asked (source, act_id);

CREATE TABLE warnings.checked (
  fact_id     uuid        NOT NULL,
  node        text        NOT NULL,
  scope       text        NOT NULL,
  occurred_at timestamptz NOT NULL,
  source      text        NOT NULL,
  act_id      text        NOT NULL,
  stage       text        NOT NULL,
  act         text        NOT NULL,
  ocid        text,
  lot_id      text,
  is_after    boolean     NOT NULL,
  is_hit      boolean     NOT NULL,
  mode        text        NOT NULL,
  advice      text        NOT NULL,
  params      jsonb       NOT NULL,
  strip       jsonb,
  PRIMARY KEY (fact_id, node)
);
CREATE INDEX checked_scope ON warnings.checked (scope, node);

CREATE TABLE warnings.override (
  fact_id     uuid        PRIMARY KEY,
  scope       text        NOT NULL,
  node        text        NOT NULL,
  occurred_at timestamptz NOT NULL,
  source      text        NOT NULL,
  ground      text        NOT NULL,
  reason      text        NOT NULL,
  approved_by text        NOT NULL
);
CREATE INDEX override_scope ON warnings.override (scope, node);

CREATE TABLE warnings.handling (
  fact_id     uuid        PRIMARY KEY,
  warning     uuid        NOT NULL,
  scope       text        NOT NULL,
  node        text        NOT NULL,
  occurred_at timestamptz NOT NULL,
  -- One more with each act: the key that lets only one of two win.
  version     integer     NOT NULL,
  handling    text        NOT NULL,
  note        text        NOT NULL,
  by_whom     jsonb       NOT NULL,
  UNIQUE (warning, version)
);

CREATE TABLE warnings.mode (
  fact_id     uuid        PRIMARY KEY,
  node        text        NOT NULL,
  mode        text        NOT NULL,
  valid_from  timestamptz NOT NULL,
  occurred_at timestamptz NOT NULL,
  ground      text        NOT NULL,
  by_whom     jsonb       NOT NULL
);
CREATE INDEX mode_node ON warnings.mode (node, valid_from);

CREATE TABLE warnings.warning (
  id       uuid        PRIMARY KEY,
  scope    text        NOT NULL,
  node     text        NOT NULL,
  stage    text        NOT NULL,
  act      text        NOT NULL,
  ocid     text,
  lot_id   text,
  source   text        NOT NULL,
  mode     text        NOT NULL,
  advice   text        NOT NULL,
  course   text        NOT NULL,
  handling text,
  handled  integer     NOT NULL,
  at       timestamptz NOT NULL,
  -- Of the city, YYYY-MM.
  month    text        NOT NULL,
  is_after boolean     NOT NULL,
  params   jsonb       NOT NULL,
  strip    jsonb,
  UNIQUE (scope, node)
);
CREATE INDEX warning_at ON warnings.warning (at DESC, id DESC);
CREATE INDEX warning_ocid ON warnings.warning (ocid) WHERE ocid IS NOT NULL;

-- Asks as the owner: a process that the policy hides is announced all the same.
CREATE FUNCTION procurement.is_announced(wanted text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$ SELECT EXISTS (SELECT FROM procurement.process WHERE ocid = wanted) $$;

-- Those of a process that the reader sees; those of no process yet for whoever sees every process.
ALTER TABLE warnings.warning ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON warnings.warning FOR SELECT USING (
  EXISTS (SELECT FROM procurement.process WHERE process.ocid = warning.ocid)
  -- Of a process nobody announced yet no party is known that the reader could be recused from.
  OR ((SELECT identity.sees_all('process')) AND (ocid IS NULL OR NOT procurement.is_announced(ocid))));
DO $$ DECLARE name text; BEGIN
  FOREACH name IN ARRAY ARRAY['checked', 'override', 'handling'] LOOP
    EXECUTE format('ALTER TABLE warnings.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY scoped ON warnings.%I FOR SELECT USING (
      EXISTS (SELECT FROM warnings.warning WHERE warning.scope = %I.scope AND warning.node = %I.node))', name, name, name);
  END LOOP;
END $$;
