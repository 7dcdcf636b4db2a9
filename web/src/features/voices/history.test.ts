import type { TFunction } from "i18next";
import { expect, test } from "vitest";

import { cameWhole, isEnteredLater, linesOf } from "./history.ts";

const t = ((key: string, params: object = {}) =>
  `${key} ${JSON.stringify(params)}`) as unknown as TFunction;
const words = { t, word: (group: string, code: string) => `${group}/${code}` };
const at = "2026-06-01T02:00:00.000Z";
const event = (kind: string, payload: Record<string, unknown>) => ({
  at,
  recordedAt: at,
  kind,
  factId: "f",
  payload,
});

test("an act written down more than an hour later says so", () => {
  expect(isEnteredLater({ at, recordedAt: "2026-06-01T03:00:00.000Z" })).toBe(false);
  expect(isEnteredLater({ at, recordedAt: "2026-06-01T03:00:01.000Z" })).toBe(true);
});

test("a case that came whole says so once; what is entered later on its own says so itself", () => {
  const late = { at, recordedAt: "2026-06-10T02:00:00.000Z" };
  expect(cameWhole({ at, recordedAt: "2026-06-10T02:30:00.000Z" }, late)).toBe(true);
  expect(cameWhole({ at, recordedAt: "2026-06-12T02:00:00.000Z" }, late)).toBe(false);
  expect(cameWhole(late, { at, recordedAt: at })).toBe(false);
  expect(cameWhole(late, undefined)).toBe(false);
});

test("a rung names its clock and everybody who was told, and no officer", () => {
  const lines = linesOf(
    event("deadlines.escalated", {
      clock: "complaint.decide",
      step: "T0",
      to: ["head", "stationed"],
    }),
    words,
  );
  expect(lines.ground).toContain("clock.name/complaint.decide");
  expect(lines.who).toContain("audience/head");
  expect(lines.who).toContain("audience/stationed");
  expect(lines.days).toBe("");
});

test("a coded ground is said in words once, a written one as it is", () => {
  const refused = linesOf(
    event("complaints.acceptance-decided", { outcome: "refused", ground: "tooLate", text: "逾期" }),
    words,
  );
  expect(refused.ground).toBe("outcome/refused · refusal/tooLate");
  expect(refused.text).toBe("逾期");
  const returned = linesOf(event("complaints.voice-returned", { ground: "不属于本局职责" }), words);
  expect(returned.text).toBe("不属于本局职责");
});

test("dates that a new calendar moved are said with both days", () => {
  const clocks = [
    { clock: "complaint.accept", from: "2026-06-04", to: "2026-06-05" },
    { clock: "complaint.decide", from: "2026-07-14", to: null },
  ];
  const { days } = linesOf(event("complaints.dates-moved", { because: "f", clocks }), words);
  for (const part of ["clock.name/complaint.accept", "2026-06-04", "2026-06-05", "noDay"])
    expect(days).toContain(part);
});

test("条例61: a transfer names the other case and its department, from both sides", () => {
  const other = { number: "TS-2026-0001", unit: { id: "housing", name: "住建局" }, receivedAt: at };
  for (const [kind, member] of [
    ["complaints.voice-transferred", "to"],
    ["complaints.transfer-received", "from"],
  ] as const) {
    const lines = linesOf(event(kind, { [member]: other }), words);
    expect(lines.ground).toBe("TS-2026-0001 · 住建局");
    expect(lines.days).toBe("");
  }
});
