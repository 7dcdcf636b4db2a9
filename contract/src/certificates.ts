/** Certificates of chosen facts and of a bidder's own receipts over HTTP (docs/how-to/certificates.md). */
import Type, { type Static } from "typebox";

import { Purpose } from "./dossier-values.ts";
import { closed } from "./values.ts";

export const AUDIENCES = ["public", "party", "court", "discipline"] as const;
export type AudienceKind = (typeof AUDIENCES)[number];

export const MOST_CHOSEN = 200;

/**
 * Codes: certificate.addressee-missing, .bad-party, .nothing-to-show, .before-result, .not-found, .being-issued,
 * dossier.fact-not-found.
 */
export const IssueChosen = Type.Object(
  {
    /** Ids of facts. */
    facts: Type.Array(Type.String({ format: "uuid" }), {
      minItems: 1,
      maxItems: MOST_CHOSEN,
      uniqueItems: true,
    }),
    audience: Type.Enum(AUDIENCES),
    /** Of a party its unified social credit code; of an organ its name. For the public it is left out. */
    addressee: Type.Optional(Type.String({ maxLength: 200 })),
    purpose: Purpose,
  },
  closed,
);
export type IssueChosen = Static<typeof IssueChosen>;

export const IssuedChosen = Type.Object(
  {
    number: Type.String(),
    /** Facts that it shows, and facts of which it holds the fingerprint only. */
    shown: Type.Integer(),
    sealed: Type.Integer(),
    /** The file. */
    certificate: Type.String(),
  },
  closed,
);
export type IssuedChosen = Static<typeof IssuedChosen>;

/** What became of a certificate, for whoever knows its number. Code: certificate.unknown-number. */
export const CertificateStatus = Type.Object(
  {
    state: Type.Enum(["standing", "replaced", "withdrawn", "expired"] as const),
    issuedAt: Type.String({ format: "date-time" }),
    /** When it was replaced or withdrawn. */
    at: Type.Optional(Type.String({ format: "date-time" })),
    /** Who made public what was withdrawn. */
    organ: Type.Optional(Type.String()),
    /** The certificate in its place, of those for everybody. */
    successor: Type.Optional(
      Type.Object({ number: Type.String(), address: Type.String() }, closed),
    ),
  },
  closed,
);
export type CertificateStatus = Static<typeof CertificateStatus>;
