/**
 * Leads over HTTP, for officers. Codes: leads.not-found, leads.stale (someone acted first),
 * leads.bad-transition {from, act}, leads.not-yours {department}, leads.returned-once, leads.unknown-unit {unit},
 * leads.not-correctable {minutes}.
 */
import Type, { type Static } from "typebox";

import { DecisionOutcome, Department, Officer, StepKind } from "./casework.ts";
import { listQuery, someOf } from "./list-query.ts";
import { IndicatorResult, Level } from "./screening.ts";
import { closed, LotId, Money, Offer, Party, PlainDay } from "./values.ts";

/** routed → received → decided → published; a lead that is not ours: routed → returned → routed elsewhere. */
export const LeadState = Type.Union([
  Type.Literal("returned"),
  Type.Literal("routed"),
  Type.Literal("received"),
  Type.Literal("decided"),
  Type.Literal("published"),
]);
export type LeadState = Static<typeof LeadState>;

export const LeadRow = Type.Object(
  {
    id: Type.String(),
    number: Type.String(),
    ocid: Type.String(),
    lotId: LotId,
    title: Type.String(),
    level: Level,
    bits: Type.Number(),
    indicators: Type.Array(Type.String()),
    /** Names of the firms the evidence is about; a lead is not a finding. */
    firms: Type.Array(Type.String()),
    raisedAt: Type.String(),
    state: LeadState,
    department: Department,
    officerName: Type.Optional(Type.String()),
    stateSince: Type.String(),
    /** Optimistic lock: send it back with an act on this row. */
    version: Type.Integer(),
    /** How often the lead was urged; absent when never. */
    urges: Type.Optional(Type.Integer()),
  },
  closed,
);
export type LeadRow = Static<typeof LeadRow>;

/** GET /api/leads?state=routed,received&department=housing&stuck=yes&matched=fallback&q=…&cursor=…&limit=50 */
export const LeadQuery = listQuery({
  state: someOf(LeadState),
  level: someOf(Level),
  /** Unit that handles the lead. */
  department: Type.Optional(Type.String({ pattern: "^[a-z][a-z0-9-]{1,40}$" })),
  /** Only those in which nobody acted for as long as `STUCK_DAYS` says. */
  stuck: Type.Optional(Type.Literal("yes")),
  /** How the department was found. */
  matched: Type.Optional(Type.Literal("fallback")),
  /** Days on which it was raised, both included. */
  from: Type.Optional(PlainDay),
  to: Type.Optional(PlainDay),
});
export type LeadQuery = Static<typeof LeadQuery>;

export const LeadPage = Type.Object(
  {
    rows: Type.Array(LeadRow),
    next: Type.Optional(Type.String()),
    counts: Type.Object(
      {
        returned: Type.Integer(),
        routed: Type.Integer(),
        received: Type.Integer(),
        decided: Type.Integer(),
        published: Type.Integer(),
      },
      closed,
    ),
  },
  closed,
);
export type LeadPage = Static<typeof LeadPage>;

export const LeadEvent = Type.Object(
  {
    at: Type.String(),
    kind: Type.String(),
    factId: Type.String(),
    /** Index in the witness log; absent until sequenced. */
    leafIndex: Type.Optional(Type.Integer()),
    officer: Type.Optional(Officer),
    department: Type.Optional(Department),
    step: Type.Optional(StepKind),
    text: Type.Optional(Type.String()),
    outcome: Type.Optional(DecisionOutcome),
    decisionNo: Type.Optional(Type.String()),
    legalBasis: Type.Optional(Type.String()),
    matched: Type.Optional(Type.String()),
    /** Why: of a return, an urging, a new routing or a correction. */
    ground: Type.Optional(Type.String()),
    /** Of a correction: factId of the act that it corrects. */
    corrects: Type.Optional(Type.String()),
    /** Until when the reader may still correct this act of his own; absent when he may not. */
    correctableUntil: Type.Optional(Type.String()),
    decidedOn: Type.Optional(PlainDay),
    articles: Type.Optional(Type.Array(Type.String())),
  },
  closed,
);
export type LeadEvent = Static<typeof LeadEvent>;

export const LeadBid = Type.Object(
  {
    bidder: Party,
    status: Type.String(),
    offer: Type.Optional(Offer),
    receivedAt: Type.Optional(Type.String()),
    isInLead: Type.Boolean(),
    rank: Type.Optional(Type.Integer()),
    isWinner: Type.Boolean(),
  },
  closed,
);

/** GET /api/leads/:id */
export const LeadView = Type.Object(
  {
    lead: LeadRow,
    /** Optimistic lock: send it back with the next act. */
    version: Type.Integer(),
    may: Type.Object(
      {
        receive: Type.Boolean(),
        recordStep: Type.Boolean(),
        decide: Type.Boolean(),
        publish: Type.Boolean(),
        /** Give back what is not ours, once. */
        giveBack: Type.Boolean(),
        reroute: Type.Boolean(),
        urge: Type.Boolean(),
      },
      closed,
    ),
    process: Type.Object(
      {
        ocid: Type.String(),
        title: Type.String(),
        regime: Type.String(),
        method: Type.Optional(Type.String()),
        industry: Type.Optional(Type.String()),
        place: Type.Optional(Type.String()),
        procuringEntity: Type.Optional(Type.String()),
        procurementAgency: Type.Optional(Type.String()),
        ceilingPrice: Type.Optional(Money),
        openedAt: Type.Optional(Type.String()),
      },
      closed,
    ),
    bids: Type.Array(LeadBid),
    screening: Type.Object(
      {
        factId: Type.String(),
        leafIndex: Type.Optional(Type.Integer()),
        at: Type.String(),
        engineVersion: Type.String(),
        inputHash: Type.String(),
        inputs: Type.Integer(),
        bits: Type.Number(),
        groups: Type.Array(Type.String()),
        results: Type.Array(IndicatorResult),
      },
      closed,
    ),
    history: Type.Array(LeadEvent),
    decision: Type.Optional(
      Type.Object(
        {
          outcome: DecisionOutcome,
          decisionNo: Type.String(),
          decidedOn: PlainDay,
          findings: Type.String(),
          articles: Type.Array(Type.String()),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type LeadView = Static<typeof LeadView>;

const Version = Type.Integer({ minimum: 0 });

/** POST /api/leads/:id/receipt */
export const ReceiveLead = Type.Object({ version: Version }, closed);
/** POST /api/leads/receipts: several at once; each answers for itself. */
export const ReceiveLeads = Type.Object(
  {
    leads: Type.Array(
      Type.Object({ id: Type.String({ minLength: 1, maxLength: 80 }), version: Version }, closed),
      { minItems: 1, maxItems: 200 },
    ),
  },
  closed,
);
export type ReceiveLeads = Static<typeof ReceiveLeads>;
export const ReceiptResults = Type.Object(
  {
    results: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          received: Type.Boolean(),
          /** Why not: a code of this module. */
          code: Type.Optional(Type.String()),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type ReceiptResults = Static<typeof ReceiptResults>;
const Ground = Type.String({ minLength: 2, maxLength: 1000 });
/** POST /api/leads/:id/return: not our duty; the coordinator decides whose it is. */
export const ReturnLead = Type.Object({ version: Version, ground: Ground }, closed);
/** POST /api/leads/:id/route: the coordinator names the department. */
export const RouteLead = Type.Object(
  {
    version: Version,
    unit: Type.String({ pattern: "^[a-z][a-z0-9-]{1,40}$" }),
    ground: Ground,
  },
  closed,
);
/** POST /api/leads/:id/urge */
export const UrgeLead = Type.Object({ version: Version, ground: Ground }, closed);
/** POST /api/leads/:id/steps */
export const RecordStep = Type.Object(
  { version: Version, step: StepKind, text: Type.String({ minLength: 2, maxLength: 4000 }) },
  closed,
);
/** POST /api/leads/:id/decision */
export const DecideLead = Type.Object(
  {
    version: Version,
    outcome: DecisionOutcome,
    decisionNo: Type.String({ minLength: 2, maxLength: 120 }),
    decidedOn: PlainDay,
    findings: Type.String({ minLength: 10, maxLength: 8000 }),
    articles: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
      minItems: 1,
      maxItems: 20,
    }),
  },
  closed,
);
/**
 * POST /api/leads/:id/correction: the own step or unpublished decision of the last ten minutes, put right by a new
 * fact; the wrong one stays readable, struck through.
 */
export const CorrectAct = Type.Object(
  {
    version: Version,
    /** factId of the act. */
    corrects: Type.String({ minLength: 36, maxLength: 36 }),
    ground: Ground,
    step: Type.Optional(
      Type.Object({ step: StepKind, text: Type.String({ minLength: 2, maxLength: 4000 }) }, closed),
    ),
    decision: Type.Optional(
      Type.Object(
        {
          outcome: DecisionOutcome,
          decisionNo: Type.String({ minLength: 2, maxLength: 120 }),
          decidedOn: PlainDay,
          findings: Type.String({ minLength: 10, maxLength: 8000 }),
          articles: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
            minItems: 1,
            maxItems: 20,
          }),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type CorrectAct = Static<typeof CorrectAct>;
/** How long after an act its author may correct it. */
export const CORRECTION_MINUTES = 10;

/**
 * Days after which a lead in this state counts as lying: the product's own figures, no statutory periods (the demo
 * city's agreement; receipt within the day, A-43).
 */
export const STUCK_DAYS = { returned: 1, routed: 1, received: 5, decided: 5 } as const;

/** POST /api/leads/:id/publication */
export const PublishDecision = Type.Object(
  {
    version: Version,
    title: Type.String({ minLength: 4, maxLength: 300 }),
    text: Type.String({ minLength: 10, maxLength: 20_000 }),
  },
  closed,
);
