-- Limits that departments set themselves, for everybody to read; without who entered them.
CREATE TABLE released.department_limit (
  fact_id    uuid        PRIMARY KEY,
  unit_id    text        NOT NULL,
  unit_name  text        NOT NULL,
  valid_from date        NOT NULL,
  view       jsonb       NOT NULL,
  entered_at timestamptz NOT NULL
);
INSERT INTO released.department_limit (fact_id, unit_id, unit_name, valid_from, view, entered_at)
SELECT profile.fact_id, profile.unit, fact.payload #>> '{unit,name}', profile.valid_from,
  jsonb_strip_nulls(jsonb_build_object('takeHours', take_hours, 'complaintDays', complaint_days,
    'challengeDays', challenge_days, 'siteUrl', site_url)), fact.occurred_at
FROM complaints.profile JOIN fact.fact ON fact.id = profile.fact_id;
