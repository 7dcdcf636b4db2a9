-- Every login of the database may LISTEN to every channel, that of the portal too. So NOTIFY carries a keyed digest of
-- the person, not the person: who has the key can tell for whom it is, who has not learns only that something happened.
CREATE TABLE notice.channel (
  id     smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  secret uuid NOT NULL
);
INSERT INTO notice.channel (secret) VALUES (gen_random_uuid());

CREATE FUNCTION notice.name_of(person text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(secret || ' ' || person, 'UTF8')), 'hex') FROM notice.channel
$$;
