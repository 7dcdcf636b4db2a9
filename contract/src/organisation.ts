/** Values of the organisation: units, posts, jurisdictions (docs/how-to/organisation.md). */
import Type, { type Static } from "typebox";

import { closed, Regime } from "./values.ts";

/** Id of a unit, post, person or other part of the organisation, chosen by whoever registers it. */
export const OrganisationId = Type.String({ pattern: "^[a-z][a-z0-9-]{1,40}$" });

export const UNIT_KINDS = [
  "tradingCentre",
  "coordinator",
  "committee",
  "department",
  "discipline",
  "stationedDiscipline",
  "police",
  "procuratorate",
  "court",
  "procuringEntity",
  "procurementAgency",
  "bidder",
  "expertPool",
  "province",
  "operations",
] as const;
export type UnitKind = (typeof UNIT_KINDS)[number];
export const UnitKind = Type.Enum(UNIT_KINDS);

/** What a post is for; permissions follow from it (docs/security/permissions.md). */
export const ROLES = [
  "officer",
  "chief",
  "coordinator",
  "centre",
  "director",
  "inspector",
  "police",
  "court",
  "entity",
  "agency",
  "bidder",
  "expert",
  "province",
  "systemAdmin",
  "securityAdmin",
  "auditor",
] as const;
export type Role = (typeof ROLES)[number];
export const Role = Type.Enum(ROLES);

/** The three administrators, whom no person may combine (三员分离). */
export const ADMINISTRATORS = [
  "systemAdmin",
  "securityAdmin",
  "auditor",
] as const satisfies readonly Role[];

/**
 * Roles whose posts nobody fills alone: administrators, those who look into what others do, and those who decide or
 * approve. Appointments to them, and their ends, wait for a second person (docs/security/four-eyes.md).
 */
export const PRIVILEGED_ROLES = [
  ...ADMINISTRATORS,
  "inspector",
  "police",
  "chief",
  "coordinator",
  "director",
] as const satisfies readonly Role[];

export const MATTERS = ["process", "lead", "complaint", "tipoff", "score", "video"] as const;
export type MatterKind = (typeof MATTERS)[number];
export const MatterKind = Type.Enum(MATTERS);

/** Lower bounds of the amount bands, in yuan; as in the SQL function identity.amount_band. */
export const AMOUNT_BANDS = [
  0, 500_000, 1_000_000, 2_000_000, 4_000_000, 10_000_000, 30_000_000, 100_000_000, 400_000_000,
] as const;
const Band = Type.Integer({ minimum: 0, maximum: AMOUNT_BANDS.length - 1 });

/** One clause of a jurisdiction: matter × regime × industry × place × amount band. Absent = any. */
export const JurisdictionClause = Type.Object(
  {
    matters: Type.Array(MatterKind, { minItems: 1, maxItems: MATTERS.length, uniqueItems: true }),
    regimes: Type.Optional(Type.Array(Regime, { minItems: 1, maxItems: 6 })),
    industries: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { minItems: 1, maxItems: 40 }),
    ),
    /** Division code prefixes. */
    places: Type.Optional(
      Type.Array(Type.String({ pattern: "^[0-9]{2,12}$" }), { minItems: 1, maxItems: 200 }),
    ),
    /** First and last band, both included. */
    bandFrom: Type.Optional(Band),
    bandTo: Type.Optional(Band),
    /**
     * Whose handling is seen: the own unit and those below (`own`, the default), the unit that a discipline group
     * is stationed in (`stationed`), those of every unit (`any`).
     */
    units: Type.Optional(Type.Enum(["own", "stationed", "any"] as const)),
  },
  closed,
);
export type JurisdictionClause = Static<typeof JurisdictionClause>;
