-- Name and public key of the log, so that a portal host needs no file of the signer's host.
CREATE TABLE released.log (
  origin text PRIMARY KEY,
  vkey   text NOT NULL
);
