/** Values of a bid opening: its stages, what happens to a bid, and what the public sees of both. */
import Type, { type Static } from "typebox";

import { ReplayLinks, ReplayPicture, type ReplaySeal } from "./opening-replay.ts";
import { closed, Instant, Offer } from "./values.ts";

export const OpeningId = Type.String({ pattern: "^[a-z0-9][a-z0-9-]{3,60}$" });

/** In order; `notOpened` ends a session instead of all after it. */
export const OPENING_STAGES = [
  "planned",
  "locked",
  "announced",
  "decrypting",
  "reading",
  "confirming",
  "signing",
  "closed",
  "notOpened",
] as const;
export const OpeningStage = Type.Enum(OPENING_STAGES);
export type OpeningStage = Static<typeof OpeningStage>;

/** Steps that somebody takes; the first is taken by the clock. */
export const OPENING_STEPS = [
  "locked",
  "announced",
  "decrypting",
  "reading",
  "confirming",
  "signing",
  "closed",
  "notOpened",
] as const satisfies readonly OpeningStage[];
export const OpeningStep = Type.Enum(OPENING_STEPS);
export type OpeningStep = Static<typeof OpeningStep>;

/** An opening that takes place, in order. */
export const OPENING_COURSE = OPENING_STEPS.filter((step) => step !== "notOpened");

export const isOver = (stage: OpeningStage): boolean => stage === "closed" || stage === "notOpened";

/** Under way: past the deadline and not over. */
export const isLive = (stage: OpeningStage): boolean => stage !== "planned" && !isOver(stage);

export const BidAct = Type.Enum(["signedIn", "decrypted", "failed", "read", "confirmed"] as const);
export type BidAct = Static<typeof BidAct>;

/** Whose fault a failed decryption is, as the tender documents sort it. */
export const FailureGround = Type.Enum(["bidder", "platform", "certificate", "timeOver"] as const);
export type FailureGround = Static<typeof FailureGround>;

/** A file against the commitment made before the deadline; `unproven`: it says it was made in time but reached us after it. */
export const CommitmentCheck = Type.Enum([
  "matches",
  "differs",
  "late",
  "unproven",
  "missing",
] as const);
export type CommitmentCheck = Static<typeof CommitmentCheck>;

/** Upper bounds of the padded size of a file: 10 MB, 50 MB, 200 MB, 1 GB, 5 GB. */
export const SizeClass = Type.Enum(["10M", "50M", "200M", "1G", "5G"] as const);

export const OpeningMode = Type.Enum(["online", "onSite"] as const);
export type OpeningMode = Static<typeof OpeningMode>;

const Line = Type.String({ minLength: 1, maxLength: 4000, pattern: "\\S" });

/** One line of the public event track; `n` counts from 1 without a gap within its session. */
export const HallEvent = Type.Object(
  {
    n: Type.Integer({ minimum: 1 }),
    at: Instant,
    type: Type.Enum([
      "step",
      "bid",
      "objection",
      "answer",
      "message",
      "signature",
      "sealed",
    ] as const),
    step: Type.Optional(OpeningStep),
    /** Bids at `locked` and `notOpened`; events of the replay at `sealed`. */
    count: Type.Optional(Type.Integer({ minimum: 0 })),
    /** At `announced`, in the order of reading. */
    bidders: Type.Optional(Type.Array(Type.String({ maxLength: 400 }))),
    minutes: Type.Optional(Type.Integer({ minimum: 1 })),
    reason: Type.Optional(Type.String({ maxLength: 400 })),
    /** SHA-256 of the record at `signing`, of the replay at `sealed`. */
    hash: Type.Optional(Type.String({ pattern: "^[0-9a-f]{64}$" })),
    links: Type.Optional(ReplayLinks),
    recordHash: Type.Optional(Type.String({ pattern: "^[0-9a-f]{64}$" })),
    picture: Type.Optional(ReplayPicture),
    act: Type.Optional(BidAct),
    /** Place in `bidders`, from 0. */
    place: Type.Optional(Type.Integer({ minimum: 0 })),
    offer: Type.Optional(Offer),
    ground: Type.Optional(FailureGround),
    check: Type.Optional(CommitmentCheck),
    /** Of an objection, from 1. */
    number: Type.Optional(Type.Integer({ minimum: 1 })),
    /** A bidder's name once names are read out, before that a number that says nothing. */
    by: Type.Optional(Type.String({ maxLength: 400 })),
    /** The host speaks. */
    isHost: Type.Optional(Type.Boolean()),
    text: Type.Optional(Line),
  },
  closed,
);
export type HallEvent = Static<typeof HallEvent>;

export interface HallBid {
  readonly name: string;
  readonly state: "waiting" | "decrypted" | "failed" | "read" | "confirmed";
  readonly at: string | undefined;
  readonly offer: Offer | undefined;
  readonly ground: FailureGround | undefined;
  readonly check: CommitmentCheck | undefined;
}

export interface HallObjection {
  readonly number: number;
  readonly at: string;
  readonly by: string;
  readonly text: string;
  readonly answer: { readonly at: string; readonly text: string } | undefined;
}

/** What a hall shows: nothing but its events put together, on the server and in the browser alike. */
export interface HallState {
  readonly stage: OpeningStage;
  /** When each stage began. */
  readonly since: Partial<Readonly<Record<OpeningStage, string>>>;
  /** Known from the deadline on, and only where bids are read out in public. */
  readonly count: number | undefined;
  readonly minutes: number | undefined;
  readonly reason: string | undefined;
  readonly hash: string | undefined;
  readonly bids: readonly HallBid[];
  readonly objections: readonly HallObjection[];
  readonly messages: readonly HallEvent[];
  readonly signatures: readonly { readonly at: string; readonly by: string }[];
  /** What was sealed when it ended. */
  readonly seal: ReplaySeal | undefined;
  readonly events: readonly HallEvent[];
}

export const EMPTY_HALL: HallState = {
  stage: "planned",
  since: {},
  count: undefined,
  minutes: undefined,
  reason: undefined,
  hash: undefined,
  bids: [],
  objections: [],
  messages: [],
  signatures: [],
  seal: undefined,
  events: [],
};

/** The state after one more event; one that was already applied changes nothing. */
export function applyHallEvent(state: HallState, event: HallEvent): HallState {
  if (event.n <= (state.events.at(-1)?.n ?? 0)) return state;
  const next = { ...state, events: [...state.events, event] };
  switch (event.type) {
    case "step":
      return stepped(next, event);
    case "bid":
      return { ...next, bids: state.bids.map((bid, place) => bidAfter(bid, place, event)) };
    case "objection":
      return {
        ...next,
        objections: [
          ...state.objections,
          {
            number: event.number ?? state.objections.length + 1,
            at: event.at,
            by: event.by ?? "",
            text: event.text ?? "",
            answer: undefined,
          },
        ],
      };
    case "answer":
      return {
        ...next,
        objections: state.objections.map((objection) =>
          objection.number === event.number
            ? { ...objection, answer: { at: event.at, text: event.text ?? "" } }
            : objection,
        ),
      };
    case "message":
      return { ...next, messages: [...state.messages, event] };
    case "signature":
      return {
        ...next,
        signatures: [...state.signatures, { at: event.at, by: event.by ?? "" }],
      };
    case "sealed":
      return { ...next, seal: sealOf(event) };
  }
}

const sealOf = ({
  count = 0,
  hash = "",
  links = [],
  recordHash,
  picture,
}: HallEvent): ReplaySeal => ({
  events: count,
  hash,
  links,
  ...(recordHash === undefined ? {} : { recordHash }),
  ...(picture === undefined ? {} : { picture }),
});

/** Events that the seal is about: all before it. */
export const replayedEvents = ({ events }: HallState): readonly HallEvent[] =>
  events.filter(({ type }) => type !== "sealed");

function stepped(state: HallState, event: HallEvent): HallState {
  const stage = event.step ?? state.stage;
  const { count = state.count, minutes = state.minutes, reason = state.reason } = event;
  const bids = event.bidders?.map((name): HallBid => ({ ...WAITING, name })) ?? state.bids;
  return {
    ...state,
    stage,
    since: { ...state.since, [stage]: event.at },
    count,
    minutes,
    reason,
    hash: event.hash ?? state.hash,
    bids,
  };
}

const WAITING: HallBid = {
  name: "",
  state: "waiting",
  at: undefined,
  offer: undefined,
  ground: undefined,
  check: undefined,
};

function bidAfter(bid: HallBid, place: number, event: HallEvent): HallBid {
  if (place !== event.place || event.act === undefined || event.act === "signedIn") return bid;
  return {
    ...bid,
    state: event.act,
    // The time of a bid is when it was read out; its consent has a line of its own.
    at: event.act === "confirmed" ? bid.at : event.at,
    offer: event.offer ?? bid.offer,
    ground: event.ground,
    check: event.check ?? bid.check,
  };
}

/** A session as lists and pages name it. */
export interface HallSession {
  readonly id: string;
  readonly ocid: string;
  readonly lotId: string;
  readonly title: string;
  readonly startsAt: string;
  readonly mode: OpeningMode;
  readonly room: string | undefined;
  /** Quotes are never shown in negotiated procedures. */
  readonly isOpenMethod: boolean;
}
