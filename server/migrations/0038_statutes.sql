-- The request that was made last for a draft, so that whoever looks at it sees that it was asked for.
ALTER TABLE statutes.draft ADD COLUMN request text;
