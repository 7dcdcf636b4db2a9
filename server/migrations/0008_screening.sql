-- What the screening of a lot is compared with, in columns an index can answer. The subscriber of
-- screening keeps these tables; a rebuild of the projections leaves them alone.

-- One row a lot: the gap below its second lowest bid (PRC-06) and the market cell it belongs to.
CREATE TABLE screening.market_lot (
  ocid      text NOT NULL,
  lot_id    text NOT NULL,
  opened_at timestamptz NOT NULL,
  category  text NOT NULL,
  method    text NOT NULL,
  -- Lower end of the size band, in yuan: 1, 3, 10, 30 …
  size_band bigint NOT NULL,
  bidders   integer NOT NULL,
  -- P(RDNOR at least as large | uniform spacings, n).
  tail      double precision NOT NULL,
  PRIMARY KEY (ocid, lot_id)
);
CREATE INDEX market_lot_cell ON screening.market_lot (category, method, size_band, opened_at)
  INCLUDE (bidders, tail);

-- Which firm used which value of a device or contact in which month; value '' stands for any value.
CREATE TABLE screening.seen_value (
  field    text NOT NULL,
  value    text NOT NULL,
  firm_key text NOT NULL,
  month    text NOT NULL,
  first_at timestamptz NOT NULL,
  last_at  timestamptz NOT NULL,
  PRIMARY KEY (field, value, firm_key, month)
);

-- Tail probabilities of the lots screened, for the correction for many tests (projection of lot-screened).
CREATE TABLE screening.tail (
  fact_id     uuid NOT NULL,
  indicator   text NOT NULL,
  family      text NOT NULL,
  batch       date NOT NULL,
  probability double precision NOT NULL,
  PRIMARY KEY (fact_id, indicator)
);
CREATE INDEX tail_batch ON screening.tail (batch, family);

-- Set once the tables hold what came before: without it the subscriber fills them from the projection of
-- procurement, after an upgrade and after a restore.
CREATE TABLE screening.comparison_filled (filled_at timestamptz NOT NULL DEFAULT now());

-- Numbers follow from the leads; a sequence would start again after a restore.
DROP SEQUENCE screening.lead_number;
