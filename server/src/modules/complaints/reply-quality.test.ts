/** The meter: what it lists, and what it lets pass. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { publishedLaw } from "../../../../clocks/src/index.ts";
import type { Finding } from "../../../../contract/src/voice-values.ts";
import { COPIED, measureReply, needsLook, type OtherReply, substanceOf } from "./reply-quality.ts";

const CLAIMS = ["第一候选人项目经理社保不在本单位。", "评委对业绩的打分相差过大。"];
const finding = (claim: number, text: string, articles = ["ZTB-T-61"]): Finding => ({
  claim,
  result: "notUpheld",
  text,
  articles,
});
const SOUND = [
  finding(0, "社保缴费记录载明项目经理自二〇二五年六月起在中标候选人处连续参保。"),
  finding(1, "三号评委业绩项多计两分，更正后排序不变，已约谈该评委。"),
];
const measure = (findings: readonly Finding[], others: readonly OtherReply[] = []) =>
  measureReply({ claims: CLAIMS, findings, on: "2026-06-01", law: publishedLaw, others });

describe("claims", () => {
  test("each with a finding of substance: nothing to look at", () => {
    const quality = measure(SOUND);
    expect(quality).toEqual({ claims: 2, unanswered: [], withoutArticle: [], notInForce: [] });
    expect(needsLook(quality)).toBe(false);
  });

  test.each([
    ["no finding", []],
    ["a formula", [finding(0, "经核查，你单位反映的问题不成立，感谢你单位对我们工作的支持。")]],
    ["white space and signs", [finding(0, "　　……，。")]],
    ["not examined", [{ ...SOUND[0], result: "notExamined" } as Finding]],
  ])("%s does not answer", (_name, first) => {
    expect(measure([...first, SOUND[1] as Finding]).unanswered).toEqual([0]);
  });

  test("for any set of answered claims exactly the others are listed", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat({ max: 9 })), (answered) => {
        const claims = Array.from({ length: 10 }, (_, nth) => `第${nth}项请求的内容各不相同`);
        const findings = answered.map((claim) =>
          finding(claim, `逐页核对卷宗后认定，编号${claim}`),
        );
        const { unanswered } = measureReply({
          claims,
          findings,
          on: "2026-06-01",
          law: publishedLaw,
          others: [],
        });
        expect(unanswered).toEqual([...claims.keys()].filter((one) => !answered.includes(one)));
      }),
    );
  });
});

describe("articles", () => {
  test("a finding without any, one that is not in the register, one that was not yet in force", () => {
    expect(measure([finding(0, SOUND[0]?.text ?? "", []), SOUND[1] as Finding])).toMatchObject({
      withoutArticle: [0],
    });
    expect(
      measure([finding(0, SOUND[0]?.text ?? "", ["某办法第三条"]), SOUND[1] as Finding]).notInForce,
    ).toEqual(["某办法第三条"]);
    const law = {
      ...publishedLaw,
      articles: publishedLaw.articles.map((article) =>
        article.id === "ZTB-T-61" ? { ...article, validFrom: "2026-06-02" } : article,
      ),
    };
    expect(
      measureReply({ claims: CLAIMS, findings: SOUND, on: "2026-06-01", law, others: [] })
        .notInForce,
    ).toEqual(["ZTB-T-61"]);
  });

  test("by name as well as by id", () => {
    const article = publishedLaw.articles.find(({ id }) => id === "ZTB-T-61");
    const quoted = `《${article?.instrument ?? ""}》${article?.article ?? ""}`;
    expect(
      measure([finding(0, SOUND[0]?.text ?? "", [quoted]), SOUND[1] as Finding]).notInForce,
    ).toEqual([]);
  });
});

describe("likeness (SUP-04)", () => {
  const other = (findings: readonly Finding[], claims = ["另一件投诉的另一项请求。"]) => ({
    number: "TS-2026-0007",
    claims,
    findings,
  });

  test("a reply copied from another case raises it to the line, whatever formulas were put around it", () => {
    const dressed = SOUND.map((one) => ({ ...one, text: `经核查，${one.text}特此答复。` }));
    const quality = measure(dressed, [other(SOUND)]);
    expect(quality.likeness).toBeGreaterThanOrEqual(COPIED);
    expect(quality.likeNumber).toBe("TS-2026-0007");
    expect(needsLook(quality)).toBe(true);
  });

  test("two replies that only share the formulas of letters are not alike", () => {
    const own = [finding(0, "经核查，投诉事项不成立，符合相关法律规定。现场录像显示门锁完好。")];
    const theirs = [finding(0, "经核查，投诉事项不成立，符合相关法律规定。合同金额为三千万元。")];
    expect(measure(own, [other(theirs)]).likeness).toBeLessThan(0.2);
  });

  test("words of the claim itself do not count", () => {
    const claims = ["门窗检测报告编号与样品名称不一致，请求重新评审。"];
    const repeats = [
      finding(0, "门窗检测报告编号与样品名称不一致，请求重新评审。经查系装订错误。"),
    ];
    const { likeness } = measureReply({
      claims,
      findings: repeats,
      on: "2026-06-01",
      law: publishedLaw,
      others: [
        other(
          [finding(0, "门窗检测报告编号与样品名称不一致，请求重新评审。另见第九页附表。")],
          claims,
        ),
      ],
    });
    expect(likeness).toBeLessThan(0.3);
  });
});

test("what is left of a letter when its fixed parts are gone", () => {
  expect(substanceOf("经研究，你单位反映的问题不成立。")).toBe("");
  expect(substanceOf("经核查，门锁完好。")).toBe("门锁完好");
});
