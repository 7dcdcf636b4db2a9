-- Views that people save in the console: names for addresses, no rows of anything.
CREATE SCHEMA workbench;

CREATE TABLE workbench.view (
  id         uuid PRIMARY KEY,
  owner      text NOT NULL,
  owner_name text NOT NULL,
  -- Unit of the post in which it was saved; shared views are seen by whoever acts in a post of it.
  unit       text NOT NULL,
  name       text NOT NULL,
  -- Address below /console, with its query.
  path       text NOT NULL,
  is_shared  boolean NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX view_owner ON workbench.view (owner);
CREATE INDEX view_shared ON workbench.view (unit) WHERE is_shared;

-- Leads that are given back, urged and corrected (docs/how-to/console.md).
-- An urging has no version: it must not make the act of an officer at work stale. NULLs never collide.
ALTER TABLE casework.event ALTER COLUMN version DROP NOT NULL;
ALTER TABLE casework.handling
  -- How the department was found: duty, fallback, coordinator.
  ADD COLUMN matched  text,
  ADD COLUMN returns  integer NOT NULL DEFAULT 0,
  ADD COLUMN urges    integer NOT NULL DEFAULT 0,
  ADD COLUMN urged_at timestamptz,
  -- Last act of whoever has to act; an urging is none.
  ADD COLUMN acted_at timestamptz;
UPDATE casework.handling SET
  matched = (SELECT payload ->> 'matched' FROM casework.event
             WHERE event.lead_id = handling.lead_id AND kind = 'casework.lead-routed'
             ORDER BY version DESC LIMIT 1),
  acted_at = (SELECT max(occurred_at) FROM casework.event WHERE event.lead_id = handling.lead_id);
ALTER TABLE casework.handling ALTER COLUMN acted_at SET NOT NULL;
