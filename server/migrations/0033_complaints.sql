-- A calendar or an article was entered: dates are to be counted again.
CREATE TABLE complaints.recount (
  -- The fact that makes it necessary.
  fact_id uuid PRIMARY KEY
);
