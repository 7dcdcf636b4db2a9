/** For whom a certificate is asked for. Pure. */
import type { AudienceKind } from "../../../../contract/src/certificates.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Audience } from "./certificate.ts";

const SHORTEST_NAME = 2;

/**
 * @param addressee of a party its code, checked where the certificate is issued; of an organ its name
 * @throws RuleViolation `certificate.addressee-missing`
 */
export function audienceOf(kind: AudienceKind, addressee: string | undefined): Audience {
  if (kind === "public") return "public";
  const name = (addressee ?? "")
    .toWellFormed()
    .replaceAll(/[\p{Cc}\u2028\u2029\s]+/gu, " ")
    .trim();
  if (name.length < SHORTEST_NAME)
    throw new RuleViolation(
      "certificate.addressee-missing",
      { audience: kind },
      {
        status: 400,
        errors: [{ path: "/addressee", code: "certificate.addressee-missing", params: {} }],
      },
    );
  return `${kind}:${name}`;
}
