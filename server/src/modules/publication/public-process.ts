import type { NoticePublished } from "../../../../contract/src/facts/procurement.notice-published.ts";
/** The public view of one process, made from released facts only. Pure. */
import type { DecisionPublished } from "../../../../contract/src/facts/publication.decision-published.ts";
import type { ProcessState } from "../../../../contract/src/processes.ts";
import type {
  DecisionRow,
  ProcessView,
  PublicEvent,
  PublicLot,
} from "../../../../web/src/apps/portal/views.ts";
import type { StoredFact } from "../../platform/facts/registry.ts";
import {
  judge,
  nextDueAt,
  type PayloadOf,
  type ReleaseState,
  type Verdict,
  withoutPersons,
} from "./release.ts";

export interface PublicProcess {
  readonly ocid: string;
  readonly process: ProcessView["process"];
  readonly lots: readonly PublicLot[];
  readonly events: readonly PublicEvent[];
  readonly decisions: readonly (DecisionRow & {
    readonly publishedAt: string;
    readonly view: object;
  })[];
  readonly resultAt: string | undefined;
  readonly state: ProcessState;
  /** Ids of the facts that are public whole. */
  readonly wholeFacts: readonly string[];
  /** Ids of all facts of which something is public. */
  readonly partOf: ReadonlyMap<string, "whole" | "fields">;
}

export interface Release {
  /** undefined: nothing of the process is public yet. */
  readonly public: PublicProcess | undefined;
  readonly dueAt: string | undefined;
}

/** Latest stated value of a field over the notices, in the order given. */
function latest<K extends keyof NoticePublished>(
  notices: readonly NoticePublished[],
  field: K,
): NoticePublished[K] | undefined {
  return notices.findLast((notice) => notice[field] !== undefined)?.[field];
}

const byTime = (a: StoredFact, b: StoredFact): number =>
  a.occurredAt < b.occurredAt || (a.occurredAt === b.occurredAt && a.id < b.id) ? -1 : 1;

const iso = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : new Date(text).toISOString();

/** Applies the release rule to all facts of one process that are in force. */
export function releaseProcess(ocid: string, facts: readonly RecordedFact[], now: string): Release {
  const sorted = facts.toSorted(byTime);
  const allNotices = sorted
    .filter((fact) => fact.kind === "procurement.notice-published")
    .map((fact) => fact.payload as unknown as NoticePublished);
  const state: ReleaseState = {
    now,
    method: latest(allNotices, "method"),
    openingAt: iso(latest(allNotices, "openingAt") ?? latest(allNotices, "bidDeadline")),
  };
  const dueAt = nextDueAt(sorted, state);
  const judged = sorted.map((fact) => ({ fact, verdict: judge(fact, state) }));
  const released = judged.filter(({ verdict }) => verdict !== "denied");
  const notices = payloadsOf(released, "procurement.notice-published").map(
    ({ payload }) => payload,
  );
  if (notices.length === 0) return { public: undefined, dueAt };
  return { public: describe(ocid, { released, notices }), dueAt };
}

/** A fact with the time at which the database recorded it. */
export interface RecordedFact extends StoredFact {
  readonly recordedAt?: string;
}

/** Clocks differ a little; more than five minutes between the two times is said (T11). */
const SKEW_MS = 300_000;

const isSkewed = (occurredAt: string, recordedAt: string): boolean =>
  Math.abs(Date.parse(recordedAt) - Date.parse(occurredAt)) > SKEW_MS;

interface Judged {
  readonly fact: RecordedFact;
  readonly verdict: Verdict;
}

interface Released {
  readonly released: readonly Judged[];
  readonly notices: readonly NoticePublished[];
}

function payloadsOf<K extends keyof PayloadOf>(released: readonly Judged[], kind: K) {
  return released
    .filter(({ fact }) => fact.kind === kind)
    .map(({ fact }) => ({
      fact,
      payload: withoutPersons(fact.payload) as unknown as PayloadOf[K],
    }));
}

function describe(ocid: string, { released, notices }: Released): PublicProcess {
  const lots = lotsOf(released, notices);
  const state = stateOf(lots);
  const results = released.filter(({ fact }) =>
    ["procurement.award-decided", "procurement.tender-failed"].includes(fact.kind),
  );
  const first = released[0]?.fact.occurredAt ?? "";
  const defined = (object: object) =>
    Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
  const process = {
    ocid,
    title: titleOf(notices),
    regime: latest(notices, "regime") ?? "other",
    state,
    publishedAt: first,
    ...defined({
      method: latest(notices, "method"),
      category: latest(notices, "category"),
      industry: latest(notices, "industry"),
      place: latest(notices, "place")?.name,
      procuringEntity: latest(notices, "procuringEntity")?.name,
      procurementAgency: latest(notices, "procurementAgency")?.name,
      venue: latest(notices, "venue"),
      bidDeadline: iso(latest(notices, "bidDeadline")),
      openingAt: iso(latest(notices, "openingAt")),
    }),
  };
  return {
    ocid,
    process,
    lots,
    events: released.map(eventOf),
    decisions: released.flatMap(({ fact }) => decisionOf(fact, process.title)),
    resultAt: results.at(-1)?.fact.occurredAt,
    state,
    wholeFacts: released.filter(({ verdict }) => verdict === "whole").map(({ fact }) => fact.id),
    partOf: new Map(
      released.map(({ fact, verdict }) => [fact.id, verdict === "whole" ? "whole" : "fields"]),
    ),
  };
}

function titleOf(notices: readonly NoticePublished[]): string {
  const tender = notices.findLast((notice) => notice.noticeType === "tenderNotice");
  return (tender ?? notices.at(-1))?.title ?? "";
}

const STATES: readonly ProcessState[] = [
  "announced",
  "opened",
  "evaluated",
  "failed",
  "awarded",
  "contracted",
];

const stateOf = (lots: readonly PublicLot[]): ProcessState =>
  lots.map((lot) => lot.state).toSorted((a, b) => STATES.indexOf(b) - STATES.indexOf(a))[0] ??
  "announced";

type MutableLot = { -readonly [K in keyof PublicLot]: PublicLot[K] };

function lotsOf(
  released: readonly Judged[],
  notices: readonly NoticePublished[],
): readonly PublicLot[] {
  const lots = new Map<string, MutableLot>();
  const lotOf = (lotId: string): MutableLot => {
    const lot = lots.get(lotId) ?? { lotId, state: "announced", bids: [], candidates: [] };
    lots.set(lotId, lot);
    return lot;
  };
  for (const { lots: stated = [] } of notices) {
    for (const { lotId, ...rest } of stated) Object.assign(lotOf(lotId), rest);
  }
  for (const { fact, payload } of payloadsOf(released, "procurement.bids-opened")) {
    const bids = payload.bids.map(({ bidder, status, offer }) => ({
      bidder,
      status,
      ...(offer && { offer }),
    }));
    Object.assign(lotOf(payload.lotId), { bids, openedAt: fact.occurredAt, state: "opened" });
  }
  for (const { payload } of payloadsOf(released, "procurement.candidates-published")) {
    const { lotId, ...rest } = payload;
    Object.assign(lotOf(lotId), rest, { state: "evaluated" });
  }
  for (const { payload } of payloadsOf(released, "procurement.tender-failed")) {
    Object.assign(lotOf(payload.lotId), { failure: payload.reason, state: "failed" });
  }
  for (const { fact, payload } of payloadsOf(released, "procurement.award-decided")) {
    const { supplier, offer } = payload;
    const award = { supplier, at: fact.occurredAt, ...(offer && { offer }) };
    Object.assign(lotOf(payload.lotId), { award, state: "awarded" });
  }
  for (const { payload } of payloadsOf(released, "procurement.contract-signed")) {
    const { contractNo, signedOn, amount } = payload;
    const contract = { contractNo, signedOn, ...(amount && { amount }) };
    Object.assign(lotOf(payload.lotId), { contract, state: "contracted" });
  }
  return [...lots.values()];
}

function eventOf({ fact, verdict }: Judged): PublicEvent {
  const { id, kind, occurredAt, payload, recordedAt } = fact;
  const detail = payload["noticeType"] ?? payload["decisionNo"];
  const text =
    kind === "procurement.notice-published" || kind === "publication.decision-published"
      ? payload["title"]
      : undefined;
  return {
    factId: id,
    at: occurredAt,
    ...(recordedAt !== undefined && isSkewed(occurredAt, recordedAt) ? { recordedAt } : {}),
    kind,
    ...(verdict === "whole" ? {} : { partly: true }),
    ...(typeof payload["lotId"] === "string" ? { lotId: payload["lotId"] } : {}),
    ...(typeof detail === "string" ? { detail } : {}),
    ...(typeof text === "string" ? { text } : {}),
  };
}

function decisionOf(fact: StoredFact, processTitle: string): PublicProcess["decisions"] {
  if (fact.kind !== "publication.decision-published") return [];
  const decision = fact.payload as unknown as DecisionPublished;
  const row: DecisionRow = {
    id: fact.id,
    title: decision.title,
    department: decision.department.name,
    decisionNo: decision.decisionNo,
    decidedOn: decision.decidedOn,
    outcome: decision.outcome,
  };
  const { text, articles, lotId } = decision;
  const view = {
    ...row,
    ocid: fact.subject,
    processTitle,
    text,
    articles,
    publishedAt: fact.occurredAt,
    ...(lotId === undefined ? {} : { lotId }),
  };
  return [{ ...row, publishedAt: fact.occurredAt, view }];
}
