-- Quarantined lines are backed up in the order in which their transactions ended, like facts.
ALTER TABLE intake.quarantine
  ADD COLUMN epoch smallint NOT NULL DEFAULT fact.epoch_now(),
  ADD COLUMN xid   xid8     NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX quarantine_feed ON intake.quarantine (epoch, xid, id);
