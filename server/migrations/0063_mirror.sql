-- Leaf data of the log for entry bundles (c2sp.org/tlog-tiles), and the mirrors of inspection organs.

-- 64 bytes of salted hashes a leaf: they tell nothing of the fact.
CREATE VIEW released.log_entry AS
  SELECT leaf.leaf_index, fact.digest FROM witness.leaf JOIN fact.fact ON fact.id = leaf.fact_id;
-- Portal hosts that stand apart have none of the entries yet.
UPDATE exchange.progress SET whole_wanted = whole_wanted + 1;

CREATE SCHEMA mirror;

-- A row a fact; of a mirror the newest row holds.
CREATE TABLE mirror.token (
  fact_id    uuid        PRIMARY KEY,
  mirror     text        NOT NULL,
  organ      text        NOT NULL,
  token_hash bytea       NOT NULL CHECK (octet_length(token_hash) = 32),
  issued_at  timestamptz NOT NULL
);
CREATE INDEX token_hash ON mirror.token (token_hash);

CREATE TABLE mirror.revocation (
  fact_id    uuid        PRIMARY KEY,
  mirror     text        NOT NULL,
  revoked_at timestamptz NOT NULL
);

-- Which ranges of the log left for which mirror.
CREATE TABLE mirror.pull (
  fact_id   uuid        PRIMARY KEY,
  mirror    text        NOT NULL,
  from_leaf bigint      NOT NULL,
  to_leaf   bigint      NOT NULL,
  pulled_at timestamptz NOT NULL
);
CREATE INDEX pull_mirror ON mirror.pull (mirror, pulled_at DESC);

-- What unlocks withheld facts of a lot is looked for by lot.
CREATE INDEX fact_lot ON fact.fact (subject, (payload ->> 'lotId'))
  WHERE kind IN ('procurement.bids-opened', 'procurement.evaluation-completed');
