import { describe, expect, test } from "vitest";

import type { VoiceView } from "../../../../contract/src/voices.ts";
import { bodyOf, fieldsOf, initialOf, openRequestsOf, pauseGroundsOf } from "./act-fields.ts";

const TODAY = "2026-06-01";

const view = (history: readonly (readonly [kind: string, payload: object])[] = []): VoiceView =>
  ({
    voice: { version: 3, regime: "works" },
    content: { claims: ["第一项", "第二项"] },
    history: history.map(([kind, payload]) => ({ kind: `complaints.${kind}`, payload })),
  }) as unknown as VoiceView;

describe("grounds that stop a clock", () => {
  test.each([
    ["works", ["inspection", "testing", "appraisal", "expert-review"]],
    ["procurement", ["inspection", "testing", "appraisal", "expert-review", "correction"]],
    ["land", []],
  ])("%s", (regime, grounds) => {
    expect(pauseGroundsOf(regime)).toEqual(grounds);
  });
});

describe("acceptance", () => {
  const values = { ...initialOf("decideAcceptance", TODAY), outcome: "refused" };

  test("a refusal needs a coded ground and words; acceptance needs neither", () => {
    expect(bodyOf("decideAcceptance", view(), values)).toBeUndefined();
    expect(
      bodyOf("decideAcceptance", view(), { ...values, ground: "tooLate", text: "逾期提出" }),
    ).toEqual({
      version: 3,
      outcome: "refused",
      ground: "tooLate",
      text: "逾期提出",
      decidedOn: TODAY,
    });
    expect(bodyOf("decideAcceptance", view(), { ...values, outcome: "accepted" })).toEqual({
      version: 3,
      outcome: "accepted",
      decidedOn: TODAY,
    });
  });

  test("correction is offered once", () => {
    const offered = (asked: VoiceView) => fieldsOf("decideAcceptance", asked, values)[0]?.choices;
    expect(offered(view())).toContain("correctionAsked");
    expect(offered(view([["acceptance-decided", { outcome: "correctionAsked" }]]))).not.toContain(
      "correctionAsked",
    );
  });
});

test("evidence is answered by the number of a request that is still open", () => {
  const asked = view([
    ["evidence-asked", { request: 1 }],
    ["evidence-asked", { request: 2 }],
    ["evidence-given", { request: 1 }],
  ]);
  expect(openRequestsOf(asked)).toEqual(["2"]);
  const values = { ...initialOf("giveEvidence", TODAY), request: "2", text: "已提供录像" };
  expect(bodyOf("giveEvidence", asked, values)).toEqual({
    version: 3,
    request: 2,
    text: "已提供录像",
  });
});

test("claims are numbers where they are ticked and lines where they are written", () => {
  const ticked = { ...initialOf("question", TODAY), claims: "0,1", ground: "没有回应" };
  expect(bodyOf("question", view(), ticked)).toMatchObject({ claims: [0, 1] });
  const written = { ...initialOf("correct", TODAY), text: "补正", claims: "一\n\n 二 " };
  expect(bodyOf("correct", view(), written)).toMatchObject({ claims: ["一", "二"] });
});
