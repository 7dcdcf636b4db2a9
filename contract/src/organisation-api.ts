/** The organisation over HTTP: tree, units, persons, acts, import (docs/how-to/organisation.md). */
import Type, { type Static } from "typebox";

import { HandoverItem } from "./facts/identity.handover-offered.ts";
import { JurisdictionClause, MatterKind, OrganisationId, Role, UnitKind } from "./organisation.ts";
import { closed, Organisation, Party, PlainDay } from "./values.ts";

const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength });
const Reason = Type.String({ minLength: 2, maxLength: 400 });
const Named = Type.Object({ id: Type.String(), name: Type.String() }, closed);
const OptionalDay = Type.Optional(Type.String());

/** Absent day: today. */
export const OnDay = Type.Object({ on: Type.Optional(PlainDay) }, closed);
export type OnDay = Static<typeof OnDay>;

export const UnitNode = Type.Object(
  {
    unit: Type.String(),
    name: Type.String(),
    kind: UnitKind,
    parent: Type.Optional(Type.String()),
    stationedIn: Type.Optional(Type.String()),
    place: Type.Optional(Type.String()),
    posts: Type.Integer(),
    persons: Type.Integer(),
  },
  closed,
);
export type UnitNode = Static<typeof UnitNode>;
export const OrganisationTree = Type.Object({ on: PlainDay, units: Type.Array(UnitNode) }, closed);
export type OrganisationTree = Static<typeof OrganisationTree>;

/** One fact of the organisation, in words. */
export const HistoryEntry = Type.Object(
  {
    fact: Type.String(),
    kind: Type.String(),
    at: Type.String(),
    from: OptionalDay,
    to: OptionalDay,
    /** Names of who and what: unit, post, persons. */
    names: Type.Array(Type.String()),
  },
  closed,
);
export type HistoryEntry = Static<typeof HistoryEntry>;

export const PostHolder = Type.Object(
  {
    appointment: Type.String(),
    person: Type.String(),
    name: Type.String(),
    from: Type.String(),
    to: OptionalDay,
  },
  closed,
);
export const UnitPost = Type.Object(
  {
    post: Type.String(),
    title: Type.String(),
    role: Role,
    jurisdiction: Type.Array(JurisdictionClause),
    holders: Type.Array(PostHolder),
  },
  closed,
);
export type UnitPost = Static<typeof UnitPost>;
export const UnitView = Type.Object(
  {
    on: PlainDay,
    unit: UnitNode,
    path: Type.Array(Named),
    children: Type.Array(UnitNode),
    posts: Type.Array(UnitPost),
    history: Type.Array(HistoryEntry),
    may: Type.Object({ manage: Type.Boolean(), appoint: Type.Boolean() }, closed),
  },
  closed,
);
export type UnitView = Static<typeof UnitView>;

const Basis = Type.Enum(["appointment", "delegation", "deputy"] as const);
/** What one post gave the person on the day. */
export const Right = Type.Object(
  {
    post: Type.String(),
    title: Type.String(),
    role: Role,
    unit: Named,
    basis: Basis,
    until: OptionalDay,
    permissions: Type.Array(Type.String()),
    jurisdiction: Type.Array(JurisdictionClause),
  },
  closed,
);
export type Right = Static<typeof Right>;
const Term = { from: Type.String(), to: OptionalDay };
export const PersonView = Type.Object(
  {
    on: PlainDay,
    person: Type.String(),
    name: Type.String(),
    rights: Type.Array(Right),
    appointments: Type.Array(
      Type.Object(
        {
          appointment: Type.String(),
          post: Type.String(),
          title: Type.String(),
          unit: Named,
          role: Role,
          ...Term,
        },
        closed,
      ),
    ),
    delegations: Type.Array(
      Type.Object(
        {
          delegation: Type.String(),
          post: Type.String(),
          title: Type.String(),
          giver: Named,
          taker: Named,
          matters: Type.Optional(Type.Array(MatterKind)),
          reason: Type.String(),
          ...Term,
        },
        closed,
      ),
    ),
    leaves: Type.Array(
      Type.Object(
        { leave: Type.String(), person: Named, deputy: Named, reason: OptionalDay, ...Term },
        closed,
      ),
    ),
    /** Shown to the person, the unit's chief, inspectors and administrators; others read none. */
    recusals: Type.Array(
      Type.Object(
        { recusal: Type.String(), party: Type.String(), relation: Type.String(), ...Term },
        closed,
      ),
    ),
    handovers: Type.Array(
      Type.Object(
        {
          handover: Type.String(),
          giver: Named,
          taker: Named,
          title: Type.String(),
          lastDay: Type.String(),
          items: Type.Array(HandoverItem),
          note: Type.Optional(Type.String()),
          offeredAt: Type.String(),
          receivedAt: Type.Optional(Type.String()),
        },
        closed,
      ),
    ),
    history: Type.Array(HistoryEntry),
    may: Type.Object({ actFor: Type.Boolean(), isSelf: Type.Boolean() }, closed),
  },
  closed,
);
export type PersonView = Static<typeof PersonView>;

export const PersonQuery = Type.Object(
  { q: Type.Optional(Type.String({ maxLength: 80 })), unit: Type.Optional(OrganisationId) },
  closed,
);
export type PersonQuery = Static<typeof PersonQuery>;
export const PersonList = Type.Object(
  {
    rows: Type.Array(
      Type.Object(
        { person: Type.String(), name: Type.String(), posts: Type.Array(Type.String()) },
        closed,
      ),
    ),
  },
  closed,
);
export type PersonList = Static<typeof PersonList>;

/** POST /api/organisation/coverage: how many processes and leads a jurisdiction would open. Null: fewer than five. */
export const CoverageQuestion = Type.Object(
  { unit: OrganisationId, jurisdiction: Type.Array(JurisdictionClause, { maxItems: 20 }) },
  closed,
);
export type CoverageQuestion = Static<typeof CoverageQuestion>;
const Counted = Type.Union([Type.Integer(), Type.Null()]);
export const Coverage = Type.Object({ processes: Counted, leads: Counted }, closed);
export type Coverage = Static<typeof Coverage>;

/** Done at once. Dangerous acts answer 202 with a pending approval instead. */
export const Recorded = Type.Object({ recorded: Type.Literal(true) }, closed);
export type Recorded = Static<typeof Recorded>;

const Days = { validFrom: PlainDay, validTo: Type.Optional(PlainDay) };
export const RegisterUnit = Type.Object(
  {
    unit: OrganisationId,
    name: Text(120),
    unitKind: UnitKind,
    parent: Type.Optional(OrganisationId),
    stationedIn: Type.Optional(OrganisationId),
    party: Type.Optional(Organisation),
    place: Type.Optional(Type.String({ pattern: "^[0-9]{2,12}$" })),
    ...Days,
    reason: Reason,
  },
  closed,
);
export type RegisterUnit = Static<typeof RegisterUnit>;
export const DefinePost = Type.Object(
  {
    post: OrganisationId,
    unit: OrganisationId,
    title: Text(120),
    role: Role,
    jurisdiction: Type.Array(JurisdictionClause, { maxItems: 20 }),
    ...Days,
    reason: Reason,
  },
  closed,
);
export type DefinePost = Static<typeof DefinePost>;
export const RegisterPerson = Type.Object(
  {
    person: OrganisationId,
    name: Text(80),
    token: Type.Optional(Type.String({ minLength: 8, maxLength: 128 })),
    ...Days,
  },
  closed,
);
export type RegisterPerson = Static<typeof RegisterPerson>;
export const Appoint = Type.Object(
  { person: OrganisationId, post: OrganisationId, ...Days, reason: Reason },
  closed,
);
export type Appoint = Static<typeof Appoint>;
/** The last day on which the appointment holds. */
export const EndAppointment = Type.Object({ lastDay: PlainDay, reason: Reason }, closed);
export type EndAppointment = Static<typeof EndAppointment>;
export const Delegate = Type.Object(
  {
    post: OrganisationId,
    toPerson: OrganisationId,
    matters: Type.Optional(Type.Array(MatterKind, { minItems: 1, maxItems: 6 })),
    reason: Reason,
    validFrom: PlainDay,
    validTo: PlainDay,
  },
  closed,
);
export type Delegate = Static<typeof Delegate>;
export const RecordLeave = Type.Object(
  {
    /** Absent: the person who acts. */
    person: Type.Optional(OrganisationId),
    deputy: OrganisationId,
    reason: Type.Optional(Text(400)),
    validFrom: PlainDay,
    validTo: PlainDay,
  },
  closed,
);
export type RecordLeave = Static<typeof RecordLeave>;
export const DeclareRecusal = Type.Object(
  {
    person: Type.Optional(OrganisationId),
    party: Party,
    relation: Type.Enum(["family", "formerEmployer", "shareholding", "dispute", "other"] as const),
    ...Days,
  },
  closed,
);
export type DeclareRecusal = Static<typeof DeclareRecusal>;
export const OfferHandover = Type.Object(
  {
    post: OrganisationId,
    toPerson: OrganisationId,
    lastDay: PlainDay,
    note: Type.Optional(Text(2000)),
  },
  closed,
);
export type OfferHandover = Static<typeof OfferHandover>;

export const IMPORT_SHEETS = ["unit", "post", "person", "appointment"] as const;
const Sheet = Type.Enum(IMPORT_SHEETS);
const Counts = Type.Object(
  { new: Type.Integer(), changed: Type.Integer(), same: Type.Integer(), wrong: Type.Integer() },
  closed,
);
/** One thing wrong in the workbook: sentence and remedy by `code` in locales/organisation.json. */
export const ImportError = Type.Object(
  {
    sheet: Type.String(),
    /** As the spreadsheet program numbers it; 0: the sheet as a whole. */
    row: Type.Integer({ minimum: 0 }),
    column: Type.String(),
    code: Type.String(),
    value: Type.String(),
  },
  closed,
);
export type ImportError = Static<typeof ImportError>;
/** POST /api/organisation/import/preview and /import: body is the .xlsx itself. */
export const ImportPreview = Type.Object(
  {
    counts: Type.Record(Sheet, Counts),
    errors: Type.Array(ImportError),
    /** More errors than are listed. */
    moreErrors: Type.Integer({ minimum: 0 }),
    /** Units, posts or privileged appointments are in it. */
    needsApproval: Type.Boolean(),
    milliseconds: Type.Integer(),
  },
  closed,
);
export type ImportPreview = Static<typeof ImportPreview>;
export const ImportDone = Type.Object({ recorded: Type.Integer() }, closed);
export type ImportDone = Static<typeof ImportDone>;
