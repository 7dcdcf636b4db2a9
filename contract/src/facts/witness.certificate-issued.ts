import Type, { type Static } from "typebox";

import { closed } from "../values.ts";
import { Sha256 } from "../video-values.ts";
import { defineFactKind } from "./fact.ts";

/** "MJ-" and 24 upper-case hex digits of the content hash of the fact that sealed it. */
const CertificateNumber = Type.String({ pattern: "^MJ-[0-9A-F]{24}$" });

const Payload = Type.Object(
  {
    /** "public", "party:" and a unified social credit code, or "court:" or "discipline:" and the name of the organ. */
    audience: Type.String({
      pattern:
        "^(public|party:[0-9A-HJ-NPQRTUWXY]{18}|(court|discipline):[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]{1,200})$",
    }),
    title: Type.String({ minLength: 1, maxLength: 400 }),
    /** `whole`: everything up to then; `chosen`: chosen events. */
    scope: Type.Union([Type.Literal("whole"), Type.Literal("chosen")]),
    /** A multiple of 16. */
    rows: Type.Integer({ minimum: 16, maximum: 16_384, multipleOf: 16 }),
    /** How many of them the audience may see; these come first. */
    shown: Type.Integer({ minimum: 0, maximum: 16_384 }),
    /** Root of RFC 6962 over the rows (verifier/README.md). */
    root: Sha256,
    supersedes: Type.Optional(CertificateNumber),
  },
  closed,
);
export type CertificateIssued = Static<typeof Payload>;

/** The seal of a certificate: whoever changes its title, addressee, time or rows is found out by the log. */
export const certificateIssued = defineFactKind({
  kind: "witness.certificate-issued",
  version: 1,
  title: { en: "Certificate issued", zh: "见证书出具" },
  about: {
    en: "For whom a certificate was issued, when, and the root over everything that it lists.",
    zh: "见证书出具给谁、何时出具，以及所列全部各行算出的根值。",
  },
  payload: Payload,
  example: {
    audience: "public",
    title: "滨河路（青石桥至月湖段）综合改造工程施工",
    scope: "whole",
    rows: 32,
    shown: 14,
    root: "9f".repeat(32),
  },
});
