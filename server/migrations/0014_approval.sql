-- Four eyes across units: a dangerous act waits until a person of another unit approves it. Request and end are
-- facts and the tables below follow from them; the parameters are kept apart and cannot change.

CREATE SCHEMA approval;

CREATE TABLE approval.request (
  fact_id        uuid PRIMARY KEY,
  request        text NOT NULL UNIQUE,
  act            text NOT NULL,
  -- What the act is about, as the approver must type it.
  subject        text NOT NULL,
  requester      text NOT NULL,
  requester_name text NOT NULL,
  post_title     text NOT NULL,
  unit           text NOT NULL,
  unit_name      text NOT NULL,
  reason         text NOT NULL,
  -- SHA-256 over the canonical JSON of the parameters.
  params_hash    text NOT NULL,
  requested_at   timestamptz NOT NULL,
  expires_at     timestamptz NOT NULL
);
CREATE INDEX request_open ON approval.request (expires_at);

-- One end for each request: a second one is refused by the fact table too, whose key is (source, source id).
CREATE TABLE approval.closing (
  fact_id     uuid PRIMARY KEY,
  request     text NOT NULL UNIQUE,
  outcome     text NOT NULL,
  person      text NOT NULL,
  person_name text NOT NULL,
  unit        text NOT NULL,
  unit_name   text NOT NULL,
  reason      text,
  closed_at   timestamptz NOT NULL
);

CREATE TABLE approval.parameters (
  request     text PRIMARY KEY,
  params      jsonb NOT NULL,
  params_hash text  NOT NULL
);
-- What an approval allowed to be fetched (a key, a backup) is fetched once.
CREATE TABLE approval.collection (
  request      text PRIMARY KEY,
  collected_at timestamptz NOT NULL
);

CREATE FUNCTION approval.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of approval.% never change', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER fixed BEFORE UPDATE ON approval.parameters
  FOR EACH ROW EXECUTE FUNCTION approval.refuse_change();
CREATE TRIGGER fixed BEFORE UPDATE ON approval.collection
  FOR EACH ROW EXECUTE FUNCTION approval.refuse_change();

-- Hand-over of a post: what was open is listed when it is offered; the receiver's receipt moves the post.
CREATE TABLE identity.handover (
  fact_id     uuid PRIMARY KEY,
  handover    text NOT NULL UNIQUE,
  from_person text NOT NULL,
  to_person   text NOT NULL,
  post        text NOT NULL,
  items       jsonb NOT NULL,
  note        text,
  last_day    date NOT NULL,
  offered_at  timestamptz NOT NULL
);
CREATE INDEX handover_to ON identity.handover (to_person);
CREATE INDEX handover_from ON identity.handover (from_person);
CREATE TABLE identity.handover_receipt (
  fact_id     uuid PRIMARY KEY,
  handover    text NOT NULL UNIQUE,
  person      text NOT NULL,
  received_at timestamptz NOT NULL
);

-- Three administrators (三员分离, GB/T 22239): when a person is one of them, by whatever way. A delegation counts
-- while its giver holds the post, a deputy while the person away does; nobody passes on what was passed to him.
CREATE FUNCTION identity.is_administrator(role text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT role IN ('systemAdmin', 'securityAdmin', 'auditor') $$;

CREATE VIEW identity.administrator_term WITH (security_invoker = true) AS
WITH version AS (
  SELECT DISTINCT ON (post, valid_from) post, role, valid_from, valid_to FROM identity.post
  WHERE post IN (SELECT post FROM identity.post WHERE identity.is_administrator(role))
  ORDER BY post, valid_from, fact_id DESC
), role_term AS (
  SELECT post, role, valid_from,
         least(valid_to, lead(valid_from) OVER (PARTITION BY post ORDER BY valid_from) - 1) AS valid_to
  FROM version
), post_term AS (
  SELECT post, role, daterange(valid_from, valid_to, '[]') AS during FROM role_term
  WHERE identity.is_administrator(role) AND (valid_to IS NULL OR valid_to >= valid_from)
), holder AS (
  SELECT person, post_term.post, role, daterange(valid_from, appointed.valid_to, '[]') * during AS during
  FROM (SELECT DISTINCT ON (appointment) * FROM identity.appointment ORDER BY appointment, fact_id DESC) AS appointed
  JOIN post_term USING (post)
  WHERE appointed.valid_to IS NULL OR appointed.valid_to >= appointed.valid_from
)
SELECT person, post, role, 'appointment' AS basis, during FROM holder
UNION ALL
SELECT to_person, holder.post, role, 'delegation', daterange(valid_from, valid_to, '[]') * during
FROM (SELECT DISTINCT ON (delegation) * FROM identity.delegation ORDER BY delegation, fact_id DESC) AS given
JOIN holder ON holder.person = from_person AND holder.post = given.post
WHERE valid_to >= valid_from
UNION ALL
SELECT deputy, holder.post, role, 'deputy', daterange(valid_from, valid_to, '[]') * during
FROM (SELECT DISTINCT ON (leave) * FROM identity.leave ORDER BY leave, fact_id DESC) AS away
JOIN holder ON holder.person = away.person
WHERE valid_to >= valid_from;

CREATE VIEW identity.administrator_conflict WITH (security_invoker = true) AS
SELECT one.person, one.role, other.role AS other_role, lower(one.during * other.during) AS first_day
FROM identity.administrator_term AS one JOIN identity.administrator_term AS other
  ON other.person = one.person AND other.role > one.role AND other.during && one.during;

-- Two transactions that each add one half would not see one another: both take this lock before they look.
CREATE FUNCTION identity.lock_administrators() RETURNS void LANGUAGE sql AS 'SELECT pg_advisory_xact_lock(7301014)';

CREATE FUNCTION identity.concerns_administrators(name text, changed jsonb) RETURNS boolean LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN changed IS NULL THEN false WHEN name = 'post' THEN
    EXISTS (SELECT FROM identity.post WHERE post = changed ->> 'post' AND identity.is_administrator(role))
  ELSE
    EXISTS (SELECT FROM identity.appointment AS held JOIN identity.post USING (post)
            WHERE held.person = coalesce(changed ->> 'from_person', changed ->> 'person')
              AND identity.is_administrator(role))
  END $$;

-- At the commit, so that a rebuild may pass through states that never stood.
CREATE FUNCTION identity.separate_administrators() RETURNS trigger LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp AS $$
DECLARE conflict record;
BEGIN
  IF NOT (identity.concerns_administrators(TG_TABLE_NAME, to_jsonb(NEW))
          OR identity.concerns_administrators(TG_TABLE_NAME, to_jsonb(OLD))) THEN RETURN NULL; END IF;
  -- A snapshot taken before the lock would not show what another transaction has just committed.
  IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
    RAISE EXCEPTION 'administrators are changed under READ COMMITTED only' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM identity.lock_administrators();
  SELECT * INTO conflict FROM identity.administrator_conflict LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'person % would be % and % on %', conflict.person, conflict.role, conflict.other_role, conflict.first_day
      USING ERRCODE = 'check_violation', CONSTRAINT = 'administrators_separated';
  END IF;
  RETURN NULL;
END $$;
DO $$ DECLARE name text; BEGIN
  FOREACH name IN ARRAY ARRAY['post', 'appointment', 'delegation', 'leave'] LOOP
    EXECUTE format('CREATE CONSTRAINT TRIGGER administrators_separated AFTER INSERT OR UPDATE OR DELETE ON identity.%I
                    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
                    EXECUTE FUNCTION identity.separate_administrators()', name);
  END LOOP;
END $$;
