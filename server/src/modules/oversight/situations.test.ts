/** SUP-01 … SUP-12 on cases built by hand: each trigger, and what must not trigger. */
import { describe, expect, test } from "vitest";

import { publishedCalendar, publishedLaw } from "../../../../clocks/src/index.ts";
import { replyServed } from "../../../../contract/src/facts/complaints.reply-served.ts";
import { voiceReceived } from "../../../../contract/src/facts/complaints.voice-received.ts";
import type { HandledRow } from "../../../../contract/src/oversight.ts";
import { type KnownVoice, standingOf, type VoiceEvent } from "../complaints/index.ts";
import { type CaseRecord, handledOf } from "./case-record.ts";
import { figuresOf } from "./figures.ts";
import { situationsOf } from "./situations.ts";
import { againstPeers, supOf } from "./sup.ts";

const known = { calendar: publishedCalendar, law: publishedLaw };
const unit = { id: "housing", name: "住建局" };
const officer = { account: "housing-1", name: "陈岚", department: unit };
const RECEIVED = "2026-04-01T02:00:00.000Z";

let version = 0;
const event = (kind: string, at: string, payload: object = {}): VoiceEvent => {
  version += 1;
  return {
    factId: `${kind}-${version}`,
    kind: `complaints.${kind}`,
    at,
    payload: { officer, version, ...payload },
  };
};
const routed = (): VoiceEvent => ({
  ...event("voice-routed", RECEIVED, { unit, legalBasis: "", matched: "duty" }),
});
const taken = () => event("voice-taken", "2026-04-01T03:00:00.000Z");
const accepted = (decidedOn = "2026-04-02") =>
  event("acceptance-decided", `${decidedOn}T03:00:00.000Z`, {
    outcome: "accepted",
    decidedOn,
    articles: [],
  });
const replied = (servedOn: string, quality: object = {}, service: object = {}) =>
  event("reply-served", `${servedOn}T03:00:00.000Z`, {
    ...replyServed.example,
    officer,
    service: { way: "platform", servedOn, ...service },
    quality: { ...replyServed.example.quality, ...quality },
  });

interface Changes extends Partial<Omit<CaseRecord, "loggedAt">> {
  readonly events: readonly VoiceEvent[];
  /** When the log took an event in, where that is not at once. */
  readonly logged?: Readonly<Record<string, string>>;
  readonly received?: object;
}

function record({ events, logged = {}, received = {}, ...changes }: Changes): CaseRecord {
  const facts: KnownVoice = {
    id: "TS-2026-0001",
    received: { ...voiceReceived.example, ...received },
    receivedAt: RECEIVED,
    events,
    writerKeys: [],
    entityKey: null,
    agencyKey: null,
  };
  return {
    facts,
    standing: standingOf(facts),
    unit,
    project: "青岚路改造工程",
    loggedAt: new Map([
      ["receipt", logged["receipt"] ?? RECEIVED],
      ...events.map(({ factId, at }) => [factId, logged[factId] ?? at] as const),
    ]),
    receiptId: "receipt",
    marks: [],
    rungs: [],
    ...changes,
  };
}

const look = (
  one: CaseRecord,
  now = "2026-04-20T04:00:00.000Z",
  tails = new Map<string, number>(),
) => situationsOf(one, { now: new Date(now), today: now.slice(0, 10), known, pauseTails: tails });
const kindsOf = (...given: Parameters<typeof look>) =>
  look(...given).map(({ situation }) => situation);

const mark = (clock: string, dueOn: string, isStatutory = true) => ({
  clock,
  dueOn,
  dueAt: new Date(Date.parse(`${dueOn}T00:00:00+08:00`) + 86_400_000).toISOString(),
  isStatutory,
  binds: true,
});

describe("SUP-01", () => {
  test("from the first instant after the last day; a statute hides the promise inside it", () => {
    const marks = [
      mark("complaint.decide", "2026-04-17"),
      mark("local.complaint", "2026-04-10", false),
    ];
    const one = record({ events: [routed(), taken(), accepted()], marks });
    expect(kindsOf(one, "2026-04-17T15:59:59.000Z")).toEqual(["commitmentLate"]);
    expect(look(one, "2026-04-20T04:00:00.000Z")).toMatchObject([
      { situation: "statutoryLate", count: 1, countOf: "workingDay", dueOn: "2026-04-17" },
    ]);
  });
});

describe("SUP-02", () => {
  test("two days unclaimed are not enough, three are; returns are counted with their days", () => {
    const lying = record({ events: [routed()] });
    expect(kindsOf(lying, "2026-04-03T10:00:00.000Z")).toEqual([]);
    expect(kindsOf(lying, "2026-04-04T10:00:00.000Z")).toEqual(["unclaimed"]);
    const back = event("voice-returned", "2026-04-02T02:00:00.000Z", { ground: "不属本单位" });
    expect(look(record({ events: [routed(), back] }), "2026-04-02T10:00:00.000Z")).toMatchObject([
      { situation: "returned", count: 1, days: ["2026-04-02"], explanation: { from: "return" } },
    ]);
  });
});

describe("SUP-03, SUP-04", () => {
  const reply = (quality: object) =>
    record({ events: [routed(), taken(), accepted(), replied("2026-04-10", quality)] });
  test("a claim without answer, an answer without article, a copy at 0.9; a good reply is silent", () => {
    expect(kindsOf(reply({}))).toEqual([]);
    expect(kindsOf(reply({ claims: 3, unanswered: [1] }))).toEqual(["unanswered"]);
    expect(kindsOf(reply({ withoutArticle: [0] }))).toEqual(["unanswered"]);
    expect(kindsOf(reply({ likeness: 0.899, likeNumber: "TS-2026-0002" }))).toEqual([]);
    expect(kindsOf(reply({ likeness: 0.9, likeNumber: "TS-2026-0002" }))).toEqual(["copied"]);
  });
});

describe("SUP-05", () => {
  test("one day of grace; proof is named apart; a case taken over whole is not held against anybody", () => {
    const act = accepted("2026-04-02");
    const at = (day: string) => ({ [act.factId]: `${day}T04:00:00.000Z` });
    const events = [routed(), taken(), act];
    expect(kindsOf(record({ events, logged: at("2026-04-03") }))).toEqual([]);
    expect(look(record({ events, logged: at("2026-04-08") }))).toMatchObject([
      { situation: "backDated", count: 6, businessOn: "2026-04-02" },
    ]);
    const served = replied("2026-04-03", {}, { way: "post", proof: "邮寄单 1 号" });
    const posted = record({
      events: [routed(), taken(), accepted(), served],
      logged: { [served.factId]: "2026-04-09T04:00:00.000Z" },
    });
    expect(kindsOf(posted)).toEqual(["paperEntry"]);
    const all = Object.fromEntries(
      ["receipt", ...events.map(({ factId }) => factId)].map((id) => [
        id,
        "2026-06-01T04:00:00.000Z",
      ]),
    );
    expect(kindsOf(record({ events, logged: all }))).toEqual([]);
  });

  test("who is back-dated without proof is not in time by the day that was written down", () => {
    const served = replied("2026-05-18");
    const events = [routed(), taken(), accepted(), served];
    const logged = { [served.factId]: "2026-06-20T04:00:00.000Z" };
    expect(handledOf(record({ events }), known, "2026-07-01")).toMatchObject({ inStatutory: true });
    expect(handledOf(record({ events, logged }), known, "2026-07-01")).toMatchObject({
      inStatutory: false,
      doneOn: "2026-06-20",
    });
  });
});

describe("SUP-06", () => {
  const pause = (from: string, expectedEnd = "2026-06-30") =>
    event("pause-begun", `${from}T02:00:00.000Z`, {
      ground: "appraisal",
      from,
      document: "委托书",
      expectedEnd,
    });
  const end = (more: object) =>
    event("pause-ended", "2026-05-25T02:00:00.000Z", { to: "2026-05-25", ...more });
  const signs = (
    events: readonly VoiceEvent[],
    now = "2026-05-26T04:00:00.000Z",
    tails = new Map(),
  ) =>
    look(record({ events: [routed(), taken(), accepted(), ...events] }), now, tails).find(
      ({ situation }) => situation === "pauseAbuse",
    )?.signs;
  test("begun on the last day, ended without result or document, rare among peers; a real test is silent", () => {
    expect(
      signs([pause("2026-04-20"), end({ why: "resultReceived", document: "意见书" })]),
    ).toBeUndefined();
    expect(signs([pause("2026-04-20"), end({ why: "cap" })])).toEqual(["noResult"]);
    expect(signs([pause("2026-04-20"), end({ why: "resultReceived" })])).toEqual(["noDocument"]);
    // Thirty working days from acceptance on 2 April end on 18 May.
    expect(signs([pause("2026-05-18")])).toEqual(["atTheEnd"]);
    const tails = new Map([["voice:TS-2026-0001", 0.05]]);
    expect(signs([pause("2026-04-20")], "2026-05-26T04:00:00.000Z", tails)).toEqual(["tail"]);
  });
  test("paused for more than thirty days stands on the board by itself", () => {
    const one = record({ events: [routed(), taken(), accepted(), pause("2026-04-10")] });
    expect(kindsOf(one, "2026-05-10T04:00:00.000Z")).toEqual([]);
    expect(kindsOf(one, "2026-05-11T04:00:00.000Z")).toEqual(["pausedLong"]);
  });
});

describe("SUP-11", () => {
  test("late, or not where it was said to be", () => {
    const events = [routed(), taken(), accepted(), replied("2026-04-10")];
    const due = [mark("reply.publish", "2026-04-17")];
    expect(kindsOf(record({ events, marks: due }), "2026-04-17T04:00:00.000Z")).toEqual([]);
    expect(kindsOf(record({ events, marks: due }))).toEqual(["unpublished"]);
    const up = event("reply-released", "2026-04-13T02:00:00.000Z", { publicationId: "p1" });
    const check = (found: boolean) => ({
      ...event("publication-checked", "2026-04-14T02:00:00.000Z"),
      payload: { site: "department", found, detail: "404" },
    });
    expect(kindsOf(record({ events: [...events, up, check(true)] }))).toEqual([]);
    expect(look(record({ events: [...events, up, check(false)] }))).toMatchObject([
      { situation: "unpublished", signs: ["department"] },
    ]);
  });
});

describe("against peers", () => {
  const handled = (id: string, n: number, dismissed: number): HandledRow[] =>
    Array.from({ length: n }, (_, index) => ({
      subject: `voice:${id}-${index}`,
      number: `${id}-${index}`,
      kind: "complaint",
      unit: { id, name: id },
      receivedOn: "2026-04-01",
      doneOn: "2026-04-20",
      days: 19,
      statutoryDue: "2026-05-18",
      inStatutory: true,
      inCommitment: true,
      returns: 0,
      isSubstantive: true,
      isReversed: false,
      isDismissed: index < dismissed,
      publication: "published",
    }));
  const dismissed = (row: HandledRow) => row.isDismissed;

  test("SUP-07: one that dismisses nearly all among peers that dismiss a third; few peers are said to be few", () => {
    const rows = [
      ...handled("a", 40, 13),
      ...handled("b", 40, 14),
      ...handled("c", 40, 12),
      ...handled("d", 40, 38),
    ];
    const results = againstPeers("SUP-07", rows, dismissed);
    expect(results.map(({ outcome }) => outcome)).toEqual(["noHit", "noHit", "noHit", "hit"]);
    expect(results[3]).toMatchObject({ value: 0.95, tests: 4, n: 40 });
    const few = againstPeers("SUP-07", [...handled("a", 5, 1), ...handled("b", 5, 5)], dismissed);
    expect(few.map(({ outcome, why }) => [outcome, why])).toEqual([
      ["notComputable", "fewPeers"],
      ["notComputable", "fewPeers"],
    ]);
  });

  test("figures: interval, median, and what peers with this mix would have", () => {
    const own = handled("a", 10, 0);
    const figures = figuresOf(own, [...handled("b", 12, 0), ...handled("c", 12, 0)]);
    expect(figures).toMatchObject({
      handled: 10,
      statutory: { n: 10, k: 10, high: 1 },
      medianDays: 19,
      expected: 1,
    });
    expect(figuresOf(own, []).expected).toBeUndefined();
  });

  test("nothing to look at is not computable, never clean", () => {
    const nothing = {
      rows: [],
      handled: [],
      cases: 0,
      compared: 0,
      replies: 0,
      pauses: 0,
      publications: 0,
      leads: 0,
    };
    const results = supOf(nothing);
    expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(["notComputable"]));
    expect(results.map(({ id }) => id)).toHaveLength(12);
  });
});
