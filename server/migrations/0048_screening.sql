-- Gaps between uploads in each lot (DEV-09), and whose machines met where before (DEV-13).

-- Pairs of bidders whose uploads lie at most 5, 10, 20 … 600 seconds apart, and all pairs (screening/relay.ts).
ALTER TABLE screening.market_lot ADD COLUMN upload_gaps int[];
CREATE INDEX market_lot_method ON screening.market_lot (method, opened_at) WHERE upload_gaps IS NOT NULL;

-- The act of first_at; the evidence of a link points to it.
ALTER TABLE screening.seen_value ADD COLUMN fact_id uuid;
CREATE INDEX seen_value_machine ON screening.seen_value (firm_key) WHERE field = 'mac' AND value <> '';

-- The subscriber fills the tables again.
DELETE FROM screening.seen_value;
DELETE FROM screening.market_lot;
DELETE FROM screening.comparison_filled;
