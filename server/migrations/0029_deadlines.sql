-- Running clocks of whatever is owed, and the instants at which they speak up. Both tables follow from the facts of
-- the modules that set them; what was escalated is a fact of its own.
CREATE SCHEMA deadlines;

CREATE TABLE deadlines.clock (
  -- Subject of the facts it belongs to.
  subject      text        NOT NULL,
  clock        text        NOT NULL,
  unit         text        NOT NULL,
  -- Null: by the hour, or no date is known.
  due_on       date,
  -- From here on it is late. Null: no date is known (a year without a notice, or a pause that still runs).
  due_at       timestamptz,
  is_statutory boolean     NOT NULL,
  binds        boolean     NOT NULL,
  PRIMARY KEY (subject, clock)
);
CREATE INDEX clock_due ON deadlines.clock (due_at);

CREATE TABLE deadlines.step (
  subject text        NOT NULL,
  clock   text        NOT NULL,
  step    text        NOT NULL,
  due_at  timestamptz NOT NULL,
  at      timestamptz NOT NULL,
  -- The fact that is recorded then.
  payload jsonb       NOT NULL,
  PRIMARY KEY (subject, clock, step, due_at)
);
CREATE INDEX step_at ON deadlines.step (at);

CREATE TABLE deadlines.escalation (
  fact_id      uuid        PRIMARY KEY,
  subject      text        NOT NULL,
  clock        text        NOT NULL,
  step         text        NOT NULL,
  due_on       date,
  due_at       timestamptz NOT NULL,
  -- When it had to be recorded.
  at           timestamptz NOT NULL,
  unit         text        NOT NULL,
  is_statutory boolean     NOT NULL,
  audiences    text[]      NOT NULL
);
CREATE INDEX escalation_subject ON deadlines.escalation (subject);
CREATE INDEX escalation_unit ON deadlines.escalation (unit, at);
