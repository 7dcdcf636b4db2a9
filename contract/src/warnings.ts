/** Warning nodes (警示节点) over HTTP: ask before an act, go ahead in spite of a warning, and the board of all. */
import Type, { type Static } from "typebox";

import { closed, Instant, LotId, PlainDay } from "./values.ts";
import { WarningFacts } from "./warnings-facts.ts";
import {
  ActId,
  NodeId,
  OverrideGround,
  WARNING_ACTS,
  WarningAdvice,
  WarningCourse,
  WarningHandling,
  WarningMode,
  WarningParams,
  WarningStage,
} from "./warnings-values.ts";

const Ocid = Type.String({ pattern: "^ocds-mj0001-[A-Za-z0-9._-]{1,120}$" });
const Act = Type.Enum(WARNING_ACTS as [(typeof WARNING_ACTS)[number]]);
const Short = Type.String({ maxLength: 400 });

export const CheckAct = Type.Object(
  {
    /** The asking system's own id of the act: the same id and content again gets the same answer. */
    actId: ActId,
    stage: WarningStage,
    act: Act,
    ocid: Type.Optional(Ocid),
    lotId: Type.Optional(LotId),
    /** When it is to be done; absent: now. */
    at: Type.Optional(Instant),
    facts: WarningFacts,
  },
  closed,
);
export type CheckAct = Static<typeof CheckAct>;

const Words = Type.Object({ zh: Type.String(), en: Type.String() });

const ArticleText = Type.Object({
  id: Type.String(),
  citation: Type.String(),
  text: Type.String(),
  isFromMemory: Type.Boolean(),
});

const StripDay = Type.Object({
  date: PlainDay,
  kind: Type.String(),
  n: Type.Optional(Type.Integer()),
  name: Type.Optional(Type.String()),
  isMakeUp: Type.Optional(Type.Literal(true)),
  isDue: Type.Optional(Type.Literal(true)),
});

export const CheckedNode = Type.Object({
  id: NodeId,
  mode: WarningMode,
  advice: WarningAdvice,
  name: Words,
  innocent: Words,
  clearedBy: Words,
  articles: Type.Array(ArticleText),
  params: WarningParams,
  strip: Type.Optional(Type.Array(StripDay)),
  /** Field without which it could not be computed. */
  notComputable: Type.Optional(Type.String()),
});
export type CheckedNode = Static<typeof CheckedNode>;

export const CheckAnswer = Type.Object({
  checkId: Type.String(),
  advice: WarningAdvice,
  nodes: Type.Array(CheckedNode),
  /** The stored answer of the same act and content. */
  isRepeated: Type.Boolean(),
});
export type CheckAnswer = Static<typeof CheckAnswer>;

export const LEAST_REASON = 20;

export const OverrideWarning = Type.Object(
  {
    actId: ActId,
    node: NodeId,
    ground: OverrideGround,
    reason: Type.String({ minLength: LEAST_REASON, maxLength: 2000 }),
    /** Who agreed to go ahead: name and post. */
    approvedBy: Type.String({ minLength: 2, maxLength: 120 }),
  },
  closed,
);
export type OverrideWarning = Static<typeof OverrideWarning>;

export const OverrideTaken = Type.Object({ warning: Type.String(), course: WarningCourse });
export type OverrideTaken = Static<typeof OverrideTaken>;

const Agency = Type.Object({ key: Type.String(), name: Type.String() });

export const WarningRow = Type.Object({
  id: Type.String(),
  node: NodeId,
  name: Words,
  stage: WarningStage,
  act: Type.String(),
  mode: WarningMode,
  advice: WarningAdvice,
  course: WarningCourse,
  handling: Type.Optional(WarningHandling),
  ocid: Type.Optional(Type.String()),
  lotId: Type.Optional(Type.String()),
  title: Type.Optional(Type.String()),
  /** Of the process, once it is announced. */
  regime: Type.Optional(Type.String()),
  agency: Type.Optional(Agency),
  at: Instant,
  /** Seen in facts only, after the act. */
  isAfter: Type.Boolean(),
});
export type WarningRow = Static<typeof WarningRow>;

const filters = {
  month: Type.Optional(Type.String({ pattern: "^\\d{4}-(0[1-9]|1[0-2])$" })),
  stage: Type.Optional(WarningStage),
  node: Type.Optional(NodeId),
  mode: Type.Optional(WarningMode),
  course: Type.Optional(WarningCourse),
  handling: Type.Optional(Type.Union([WarningHandling, Type.Literal("none")])),
  agency: Type.Optional(Short),
  ocid: Type.Optional(Ocid),
};

export const WarningQuery = Type.Object(
  {
    ...filters,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
    /** Row behind which the page begins. */
    after: Type.Optional(Type.String({ maxLength: 80 })),
  },
  closed,
);
export type WarningQuery = Static<typeof WarningQuery>;

const Count = Type.Object({ value: Type.String(), count: Type.Integer() });
export type WarningCount = Static<typeof Count>;

export const WarningCounts = Type.Object({
  /** 网上自动预警: all but shadows. */
  warned: Type.Integer(),
  stages: Type.Array(Count),
  nodes: Type.Array(Count),
  months: Type.Array(Count),
  courses: Type.Array(Count),
  modes: Type.Array(Count),
  handlings: Type.Array(Count),
  agencies: Type.Array(Type.Object({ ...Count.properties, name: Type.String() })),
});
export type WarningCounts = Static<typeof WarningCounts>;

export const WarningPage = Type.Object({
  rows: Type.Array(WarningRow),
  total: Type.Integer(),
  next: Type.Optional(Type.String()),
  counts: WarningCounts,
});
export type WarningPage = Static<typeof WarningPage>;

const ModeSet = Type.Object({
  mode: WarningMode,
  from: Instant,
  ground: Type.String(),
  by: Type.String(),
  setAt: Instant,
});

export const NodeView = Type.Object({
  id: NodeId,
  stage: WarningStage,
  acts: Type.Array(Type.String()),
  regimes: Type.Array(Type.String()),
  name: Words,
  innocent: Words,
  clearedBy: Words,
  needs: Type.Array(Type.String()),
  articles: Type.Array(ArticleText),
  /** In force now. */
  mode: WarningMode,
  ownMode: WarningMode,
  strictest: WarningMode,
  history: Type.Array(ModeSet),
});
export type NodeView = Static<typeof NodeView>;

export const NodeList = Type.Object({
  rows: Type.Array(NodeView),
  may: Type.Object({ setMode: Type.Boolean(), handle: Type.Boolean() }),
});
export type NodeList = Static<typeof NodeList>;

export const SetMode = Type.Object(
  {
    mode: WarningMode,
    ground: Type.String({ minLength: 10, maxLength: 400 }),
    /** Absent: at once. */
    from: Type.Optional(Instant),
  },
  closed,
);
export type SetMode = Static<typeof SetMode>;

export const HandleWarning = Type.Object(
  {
    handling: WarningHandling,
    note: Type.String({ minLength: 2, maxLength: 1000 }),
    /** Number of handlings the person saw. */
    version: Type.Integer({ minimum: 0 }),
  },
  closed,
);
export type HandleWarning = Static<typeof HandleWarning>;

const Step = Type.Object({
  at: Instant,
  what: Type.Enum(["warned", "after", "cleared", "overridden", "handled"] as const),
  by: Type.Optional(Type.String()),
  ground: Type.Optional(Type.String()),
  text: Type.Optional(Type.String()),
  approvedBy: Type.Optional(Type.String()),
  handling: Type.Optional(WarningHandling),
});
export type WarningStep = Static<typeof Step>;

export const WarningView = Type.Object({
  warning: WarningRow,
  node: NodeView,
  params: WarningParams,
  strip: Type.Optional(Type.Array(StripDay)),
  steps: Type.Array(Step),
  version: Type.Integer(),
  may: Type.Object({ handle: Type.Boolean() }),
});
export type WarningView = Static<typeof WarningView>;
