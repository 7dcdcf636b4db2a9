/** Dossier of a project and targeted retrieval over HTTP (docs/how-to/dossier.md). */
import Type, { type Static } from "typebox";

import {
  CaseNumber,
  DeviceField,
  DOSSIER_GROUPS,
  DOSSIER_STAGES,
  MOST_RETRIEVAL_DAYS,
  Purpose,
  RetrievalKind,
  RetrievalState,
  RetrievalTarget,
} from "./dossier-values.ts";
import { closed } from "./values.ts";

const Group = Type.Enum(DOSSIER_GROUPS);
const Stage = Type.Enum(DOSSIER_STAGES);
const Language = Type.Enum(["zh-CN", "en"] as const);

/** Filters of a timeline; `groups` is a list with commas. */
const Filters = {
  groups: Type.Optional(Type.String({ maxLength: 200 })),
  stage: Type.Optional(Stage),
  actor: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  q: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
};
export const DossierFilters = Type.Object(Filters, closed);
export type DossierFilters = Static<typeof DossierFilters>;

/** GET /api/dossier/:ocid/timeline: oldest first; `after` or `before` is a cursor, `from` an instant to begin at. */
export const TimelineQuery = Type.Object(
  {
    ...Filters,
    after: Type.Optional(Type.String({ maxLength: 100 })),
    before: Type.Optional(Type.String({ maxLength: 100 })),
    from: Type.Optional(Type.String({ format: "date-time", maxLength: 40 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
    lang: Type.Optional(Language),
  },
  closed,
);
export type TimelineQuery = Static<typeof TimelineQuery>;

export const TimelineRow = Type.Object(
  {
    id: Type.String(),
    kind: Type.String(),
    /** Title of the kind, and what happened, in the language asked for. */
    title: Type.String(),
    text: Type.String(),
    group: Group,
    stage: Stage,
    occurredAt: Type.String(),
    recordedAt: Type.String(),
    source: Type.String(),
    actor: Type.Optional(Type.String()),
    lotId: Type.Optional(Type.String()),
    /** Hash of a file that the fact names. */
    fileHash: Type.Optional(Type.String()),
    leafIndex: Type.Optional(Type.Integer()),
    /** It corrects an earlier fact, or a later one corrects it. */
    corrects: Type.Optional(Type.String()),
    correctedBy: Type.Optional(Type.String()),
    /** Page of the console that holds the whole of it. */
    link: Type.Optional(Type.String()),
  },
  closed,
);
export type TimelineRow = Static<typeof TimelineRow>;

export const TimelinePage = Type.Object(
  {
    rows: Type.Array(TimelineRow),
    /** Cursors; absent at the ends. */
    next: Type.Optional(Type.String()),
    previous: Type.Optional(Type.String()),
  },
  closed,
);
export type TimelinePage = Static<typeof TimelinePage>;

const GroupCount = Type.Object({ code: Group, count: Type.Integer() }, closed);

export const Clip = Type.Object(
  {
    id: Type.String(),
    title: Type.String(),
    startsAt: Type.String(),
    seconds: Type.Integer(),
    lotId: Type.Optional(Type.String()),
    sha256: Type.Optional(Type.String()),
    link: Type.Optional(Type.String()),
  },
  closed,
);
export type Clip = Static<typeof Clip>;

const StageSpan = Type.Object(
  {
    stage: Stage,
    count: Type.Integer(),
    firstAt: Type.String(),
    lastAt: Type.String(),
  },
  closed,
);

export const DossierHead = Type.Object(
  {
    ocid: Type.String(),
    title: Type.String(),
    regime: Type.String(),
    place: Type.Optional(Type.String()),
    procuringEntity: Type.Optional(Type.String()),
    procurementAgency: Type.Optional(Type.String()),
    total: Type.Integer(),
    groups: Type.Array(GroupCount),
    stages: Type.Array(StageSpan),
    actors: Type.Array(Type.Object({ name: Type.String(), count: Type.Integer() }, closed)),
    /** Columns of the river, equal spans from the first fact to the last: how many facts of each stage. */
    river: Type.Array(
      Type.Object(
        { at: Type.String(), stage: Stage, count: Type.Integer(), column: Type.Integer() },
        closed,
      ),
    ),
    columns: Type.Integer(),
    /** Leads and warnings on the river. */
    marks: Type.Array(
      Type.Object(
        {
          kind: Type.Enum(["lead", "warning"] as const),
          at: Type.String(),
          label: Type.String(),
          link: Type.String(),
        },
        closed,
      ),
    ),
    files: Type.Integer(),
    clips: Type.Array(Clip),
    /** False: the reader's post sees no scores, so the dossier is without them. */
    hasScores: Type.Boolean(),
    mayExport: Type.Boolean(),
  },
  closed,
);
export type DossierHead = Static<typeof DossierHead>;

export const FactDetails = Type.Object(
  {
    row: TimelineRow,
    version: Type.Integer(),
    subject: Type.String(),
    contentHash: Type.String(),
    fields: Type.Array(Type.Object({ name: Type.String(), value: Type.String() }, closed)),
    /** Names of fields that are kept back here, with the way to see them. */
    withheld: Type.Array(Type.String()),
    /** Token of the evaluator whom the fact is about: what a retrieval asks for. */
    person: Type.Optional(Type.String()),
    /** Absent until a signed checkpoint covers it. */
    proof: Type.Optional(
      Type.Object(
        {
          leafHash: Type.String(),
          inclusion: Type.Array(Type.String()),
          size: Type.Integer(),
          origin: Type.String(),
          signedAt: Type.String(),
          checkpoint: Type.String(),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type FactDetails = Static<typeof FactDetails>;

/** POST /api/dossier/:ocid/export: answers with the file. */
export const ExportDossier = Type.Object({ purpose: Purpose, ...Filters }, closed);
export type ExportDossier = Static<typeof ExportDossier>;

/** POST /api/dossier/retrievals. Codes: dossier.case-needed, .unknown-target, .ambiguous-target. */
export const AskRetrieval = Type.Object(
  {
    kind: RetrievalKind,
    value: Type.String({ minLength: 2, maxLength: 200 }),
    field: Type.Optional(DeviceField),
    purpose: Purpose,
    caseNumber: Type.Optional(CaseNumber),
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_RETRIEVAL_DAYS })),
  },
  closed,
);
export type AskRetrieval = Static<typeof AskRetrieval>;

export const RetrievalView = Type.Object(
  {
    id: Type.String(),
    target: RetrievalTarget,
    purpose: Type.String(),
    caseNumber: Type.Optional(Type.String()),
    days: Type.Integer(),
    state: RetrievalState,
    askedAt: Type.String(),
    approval: Type.Optional(Type.String()),
    /** Who approved or refused it, and why it was refused. */
    closedBy: Type.Optional(Type.String()),
    closedAt: Type.Optional(Type.String()),
    closedReason: Type.Optional(Type.String()),
    until: Type.Optional(Type.String()),
    looks: Type.Integer(),
  },
  closed,
);
export type RetrievalView = Static<typeof RetrievalView>;

export const RetrievalList = Type.Object(
  { rows: Type.Array(RetrievalView), mayAsk: Type.Boolean() },
  closed,
);
export type RetrievalList = Static<typeof RetrievalList>;

/** What the target had to do with a lot. */
export const RETRIEVAL_ROLES = [
  "entity",
  "agency",
  "tenderer",
  "supplier",
  "evaluator",
  "deviceDownload",
  "deviceReceipt",
  "deviceWithdrawal",
  "deviceDecryption",
] as const;

export const FoundRow = Type.Object(
  {
    ocid: Type.String(),
    title: Type.String(),
    lotId: Type.Optional(Type.String()),
    role: Type.Enum(RETRIEVAL_ROLES),
    at: Type.String(),
    /** Of a device: whose act it was. Of an evaluator: how many scores. */
    firm: Type.Optional(Type.String()),
    scores: Type.Optional(Type.Integer()),
    factId: Type.Optional(Type.String()),
    leafIndex: Type.Optional(Type.Integer()),
    opening: Type.Optional(Type.String()),
    evaluatedAt: Type.Optional(Type.String()),
    leads: Type.Array(Type.Object({ id: Type.String(), number: Type.String() }, closed)),
    clips: Type.Array(Clip),
  },
  closed,
);
export type FoundRow = Static<typeof FoundRow>;

export const RetrievalResult = Type.Object(
  {
    retrieval: RetrievalView,
    rows: Type.Array(FoundRow),
    /** Hash of the rows, as the fact of this look has it. */
    resultHash: Type.String(),
    /** There are more than are shown. */
    isCut: Type.Boolean(),
  },
  closed,
);
export type RetrievalResult = Static<typeof RetrievalResult>;
