/** Keys and names of parties, the same in every module. */
import type { Party } from "../../../contract/src/values.ts";

/**
 * Stable key of a party: `uscc:…`, `<scheme>:<id>`, `person:<token>`, `consortium:a+b`, or `name:…`.
 * Two spellings of one firm without any code stay two parties: we do not guess identity.
 */
export function partyKey(party: Party): string {
  if (party.kind === "naturalPerson") return `person:${party.token}`;
  if (party.kind === "consortium") {
    return `consortium:${party.members.map(partyKey).toSorted().join("+")}`;
  }
  if (party.uscc !== undefined) return `uscc:${party.uscc}`;
  if (party.identifier !== undefined) return `${party.identifier.scheme}:${party.identifier.id}`;
  return `name:${party.name.normalize("NFKC").replaceAll(/\s+/gu, "")}`;
}

/** Name to show to officers; natural persons are masked already. */
export function partyName(party: Party): string {
  return party.kind === "naturalPerson" ? party.maskedName : party.name;
}
