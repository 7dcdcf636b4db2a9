-- Registers of firms, and what more of a lot its market is compared with.

CREATE TABLE procurement.firm (
  fact_id     uuid PRIMARY KEY,
  occurred_at timestamptz NOT NULL,
  firm_key    text NOT NULL,
  as_of       date NOT NULL,
  founded_on  date,
  status      text NOT NULL,
  head_token  text
);
CREATE INDEX firm_key ON procurement.firm (firm_key, as_of);

CREATE TABLE procurement.restriction (
  fact_id     uuid PRIMARY KEY,
  occurred_at timestamptz NOT NULL,
  firm_key    text NOT NULL,
  list        text NOT NULL,
  decision_no text NOT NULL,
  authority   text NOT NULL,
  valid_from  date NOT NULL,
  valid_to    date,
  regimes     jsonb NOT NULL
);
CREATE INDEX restriction_firm ON procurement.restriction (firm_key);

-- Figures of each lot (screening/market-figures.ts); absent: the bids cannot carry it.
ALTER TABLE screening.market_lot
  ADD COLUMN cv double precision,
  ADD COLUMN spd double precision,
  ADD COLUMN diffp double precision,
  ADD COLUMN rd double precision,
  ADD COLUMN skew double precision,
  ADD COLUMN kurt double precision,
  ADD COLUMN ks double precision,
  -- Lowest bid over the ceiling price.
  ADD COLUMN level double precision,
  -- Share of those who fetched the documents and did not bid.
  ADD COLUMN dropped double precision;

-- New values are counted and new figures kept: the subscriber fills the tables again.
DELETE FROM screening.seen_value;
DELETE FROM screening.market_lot;
DELETE FROM screening.comparison_filled;
