/** Whither after the answer, and until when, by article. */
import { describe, expect, test } from "vitest";

import { publishedCalendar, publishedLaw } from "../../../../clocks/src/index.ts";
import type { VoiceReceived } from "../../../../contract/src/facts/complaints.voice-received.ts";
import { appealsOf } from "./appeals.ts";

const known = { calendar: publishedCalendar, law: publishedLaw };
const voice = (changes: Partial<VoiceReceived>): VoiceReceived => ({
  number: "TS-2026-0001",
  channel: "web",
  kind: "complaint",
  regime: "works",
  title: "对评标结果的投诉",
  claims: ["评标结果有误。"],
  writer: { party: { kind: "organisation", name: "云澜第3建设有限公司" } },
  ...changes,
});
const after = (changes: Partial<VoiceReceived>, receivedOn: string, servedOn: string) =>
  appealsOf({ received: voice(changes), receivedOn, servedOn, known }).map(
    ({ way, until }) => `${way} ${until ?? "?"}`,
  );

describe("after a decision on a complaint (行政复议法20, 行政诉讼法46)", () => {
  test("sixty days and six months, moved behind rest days", () => {
    // 2026-06-01 + 60 = Friday 07-31; the first of December is a Tuesday.
    expect(after({}, "2026-05-01", "2026-06-01")).toEqual([
      "reconsideration 2026-07-31",
      "lawsuit 2026-12-01",
    ]);
    // Sixty days end on Sunday 05-10; the same day of the sixth month is Friday 09-11.
    expect(after({}, "2026-03-01", "2026-03-11")).toEqual([
      "reconsideration 2026-05-11",
      "lawsuit 2026-09-11",
    ]);
  });

  test("the last day of a shorter month (民法典202)", () => {
    expect(after({}, "2025-07-01", "2025-08-31")[1]).toBe("lawsuit 2026-02-28");
  });

  test("no date is guessed in a year without a notice", () => {
    expect(after({}, "2026-11-01", "2026-11-20")).toEqual(["reconsideration ?", "lawsuit ?"]);
  });
});

describe("after the answer to an objection or a challenge", () => {
  test("works: ten days from knowing, the time of the answer not counted (条例60)", () => {
    const changes = { kind: "objection", matter: "result", knownOn: "2026-05-29" } as const;
    expect(after(changes, "2026-06-01", "2026-06-03")).toEqual(["complaint 2026-06-10"]);
  });

  test("procurement: fifteen working days after the time for the answer (采购法55)", () => {
    const changes = { kind: "challenge", regime: "procurement" } as const;
    expect(after(changes, "2026-06-01", "2026-06-05")).toEqual(["complaint 2026-07-02"]);
  });

  test("land and others: no verified way", () => {
    expect(after({ kind: "challenge", regime: "land" }, "2026-06-01", "2026-06-05")).toEqual([]);
  });

  test("an enquiry leads nowhere", () => {
    expect(after({ kind: "enquiry" }, "2026-06-01", "2026-06-02")).toEqual([]);
  });
});
