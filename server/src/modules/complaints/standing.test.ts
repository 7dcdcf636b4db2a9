/** Where a voice stands and which clocks run, from its facts alone. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { publishedCalendar, publishedLaw } from "../../../../clocks/src/index.ts";
import type { VoiceReceived } from "../../../../contract/src/facts/complaints.voice-received.ts";
import { dayAfter } from "../../kernel/plain-date.ts";
import { CITY_PROFILE, type Profile, runningClocks } from "./running-clocks.ts";
import {
  clocksOf,
  mustPause,
  pauseEndOf,
  standingOf,
  type VoiceEvent,
  type VoiceFacts,
} from "./standing.ts";

const known = { calendar: publishedCalendar, law: publishedLaw };
const UNIT = { id: "housing", name: "住建局" };
const OFFICER = { account: "housing-1", name: "陈岚", department: UNIT };
const RECEIVED_AT = "2026-06-01T02:00:00.000Z";

let nth = 0;
const event = (kind: string, at: string, payload: object = {}): VoiceEvent => ({
  factId: String((nth += 1)),
  kind: `complaints.${kind}`,
  at,
  payload: { officer: OFFICER, ...payload },
});
const routed = event("voice-routed", RECEIVED_AT, {
  unit: UNIT,
  matched: "duty",
  legalBasis: "条例61",
  version: 0,
});
const taken = event("voice-taken", "2026-06-01T03:00:00.000Z", { version: 1 });
const accepted = event("acceptance-decided", "2026-06-02T03:00:00.000Z", {
  outcome: "accepted",
  decidedOn: "2026-06-02",
  version: 2,
});
const FIRST = {
  number: "TS-2026-0000",
  unit: { id: "water", name: "水务局" },
  receivedAt: "2026-05-29T02:00:00.000Z",
};
const OWN = { takeHours: 8, complaintDays: 10 };
const transferred = event("voice-transferred", "2026-06-03T03:00:00.000Z", {
  to: FIRST,
  articles: ["ZTB-T-61"],
  version: 3,
});
const pause = (from: string, expectedEnd: string) =>
  event("pause-begun", `${from}T03:00:00.000Z`, {
    ground: "appraisal",
    from,
    expectedEnd,
    document: "鉴定委托书",
  });
const resumed = (to: string) => event("pause-ended", `${to}T04:00:00.000Z`, { to });
const served = event("reply-served", "2026-06-10T03:00:00.000Z", {
  quality: { claims: 1, unanswered: [], withoutArticle: [], notInForce: [] },
  findings: [],
});

const voice = (
  events: readonly VoiceEvent[],
  changes: Partial<VoiceReceived> = {},
): VoiceFacts => ({
  id: "TS-2026-0001",
  receivedAt: RECEIVED_AT,
  events: [routed, ...events],
  received: {
    number: "TS-2026-0001",
    channel: "web",
    kind: "complaint",
    regime: "works",
    title: "对评标结果的投诉",
    claims: ["评标结果有误。"],
    writer: { party: { kind: "organisation", name: "云澜第3建设有限公司" } },
    ...changes,
  },
});

function running(facts: VoiceFacts, profile: Profile = CITY_PROFILE) {
  const clocks = runningClocks({ facts, standing: standingOf(facts), known, profile });
  return Object.fromEntries(
    clocks.map(({ clock, dueOn, dueAt }) => [clock, dueOn ?? dueAt ?? null]),
  );
}

describe("state", () => {
  test.each([
    ["routed", []],
    ["taken", [taken]],
    ["accepted", [taken, accepted]],
    ["replied", [taken, accepted, served]],
    ["published", [taken, accepted, served, event("reply-released", "2026-06-11T03:00:00.000Z")]],
    ["accepted", [taken, accepted, served, event("reply-questioned", "2026-06-12T03:00:00.000Z")]],
    ["returned", [event("voice-returned", "2026-06-01T04:00:00.000Z")]],
    ["withdrawn", [taken, event("voice-withdrawn", "2026-06-03T03:00:00.000Z")]],
    ["transferred", [taken, accepted, transferred]],
  ])("%s", (state, events) => {
    expect(standingOf(voice(events)).state).toBe(state);
  });

  test("what is not a complaint is worked on as soon as it is signed for", () => {
    expect(standingOf(voice([taken], { kind: "objection" })).state).toBe("accepted");
  });

  test("corrected: it waits for the decision again", () => {
    const asked = event("acceptance-decided", "2026-06-02T03:00:00.000Z", {
      outcome: "correctionAsked",
    });
    expect(standingOf(voice([taken, asked])).state).toBe("correcting");
    const handedIn = event("voice-corrected", "2026-06-03T03:00:00.000Z");
    expect(standingOf(voice([taken, asked, handedIn])).state).toBe("taken");
  });
});

describe("clocks", () => {
  test("until it is signed for, by the hour of the unit's own rule", () => {
    expect(running(voice([]), { takeHours: 4 })).toMatchObject({
      "hop.take": "2026-06-01T06:00:00.000Z",
      "complaint.accept": "2026-06-04",
    });
  });

  test("a returned voice is the coordinating office's: two working days", () => {
    const facts = voice([event("voice-returned", "2026-06-05T04:00:00.000Z")]);
    const [, hop] = runningClocks({
      facts,
      standing: standingOf(facts),
      known,
      profile: CITY_PROFILE,
    });
    expect(hop).toMatchObject({
      clock: "hop.route",
      unit: { id: "coordinator" },
      dueOn: "2026-06-09",
    });
  });

  test("accepted: the promise inside the statute, and the unit's own shorter one beside them", () => {
    expect(running(voice([taken, accepted]), { takeHours: 24, complaintDays: 10 })).toEqual({
      "complaint.decide": "2026-07-15",
      "local.complaint": "2026-06-24",
      "own.reply": "2026-06-16",
    });
  });

  test("a pause moves both dates by its working days, and its open end is taken at its longest", () => {
    const open = voice([taken, accepted, pause("2026-06-03", "2026-06-10")]);
    const ended = voice([
      taken,
      accepted,
      pause("2026-06-03", "2026-06-10"),
      resumed("2026-06-05"),
    ]);
    expect(running(open)["complaint.decide"]).toBe("2026-07-23");
    expect(running(ended)["complaint.decide"]).toBe("2026-07-20");
  });

  test("an answer stops the law's clocks and starts that of its publication", () => {
    expect(Object.keys(running(voice([taken, accepted, served])))).toEqual(["reply.publish"]);
  });

  test("an answer with an unanswered claim, and one that was sent back, speak at once", () => {
    const empty = event("reply-served", "2026-06-10T03:00:00.000Z", {
      quality: { claims: 1, unanswered: [0], withoutArticle: [], notInForce: [] },
      findings: [],
    });
    expect(running(voice([taken, accepted, empty]))).toMatchObject({
      "reply.unanswered": "2026-06-10T03:00:00.000Z",
    });
    const back = event("reply-questioned", "2026-06-12T03:00:00.000Z");
    expect(running(voice([taken, accepted, empty, back]))).toMatchObject({
      "reply.sent-back": "2026-06-12T03:00:00.000Z",
      "reply.rework": "2026-06-22",
    });
  });

  test("条例61: nothing runs any more for what the first receiver got", () => {
    expect(running(voice([taken, transferred]))).toEqual({});
    expect(running(voice([taken, accepted, transferred]), OWN)).toEqual({});
    expect(standingOf(voice([transferred])).watcher).toEqual(FIRST.unit);
  });

  test("条例61: what was transferred here moves no clock of the first receiver", () => {
    const received = event("transfer-received", "2026-06-04T03:00:00.000Z", {
      unit: UNIT,
      from: { number: "TS-2026-0002", unit: FIRST.unit, receivedAt: "2026-06-04T02:00:00.000Z" },
    });
    const before = voice([taken, accepted]);
    const after = voice([taken, accepted, received]);
    expect(running(after)).toEqual(running(before));
    expect(standingOf(after)).toEqual(standingOf(before));
  });

  test("nothing runs for what was refused or withdrawn", () => {
    expect(running(voice([taken, event("voice-withdrawn", "2026-06-03T03:00:00.000Z")]))).toEqual(
      {},
    );
  });
});

describe("pauses (T61)", () => {
  test("one that nobody ends ends by itself at its expected end, or at the cap of all together", () => {
    const expected = standingOf(voice([taken, accepted, pause("2026-06-03", "2026-06-10")]));
    expect(pauseEndOf(expected, known)).toEqual({ day: "2026-06-10", why: "expectedEnd" });
    const endless = standingOf(voice([taken, accepted, pause("2026-06-03", "2027-06-10")]));
    expect(pauseEndOf(endless, known)?.why).toBe("cap");
  });

  test("however often it is paused, the date never moves by more than the cap", () => {
    const base = clocksOf(standingOf(voice([taken, accepted])), known);
    const before = base.clocks.find(({ id }) => id === "complaint.decide")?.due ?? "";
    // Law: no number; the city's own (LOCAL-PAUSE).
    const cap = 60;
    const spans = fc.array(
      fc.record({ gap: fc.integer({ min: 0, max: 20 }), days: fc.integer({ min: 0, max: 90 }) }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(spans, (given) => {
        let day = "2026-06-03";
        const events = given.flatMap(({ gap, days }) => {
          const from = dayAfter(day, gap);
          day = dayAfter(from, days);
          return [pause(from, day), resumed(day)];
        });
        const { clocks } = clocksOf(standingOf(voice([taken, accepted, ...events])), known);
        const due = clocks.find(({ id }) => id === "complaint.decide")?.due;
        // In 2027 no notice is out: then no date is given at all, which is later than none.
        if (due === null || due === undefined) return;
        // A rest day at the end may add the length of the longest holiday.
        expect(due <= dayAfter(before, cap + 10)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe("the duty to pause the tender (条例22, 54)", () => {
  const objection = (changes: Partial<VoiceReceived> = {}): Partial<VoiceReceived> => ({
    kind: "objection",
    matter: "documents",
    ocid: "ocds-mj0001-C1",
    window: "open",
    ...changes,
  });
  const must = (events: readonly VoiceEvent[], changes: Partial<VoiceReceived>) => {
    const facts = voice(events, changes);
    return mustPause(facts, standingOf(facts));
  };

  test.each([
    ["an objection in time", objection(), true],
    ["to the result", objection({ matter: "result" }), true],
    ["at the opening: answered on the spot", objection({ matter: "opening" }), false],
    ["too late", objection({ window: "closed" }), false],
    ["in procurement", objection({ regime: "procurement" }), false],
    ["a complaint: the supervisor may order it (条例62)", objection({ kind: "complaint" }), false],
  ])("%s", (_name, changes, expected) => {
    expect(must([], changes)).toBe(expected);
  });

  test("ends with the answer", () => {
    expect(must([taken, served], objection())).toBe(false);
  });
});
