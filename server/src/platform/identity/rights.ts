/** What a post gives its holder, resolved to clauses over rows. Pure. */
import { createHash } from "node:crypto";

import {
  ADMINISTRATORS,
  AMOUNT_BANDS,
  type JurisdictionClause,
  type MatterKind,
  type Role,
  type UnitKind,
} from "../../../../contract/src/organisation.ts";
import type { Party } from "../../../../contract/src/values.ts";
import { canonicalJson } from "../../kernel/canonical-json.ts";
import { partyKey } from "../../kernel/party.ts";

/** One clause of a scope: undefined = any. */
export interface ScopeClause {
  readonly matter: MatterKind;
  readonly units?: readonly string[];
  readonly regimes?: readonly string[];
  readonly industries?: readonly string[];
  readonly places?: readonly string[];
  readonly bandFrom: number;
  readonly bandTo: number;
}

/** How a person comes to act for a post: own appointment, delegation, or deputy of somebody away. */
export type Basis = "appointment" | "delegation" | "deputy";

/** A post a person may act for on a day, as the store reads it. */
export interface HeldPost {
  readonly post: string;
  readonly title: string;
  readonly role: Role;
  readonly basis: Basis;
  /** Last day, if one is set. */
  readonly until: string | null;
  readonly unit: string;
  readonly unitName: string;
  readonly unitKind: UnitKind;
  readonly unitParty: Party | null;
  /** The unit and all below it; units that a discipline group watches. */
  readonly below: readonly string[];
  readonly stationed: readonly string[];
  readonly token: string | null;
  readonly jurisdiction: readonly JurisdictionClause[];
  /** Matters of a delegation; null = all. */
  readonly matters: readonly MatterKind[] | null;
}

const ANY_UNIT: ReadonlySet<MatterKind> = new Set(["process", "score", "video"]);

function unitsOf(held: HeldPost, clause: JurisdictionClause, matter: MatterKind) {
  if (ANY_UNIT.has(matter) || clause.units === "any") return {};
  return { units: (clause.units === "stationed" ? held.stationed : held.below).toSorted() };
}

/** Clauses of a held post, one a matter. */
export function clausesOf(held: HeldPost): readonly ScopeClause[] {
  return held.jurisdiction.flatMap((clause) =>
    clause.matters
      .filter((matter) => held.matters === null || held.matters.includes(matter))
      .map((matter): ScopeClause => {
        const { regimes, industries, places } = clause;
        return {
          matter,
          ...unitsOf(held, clause, matter),
          ...(regimes === undefined ? {} : { regimes: regimes.toSorted() }),
          ...(industries === undefined ? {} : { industries: industries.toSorted() }),
          ...(places === undefined ? {} : { places: places.toSorted() }),
          bandFrom: clause.bandFrom ?? 0,
          bandTo: clause.bandTo ?? AMOUNT_BANDS.length - 1,
        };
      }),
  );
}

/** Name of a scope: the hash of its clauses, so that equal posts share one. */
export function scopeIdOf(clauses: readonly ScopeClause[]): string {
  const sorted = clauses.map((clause) => canonicalJson(clause)).toSorted();
  return createHash("sha256").update(sorted.join("\n")).digest("hex").slice(0, 32);
}

const PARTY_ROLES: ReadonlySet<Role> = new Set(["entity", "agency", "bidder"]);

/** Keys under which rows are the reader's own: the unit as a party, an expert's token. */
export function ownKeysOf({ role, unitParty, token }: HeldPost): readonly string[] {
  if (role === "expert") return token === null ? [] : [token];
  return unitParty !== null && PARTY_ROLES.has(role) ? [partyKey(unitParty)] : [];
}

/**
 * Takes out administrators' posts of a person who holds two of the three (三员分离): what was combined by mistake or
 * malice gives nothing.
 */
export function separateAdministrators(held: readonly HeldPost[]): readonly HeldPost[] {
  const administrators = new Set<Role>(ADMINISTRATORS);
  const roles = new Set(held.map(({ role }) => role).filter((role) => administrators.has(role)));
  return roles.size > 1 ? held.filter(({ role }) => !administrators.has(role)) : held;
}
