/**
 * The console's home and saved views over HTTP. Codes: views.not-found, views.too-many {most}, views.bad-path.
 * Every figure names the address of the rows behind it.
 */
import Type, { type Static } from "typebox";

import { Department } from "./casework.ts";
import { LeadState } from "./leads.ts";
import { OrganisationId, Role, UnitKind } from "./organisation.ts";
import { ProcessState } from "./processes.ts";
import { Level } from "./screening.ts";
import { closed, LotId, PlainDay } from "./values.ts";
import { VoiceRow } from "./voices.ts";

/** overdue: past a statutory date; due: today or tomorrow, or a right that is running out; calm: in time. */
export const Risk = Type.Enum(["overdue", "due", "calm"] as const);
export type Risk = Static<typeof Risk>;

export const FIGURES = [
  "returned",
  "fallback",
  "routed",
  "received",
  "decided",
  "stuck",
  "openings",
  "processes",
  "toContract",
  "submissions",
  "scores",
  "vacantPosts",
  "endingAppointments",
  "delegations",
  "recusals",
  "actsToday",
  "voicesRouted",
  "voicesSoon",
  "voicesLate",
] as const;
export const HomeFigure = Type.Object(
  {
    figure: Type.Enum(FIGURES),
    count: Type.Integer(),
    /** Address below /console of the rows behind it. */
    to: Type.String(),
    risk: Risk,
  },
  closed,
);
export type HomeFigure = Static<typeof HomeFigure>;

/**
 * What makes a matter more or less urgent in law. disclosure: candidates are published and objections still possible
 * (ZTB-T-54); toDisclose: evaluated, to be published within three days (ZTB-T-54); beforeAward; contractLate,
 * beforeContract: thirty days from the award (ZTB-46, CG-46); toPublish: a decision waits for its publication
 * (JLGG-6); opening: bids are opened then; after: contract signed or tender failed.
 */
export const GROUNDS = [
  "toPublish",
  "contractLate",
  "disclosure",
  "toDisclose",
  "beforeAward",
  "beforeContract",
  "opening",
  "announced",
  "after",
] as const;
export const DueGround = Type.Enum(GROUNDS);
export type DueGround = Static<typeof DueGround>;

export const DueRow = Type.Object(
  {
    kind: Type.Enum(["lead", "process"] as const),
    id: Type.String(),
    title: Type.String(),
    lotId: Type.Optional(LotId),
    number: Type.Optional(Type.String()),
    level: Type.Optional(Level),
    state: Type.Union([LeadState, ProcessState]),
    department: Type.Optional(Department),
    officerName: Type.Optional(Type.String()),
    ground: DueGround,
    risk: Risk,
    /** Last day of the statutory period, or the day of the opening. */
    until: Type.Optional(PlainDay),
    /** Last act of whoever has to act. */
    since: Type.Optional(Type.String()),
    urges: Type.Optional(Type.Integer()),
  },
  closed,
);
export type DueRow = Static<typeof DueRow>;

export const DepartmentRow = Type.Object(
  {
    department: Department,
    returned: Type.Integer(),
    routed: Type.Integer(),
    received: Type.Integer(),
    decided: Type.Integer(),
    stuck: Type.Integer(),
    urges: Type.Integer(),
    /** Oldest last act among its lying leads; absent when none lies. */
    lyingSince: Type.Optional(Type.String()),
  },
  closed,
);
export type DepartmentRow = Static<typeof DepartmentRow>;

export const OpeningRow = Type.Object(
  {
    ocid: Type.String(),
    title: Type.String(),
    at: Type.String(),
    place: Type.Optional(Type.String()),
    venue: Type.Optional(Type.String()),
    state: ProcessState,
  },
  closed,
);
export type OpeningRow = Static<typeof OpeningRow>;

export const SubmissionRow = Type.Object(
  {
    factId: Type.String(),
    ocid: Type.String(),
    lotId: LotId,
    /** Absent while the process is not public. */
    title: Type.Optional(Type.String()),
    stage: Type.String(),
    at: Type.String(),
    leafIndex: Type.Optional(Type.Integer()),
    /** Whether the public page and certificate exist. */
    isPublic: Type.Boolean(),
  },
  closed,
);
export type SubmissionRow = Static<typeof SubmissionRow>;

export const ScoreRow = Type.Object(
  {
    ocid: Type.String(),
    lotId: LotId,
    title: Type.Optional(Type.String()),
    at: Type.String(),
    bidders: Type.Integer(),
    scores: Type.Integer(),
    isPublic: Type.Boolean(),
  },
  closed,
);
export type ScoreRow = Static<typeof ScoreRow>;

/** GET /api/home: absent parts are not this role's. */
export const HomeView = Type.Object(
  {
    role: Role,
    asOf: Type.String(),
    figures: Type.Array(HomeFigure),
    /** By legal risk, heaviest first. */
    due: Type.Optional(Type.Array(DueRow)),
    /** Open enquiries, challenges, objections and complaints, the first clock on top. */
    voices: Type.Optional(Type.Array(VoiceRow)),
    /** How many there are of them, listed or not. */
    voicesOpen: Type.Optional(Type.Integer()),
    /** All that is due, also what the list leaves out. */
    dueTotal: Type.Optional(Type.Integer()),
    departments: Type.Optional(Type.Array(DepartmentRow)),
    openings: Type.Optional(Type.Array(OpeningRow)),
    submissions: Type.Optional(Type.Array(SubmissionRow)),
    scores: Type.Optional(Type.Array(ScoreRow)),
  },
  closed,
);
export type HomeView = Static<typeof HomeView>;

/** A saved view: a name for an address of the console. */
export const SavedView = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    path: Type.String(),
    isShared: Type.Boolean(),
    isOwn: Type.Boolean(),
    ownerName: Type.String(),
  },
  closed,
);
export type SavedView = Static<typeof SavedView>;
/** GET /api/views */
export const SavedViews = Type.Object({ views: Type.Array(SavedView) }, closed);
export type SavedViews = Static<typeof SavedViews>;
/** POST /api/views. Shared: whoever acts in a post of the same unit sees it too. */
export const SaveView = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 40 }),
    /** Below /console: no other site, no script. */
    path: Type.String({ pattern: "^/(leads|processes)(\\?[^\\s<>\"']*)?$", maxLength: 600 }),
    isShared: Type.Boolean(),
  },
  closed,
);
export type SaveView = Static<typeof SaveView>;
export const MOST_VIEWS = 50;

/** GET /api/units: public bodies of today, never firms or their people. */
export const UnitList = Type.Object(
  {
    units: Type.Array(
      Type.Object({ id: OrganisationId, name: Type.String(), kind: UnitKind }, closed),
    ),
  },
  closed,
);
export type UnitList = Static<typeof UnitList>;
