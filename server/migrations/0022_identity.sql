-- Accounts opened by letters with one-time links (docs/how-to/sign-in.md).

-- Sessions are swept away; when somebody was last here is kept with the account.
ALTER TABLE identity.account ADD COLUMN last_sign_in_at timestamptz;

-- Projection: a row for each account of a fact identity.accounts-opened or identity.account-link-revoked.
CREATE TABLE identity.account_letter (
  fact_id uuid        NOT NULL,
  account text        NOT NULL,
  by      text        NOT NULL,
  unit    text        NOT NULL,
  -- False: the link was revoked.
  is_made boolean     NOT NULL,
  at      timestamptz NOT NULL,
  PRIMARY KEY (fact_id, account)
);
CREATE INDEX account_letter_account ON identity.account_letter (account, at DESC);
CREATE INDEX one_time_link_account ON identity.one_time_link (account) WHERE account IS NOT NULL;
