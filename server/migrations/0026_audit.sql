-- How long access records stay searchable, as two persons of two units agreed; the last row counts.
CREATE TABLE audit.retention_term (
  fact_id uuid        PRIMARY KEY,
  days    integer     NOT NULL CHECK (days >= 180),
  set_at  timestamptz NOT NULL
);
CREATE TRIGGER no_update BEFORE UPDATE ON audit.retention_term
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON audit.retention_term
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER no_delete BEFORE DELETE ON audit.retention_term
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
