import { expect, test } from "vitest";

import { lettersIssued } from "./letters-issued.ts";
import type { VoiceEvent, VoiceFacts } from "./standing.ts";

const event = (kind: string, payload: object): VoiceEvent => ({
  factId: kind,
  kind: `complaints.${kind}`,
  at: "2026-06-02T03:00:00.000Z",
  payload: payload as VoiceEvent["payload"],
});
const facts = (events: readonly VoiceEvent[]): VoiceFacts => ({
  id: "TS-2026-0001",
  receivedAt: "2026-06-01T02:00:00.000Z",
  events,
  received: {
    number: "TS-2026-0001",
    channel: "web",
    kind: "complaint",
    regime: "works",
    title: "对评标结果的投诉",
    claims: ["评标结果有误。"],
    writer: { party: { kind: "organisation", name: "云澜第3建设有限公司" } },
  },
});
const decided = (outcome: string, more: object = {}) =>
  event("acceptance-decided", {
    outcome,
    decidedOn: "2026-06-02",
    articles: ["ZTB-T-61"],
    ...more,
  });
const served = (letterNo: string) =>
  event("reply-served", {
    letterNo,
    decidedOn: "2026-06-10",
    findings: [{ claim: 0, result: "upheld", text: "属实。", articles: ["ZTB-51"] }],
    appeals: [{ way: "reconsideration", until: null, articles: ["XZFY-20"] }],
    quality: { unanswered: [] },
  });

test("a case in which nothing was decided has sent no letter", () => {
  expect(lettersIssued(facts([]))).toEqual([]);
});

test("correction, acceptance and answer each are a letter, with number, day, link and what they quote", () => {
  const letters = lettersIssued(
    facts([
      decided("correctionAsked"),
      decided("accepted", { letterNo: "云建受〔2026〕3号" }),
      served("云建复〔2026〕4号"),
    ]),
  );
  expect(letters.map(({ kind, number, on, articles }) => [kind, number, on, articles])).toEqual([
    ["correction", undefined, "2026-06-02", ["ZTB-T-61"]],
    ["acceptance", "云建受〔2026〕3号", "2026-06-02", ["ZTB-T-61"]],
    ["reply", "云建复〔2026〕4号", "2026-06-10", ["ZTB-51", "XZFY-20"]],
  ]);
  expect(new Set(letters.map(({ link, state }) => `${state} ${link}`))).toEqual(
    new Set(["issued /voices/TS-2026-0001"]),
  );
});

test("of two answers only the last one stands", () => {
  const letters = lettersIssued(facts([served("甲"), served("乙")]));
  expect(letters.map(({ number }) => number)).toEqual(["乙"]);
});
