/** HTTP of the list of duties: versions, drafts, differences, "to whom would this go?", orphan maps. */
import Type, { type Static } from "typebox";

import { Department } from "./casework.ts";
import {
  DutyItem,
  DutyLevel,
  DutyList,
  DutyMatter,
  DutyStage,
} from "./facts/duties.list-published.ts";
import { OrphanKey } from "./facts/duties.orphan-assigned.ts";
import { OrganisationId, Role } from "./organisation.ts";
import { closed, PlainDay, Regime } from "./values.ts";

export {
  DUTY_STAGES,
  type DutyBasis,
  type DutyContact,
  DutyItem,
  type DutyLimit,
  DutyList,
  type DutyStage,
} from "./facts/duties.list-published.ts";

/** Matters with words in locales (`duties:matter.*`). The set is open: a list may name others. */
export const DUTY_MATTERS = [
  "lead",
  "complaint",
  "tipoff",
  "challenge",
  "inspection",
  "penalty",
  "contractPerformance",
  "documentFiling",
  "agencyConduct",
  "expertConduct",
  "entityConduct",
  "bidderCredit",
  "information",
  "siteService",
  "staffDiscipline",
  "crime",
  "fairCompetition",
  "payment",
] as const;

/** Industries with words in locales (`duties:industry.*`); also an open set. */
export const DUTY_INDUSTRIES = [
  "housing",
  "transport",
  "water",
  "agriculture",
  "health",
  "education",
  "government",
  "natural-resources",
  "state-assets",
] as const;

/** A version without its items. */
export const DutyVersion = Type.Object(
  {
    number: Type.Integer(),
    title: Type.String(),
    adoptedBy: Type.String(),
    documentNo: Type.String(),
    validFrom: PlainDay,
    validTo: Type.Optional(PlainDay),
    items: Type.Integer(),
    publishedAt: Type.String(),
    /** In force on the day of the request. */
    isInForce: Type.Boolean(),
  },
  closed,
);
export type DutyVersion = Static<typeof DutyVersion>;

/** GET /api/duties/versions */
export const DutyVersions = Type.Object({ rows: Type.Array(DutyVersion) }, closed);
export type DutyVersions = Static<typeof DutyVersions>;

/** GET /api/duties/versions/:number */
export const DutyVersionView = Type.Object(
  { version: DutyVersion, fallback: DutyList.properties.fallback, items: Type.Array(DutyItem) },
  closed,
);
export type DutyVersionView = Static<typeof DutyVersionView>;

/** GET /api/duties/difference?from=&to= : the items that differ, side by side. */
export const DutyChange = Type.Object(
  {
    item: Type.String(),
    change: Type.Enum(["added", "removed", "changed"] as const),
    before: Type.Optional(DutyItem),
    after: Type.Optional(DutyItem),
    /** Names of the fields that differ. */
    fields: Type.Array(Type.String()),
  },
  closed,
);
export type DutyChange = Static<typeof DutyChange>;
export const DutyDifference = Type.Object(
  {
    from: Type.Integer(),
    to: Type.Integer(),
    same: Type.Integer(),
    changes: Type.Array(DutyChange),
  },
  closed,
);
export type DutyDifference = Static<typeof DutyDifference>;

/** POST /api/duties/drafts (201), PUT /api/duties/drafts/:id: a list that is not published. */
export const DutyDraft = Type.Object(
  {
    id: Type.String({ format: "uuid" }),
    list: DutyList,
    madeBy: Type.Object({ account: Type.String(), name: Type.String() }, closed),
    changedAt: Type.String(),
    /** Pairs of items that would both be the most specific for one question. */
    overlaps: Type.Array(Type.Object({ first: Type.String(), second: Type.String() }, closed)),
  },
  closed,
);
export type DutyDraft = Static<typeof DutyDraft>;
export const DutyDrafts = Type.Object({ rows: Type.Array(DutyDraft) }, closed);
export type DutyDrafts = Static<typeof DutyDrafts>;

/**
 * POST /api/duties/versions: asks that a draft be published; a person of another unit, who did not write it, approves.
 * Codes: duties.no-draft, duties.overlap, duties.wrong-number, duties.repeated-item, duties.starts-in-past,
 * duties.starts-too-early; of the approval: duties.own-draft.
 */
export const PublishVersion = Type.Object(
  { draft: Type.String({ format: "uuid" }), reason: Type.String({ minLength: 2, maxLength: 400 }) },
  closed,
);
export type PublishVersion = Static<typeof PublishVersion>;

/** GET /api/duties/route */
export const RouteQuery = Type.Object(
  {
    matter: DutyMatter,
    regime: Type.Optional(Regime),
    industry: Type.Optional(Type.String({ maxLength: 60 })),
    place: Type.Optional(Type.String({ pattern: "^[0-9]{2,12}$" })),
    /** Whole yuan. */
    amount: Type.Optional(Type.String({ pattern: "^[0-9]{1,13}$" })),
    stage: Type.Optional(DutyStage),
    /** Absent: today. */
    day: Type.Optional(PlainDay),
  },
  closed,
);
export type RouteQuery = Static<typeof RouteQuery>;

/** Why an item does not answer a question, in the order in which it is asked. */
export const LOSS_REASONS = [
  "notInForce",
  "superseded",
  "otherRegime",
  "regimeUnknown",
  "otherIndustry",
  "industryUnknown",
  "otherPlace",
  "placeUnknown",
  "otherAmount",
  "amountUnknown",
  "otherStage",
  "stageUnknown",
  "lessSpecific",
  "tie",
] as const;
export const LossReason = Type.Enum(LOSS_REASONS);
export type LossReason = Static<typeof LossReason>;

export const RouteCandidate = Type.Object(
  {
    item: Type.String(),
    /** Number of the list; absent for a duty listed by itself. */
    list: Type.Optional(Type.Integer()),
    department: Department,
    level: Type.Optional(DutyLevel),
    regime: Type.Optional(Type.String()),
    industry: Type.Optional(Type.String()),
    place: Type.Optional(Type.String()),
    placeName: Type.Optional(Type.String()),
    bandFrom: Type.Optional(Type.Integer()),
    bandTo: Type.Optional(Type.Integer()),
    stage: Type.Optional(Type.String()),
    won: Type.Boolean(),
    /** Set when it lost. */
    reason: Type.Optional(LossReason),
    /** For `lessSpecific`: what the winner names and this one does not. */
    by: Type.Optional(Type.Enum(["place", "industry", "regime", "amount", "stage"] as const)),
  },
  closed,
);
export type RouteCandidate = Static<typeof RouteCandidate>;

/** A post of the department and whether its holders could see the matter. */
export const Seer = Type.Object(
  {
    post: Type.String(),
    title: Type.String(),
    role: Role,
    unit: Department,
    persons: Type.Array(Type.String()),
    sees: Type.Boolean(),
    /** May act on it, not only read. */
    acts: Type.Boolean(),
  },
  closed,
);
export type Seer = Static<typeof Seer>;

export const RouteView = Type.Object(
  {
    day: PlainDay,
    /** Null: the list names nobody (orphan). */
    duty: Type.Union([
      Type.Object(
        { item: Type.Optional(DutyItem), department: Department, legalBasis: Type.String() },
        closed,
      ),
      Type.Null(),
    ]),
    list: Type.Union([DutyVersion, Type.Null()]),
    /** Where to ask when nobody is named. */
    fallback: Type.Union([DutyList.properties.fallback, Type.Null()]),
    candidates: Type.Array(RouteCandidate),
    seers: Type.Array(Seer),
    /** How the matter is seen: by its own matter of jurisdiction, or with the process. */
    seenAs: Type.String(),
  },
  closed,
);
export type RouteView = Static<typeof RouteView>;

export const OrphanOwner = Type.Object(
  {
    unit: Department,
    person: Type.Optional(Type.Object({ id: Type.String(), name: Type.String() }, closed)),
    plan: Type.String(),
    dueOn: Type.Optional(PlainDay),
    assignedBy: Type.String(),
    assignedAt: Type.String(),
  },
  closed,
);
export type OrphanOwner = Static<typeof OrphanOwner>;

const Orphan = {
  key: OrphanKey,
  /** First day of the state it is in; absent when it cannot be known. */
  since: Type.Optional(PlainDay),
  owner: Type.Union([OrphanOwner, Type.Null()]),
  /** One number a week, oldest first: facts of a power, open alerts of a group. */
  trend: Type.Array(Type.Integer()),
};

/** A power that no data feeds: no kind of fact for it, never a fact, or none lately. */
export const BlindPower = Type.Object(
  {
    ...Orphan,
    item: DutyItem,
    reason: Type.Enum(["noKind", "noFeed", "silent"] as const),
    /** Fact kinds that would feed it. */
    kinds: Type.Array(Type.String()),
    lastFactOn: Type.Optional(PlainDay),
  },
  closed,
);
export type BlindPower = Static<typeof BlindPower>;

/** Open alerts that nobody is empowered to take. */
export const UnownedAlerts = Type.Object(
  {
    ...Orphan,
    reason: Type.Enum(["noDuty", "noUnit", "noPerson"] as const),
    department: Department,
    regime: Type.Optional(Type.String()),
    industry: Type.Optional(Type.String()),
    place: Type.Optional(Type.String()),
    open: Type.Integer(),
    /** Numbers of up to five of the leads. */
    leads: Type.Array(Type.Object({ id: Type.String(), title: Type.String() }, closed)),
  },
  closed,
);
export type UnownedAlerts = Static<typeof UnownedAlerts>;

/** GET /api/duties/orphans?days= */
export const OrphanQuery = Type.Object(
  { days: Type.Optional(Type.Integer({ minimum: 7, maximum: 365, default: 90 })) },
  closed,
);
export const OrphanMaps = Type.Object(
  {
    day: PlainDay,
    days: Type.Integer(),
    /** Last day of each week of the trends. */
    weeks: Type.Array(PlainDay),
    powers: Type.Object(
      { items: Type.Integer(), blind: Type.Array(BlindPower), trend: Type.Array(Type.Integer()) },
      closed,
    ),
    alerts: Type.Object(
      {
        open: Type.Integer(),
        groups: Type.Array(UnownedAlerts),
        trend: Type.Array(Type.Integer()),
      },
      closed,
    ),
    overlaps: Type.Array(Type.Object({ first: DutyItem, second: DutyItem }, closed)),
  },
  closed,
);
export type OrphanMaps = Static<typeof OrphanMaps>;

/** POST /api/duties/orphans: who mends it. Codes: duties.unknown-unit, duties.unknown-person. */
export const AssignOrphan = Type.Object(
  {
    orphan: OrphanKey,
    unit: OrganisationId,
    person: Type.Optional(OrganisationId),
    plan: Type.String({ minLength: 1, maxLength: 1000 }),
    dueOn: Type.Optional(PlainDay),
  },
  closed,
);
export type AssignOrphan = Static<typeof AssignOrphan>;

/** GET /api/duties/units: units in force today, to choose an owner from. */
export const DutyUnits = Type.Object({ rows: Type.Array(Department) }, closed);
export type DutyUnits = Static<typeof DutyUnits>;
