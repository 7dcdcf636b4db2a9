/** Organisations of OCDS: by reference to `parties`, or written out in place (OCDS 1.0, extensions). */
import type { Party, Place } from "../../../../../contract/src/values.ts";
import { type JsonObject, objectOf, objectsOf, textOf } from "./json-values.ts";
import { clip, organisation, partyOf, tidyName } from "./parties.ts";

const MAX_MEMBERS = 20;

export type Organisation = Extract<Party, { kind: "organisation" }>;

export interface PartyLookup {
  /** The party, or `undefined` if neither name nor identifier is given. */
  readonly party: (reference: unknown) => Party | undefined;
  /** Several references as one bidder: a consortium. */
  readonly joint: (references: unknown) => Party | undefined;
  readonly organisation: (reference: unknown) => Organisation | undefined;
  readonly place: (reference: unknown) => Place | undefined;
}

const CHINESE_SCHEMES = new Set(["CN-USCC", "CN-USCI", "CN-SCC", "XI-CN-USCC"]);

export function createPartyLookup(release: JsonObject, personKey: string): PartyLookup {
  const byId = new Map<string, JsonObject>();
  for (const entry of objectsOf(release["parties"])) {
    const id = textOf(entry["id"]);
    if (id !== undefined) byId.set(id, entry);
  }

  function full(reference: unknown): JsonObject {
    const own = objectOf(reference);
    const known = byId.get(textOf(own["id"]) ?? "") ?? {};
    return { ...known, ...own };
  }

  function words(reference: unknown) {
    const given = full(reference);
    const identifier = objectOf(given["identifier"]);
    const id = textOf(identifier["id"]) ?? textOf(given["id"]);
    const name = textOf(given["name"]) ?? textOf(identifier["legalName"]) ?? id;
    if (name === undefined) return undefined;
    const scheme = textOf(identifier["scheme"]);
    const isChinese = scheme !== undefined && CHINESE_SCHEMES.has(scheme.toUpperCase());
    const country = textOf(objectOf(given["address"])["countryName"]);
    return {
      name,
      code: textOf(identifier["id"]),
      scheme: isChinese ? undefined : (scheme ?? "OCDS"),
      country,
    };
  }

  function one(reference: unknown): Party | undefined {
    const given = words(reference);
    return given === undefined ? undefined : partyOf(given, personKey);
  }

  return {
    party: one,
    joint(references) {
      const parties = objectsOf(references).flatMap((reference) => one(reference) ?? []);
      const [first] = parties;
      if (first === undefined || parties.length === 1) return first;
      const members = parties.slice(0, MAX_MEMBERS).map(asMember);
      const name = tidyName(members.map((member) => member.name).join(" + "));
      return { kind: "consortium", name, members };
    },
    organisation(reference) {
      const given = words(reference);
      return given === undefined ? undefined : organisation(given);
    },
    place(reference) {
      const address = objectOf(full(reference)["address"]);
      const parts = [textOf(address["region"]), textOf(address["locality"])];
      const name = [...new Set(parts.flatMap((part) => part ?? []))].join(" ");
      return name === "" ? undefined : { name: clip(name, 120) };
    },
  };
}

/** Members of a consortium are organisations; a person among them shows mask and token only. */
function asMember(party: Party): Organisation {
  if (party.kind === "organisation") return party;
  if (party.kind === "consortium") return { kind: "organisation", name: party.name };
  return {
    kind: "organisation",
    name: party.maskedName,
    identifier: { scheme: "person", id: party.token },
  };
}
