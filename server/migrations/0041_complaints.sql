-- Complaints of one writer about one matter at several supervisors: who received first, and who later. Null: not looked at yet.
ALTER TABLE complaints.handling ADD COLUMN peers jsonb;

-- A calendar was entered: the clocks of notices and cards are to be counted again. Both dates stay.
CREATE TABLE oversight.recount (
  -- The fact that makes it necessary.
  fact_id uuid PRIMARY KEY
);
CREATE TABLE oversight.dates_moved (
  fact_id     uuid        PRIMARY KEY,
  -- `notice:<number>` or `card:<unit>/<quarter>`.
  subject     text        NOT NULL,
  occurred_at timestamptz NOT NULL,
  clocks      jsonb       NOT NULL
);
CREATE INDEX dates_moved_subject ON oversight.dates_moved (subject);
ALTER TABLE oversight.dates_moved ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_notices ON oversight.dates_moved FOR SELECT USING (subject LIKE 'notice:%' AND
  EXISTS (SELECT FROM oversight.notice WHERE notice.number = substr(dates_moved.subject, 8)));
CREATE POLICY of_cards ON oversight.dates_moved FOR SELECT USING (subject LIKE 'card:%' AND
  EXISTS (SELECT FROM oversight.card WHERE dates_moved.subject = 'card:' || card.unit_id || '/' || card.quarter));
