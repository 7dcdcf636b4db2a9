-- What each voice adds to the figures; follows from the same facts as its summary.
CREATE TABLE complaints.measure (
  voice_id        text    PRIMARY KEY,
  -- Working days: receipt to signature, receipt to the decision about acceptance, acceptance to the answer.
  take_days       integer,
  acceptance_days integer,
  answer_days     integer,
  answered_on     date,
  -- Last day of the answer by law and by the city's promise; null: none runs, or none is known.
  statute_on      date,
  promise_on      date,
  -- Claims by result in the last answer.
  results         jsonb   NOT NULL,
  unanswered      integer NOT NULL,
  refusal         text,
  pauses          integer NOT NULL,
  -- Calendar days of pauses that have ended.
  pause_days      integer NOT NULL,
  is_taken_down   boolean NOT NULL
);
ALTER TABLE complaints.measure ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON complaints.measure FOR SELECT USING (
  EXISTS (SELECT FROM complaints.handling WHERE handling.voice_id = measure.voice_id));
