/** Answers with their proofs over HTTP, and what becomes of them when somebody with the database's keys lies. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import {
  compareAnswers,
  comparePage,
  verifyAnswer,
  type AnswerReport,
} from "../../../../verifier/src/index.ts";
import {
  aLotFact,
  aNotice,
  anAward,
  bidsOpened,
  firm,
  honestBids,
  ocidOf,
  total,
} from "../../../test/builders.ts";
import { createTestApp, type OfficerAccount, type TestApp } from "../../../test/harness.ts";

const HOUSING: OfficerAccount = {
  account: "housing-1",
  name: "陈岚",
  departmentId: "housing",
  departmentName: "云澜市住房和城乡建设局",
};
/** Codes with right check characters (GB 32100), of nobody. */
const WINNER = "91350100M000100Y43";

let app: TestApp;
let source: string;
beforeAll(async () => {
  app = await createTestApp();
  source = await app.addSource("trading");
  await app.send(source, [
    aNotice("A1", { text: "联系人：张三，电话 13900000000" }),
    bidsOpened("A1", honestBids(1, 2, 3)),
    aLotFact(
      "A1",
      "award-decided",
      { supplier: { ...firm(1), uscc: WINNER }, offer: total(1_180_000_000) },
      { occurredAt: "2026-05-28T10:00:00+08:00" },
    ),
  ]);
  for (let n = 2; n < 12; n++)
    await app.send(source, [
      aNotice(`A${n}`),
      bidsOpened(`A${n}`, honestBids(1, 2, 3)),
      anAward(`A${n}`, 1),
    ]);
  await sign();
});
afterAll(() => app.close());

/** Facts are read, the map follows, its root stands in the log, the log is signed. */
async function sign(): Promise<void> {
  await app.settle();
  await app.application.witness.recordRoots();
  await app.settle();
}

const fetchAnswer = async (key: string): Promise<string> => {
  const reply = await app.get(`/api/public/answers?key=${encodeURIComponent(key)}`);
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.body;
};

async function ask(key: string): Promise<AnswerReport> {
  const { vkey } = (await app.get("/api/log/checkpoint")).json<{ vkey: string }>();
  return verifyAnswer(await fetchAnswer(key), { trustedKeys: [vkey] });
}

const failedCheck = ({ checks }: AnswerReport) => checks.find(({ ok }) => !ok)?.id;

describe("an answer", () => {
  test("about a process proves all its records, whole or in part, and nothing private", async () => {
    const body = await fetchAnswer(`process:${ocidOf("A1")}`);
    const report = await ask(`process:${ocidOf("A1")}`);
    expect(report.code).toBe("answer.proved");
    expect(report.checks.every(({ ok }) => ok)).toBe(true);
    expect(report.proves).toEqual(["answer-complete", "log-key"]);
    const kinds = report.answer?.records.map((record) =>
      typeof record === "object" && record?.type === "released" ? [record.kind, record.part] : [],
    );
    expect(kinds).toEqual([
      ["procurement.notice-published", "fields"],
      ["procurement.bids-opened", "whole"],
      ["procurement.award-decided", "whole"],
    ]);
    expect(body).not.toContain("13900000000");
  });

  test("says of a firm its results and of a stranger that there is nothing", async () => {
    const winner = await ask(`firm:${WINNER}`);
    expect([winner.verdict, winner.answer?.size]).toEqual(["valid", 1]);
    const stranger = await ask("firm:91350100M000100Y56");
    expect([stranger.verdict, stranger.code]).toEqual(["valid", "answer.proved-absent"]);
    expect(stranger.proves).toContain("answer-absent");
    expect((await ask("department:housing")).code).toBe("answer.proved-absent");
    expect((await app.get("/api/public/answers?key=expert:1")).statusCode).toBe(400);
  });

  test("holds for the newest signature while the map has moved on", async () => {
    const before = await ask(`process:${ocidOf("A2")}`);
    await app.send(source, [
      aLotFact("A2", "contract-signed", {
        contractNo: "HT-2",
        supplier: firm(1),
        signedOn: "2026-05-30",
      }),
    ]);
    await app.application.witness.recordRoots();
    const meanwhile = await ask(`process:${ocidOf("A2")}`);
    expect(meanwhile.verdict).toBe("valid");
    await sign();
    const after = await ask(`process:${ocidOf("A2")}`);
    expect(after.answer?.size).toBe((before.answer?.size ?? 0) + 1);
    expect(compareAnswers(before.answer, after.answer).code).toBe("answer.grown");
    expect(compareAnswers(after.answer, before.answer).code).toBe("answer.shrunk");
  });

  test("keeps the hash of what was corrected, and says by what", async () => {
    const old = await ask(`process:${ocidOf("A3")}`);
    await app.send(source, [
      { ...anAward("A3", 2), correctsSourceId: "A3/award-decided", sourceId: "A3/award-decided/2" },
    ]);
    await sign();
    const report = await ask(`process:${ocidOf("A3")}`);
    expect(report.code).toBe("answer.proved");
    const [, , third, word, award] = report.answer?.records ?? [];
    expect(third).toMatch(/^[0-9a-f]{64}$/);
    expect(word).toMatchObject({ type: "gone", entry: 2, state: "corrected" });
    expect(award).toMatchObject({ type: "released", payload: { supplier: firm(2) } });
    expect(compareAnswers(old.answer, report.answer).code).toBe("answer.grown");
  });

  test("of a department holds its items, and a withdrawn one is a hash with its public reason", async () => {
    const headers = await app.signIn(HOUSING);
    const post = (url: string, payload: object) =>
      app.inject({ method: "POST", url: `/api/publications${url}`, headers, payload });
    const made = await post("", {
      kind: "penalty",
      documentNo: "云建罚〔2026〕7号",
      decidedOn: "2026-05-28",
      title: "对云澜第1建设有限公司的行政处罚决定",
      text: "经查，当事人在投标中提供虚假业绩材料。",
      legalBasis: "行政处罚法第48条",
      articles: ["招标投标法第54条"],
      subjects: [{ ...firm(1), uscc: WINNER }],
      regime: "works",
    });
    expect(made.statusCode, made.body).toBe(201);
    const { id } = made.json<{ row: { id: string } }>().row;
    await sign();
    const shown = await ask("department:housing");
    expect([shown.verdict, shown.answer?.size]).toEqual(["valid", 1]);
    expect((await ask(`firm:${WINNER}`)).answer?.size, "no penalties under a firm").toBe(1);
    const gone = await post(`/${id}/withdrawal`, {
      reason: "mistaken",
      publicReason: "原决定有误，已撤销。",
      ground: "复核发现认定有误",
    });
    expect(gone.statusCode, gone.body).toBeLessThan(300);
    await app.settle();
    // The content is gone at once; until the next signature nobody can say so with proof.
    expect((await ask("department:housing")).code).toBe("answer.gone-unexplained");
    await sign();
    const body = await fetchAnswer("department:housing");
    expect((await ask("department:housing")).code).toBe("answer.proved");
    expect(body).toContain("原决定有误");
    expect(body).not.toContain("云澜第1建设");
  });
});

describe("whoever holds the database's keys cannot hide", () => {
  const award = (code: string) =>
    `(SELECT id FROM fact.fact WHERE subject = '${ocidOf(code)}' AND kind = 'procurement.award-decided')`;

  test("an award on the page", async () => {
    const key = `process:${ocidOf("A4")}`;
    await app.database.asOwner(`UPDATE released.process SET view = jsonb_set(jsonb_set(view,
      '{events}', (SELECT jsonb_agg(e) FROM jsonb_array_elements(view -> 'events') AS e
                   WHERE e ->> 'kind' <> 'procurement.award-decided')), '{lots,0}', (view #> '{lots,0}') - 'award')
      WHERE ocid = '${ocidOf("A4")}'`);
    const report = await ask(key);
    expect(report.verdict).toBe("valid");
    const page = (await app.get(`/api/public/processes/${ocidOf("A4")}`)).json<object>();
    expect(
      comparePage(report.answer, page).map(({ code, params }) => [code, params["kind"]]),
    ).toEqual([
      ["page.lacks", "procurement.award-decided"],
      ["page.award-differs", "procurement.award-decided"],
    ]);
    const honest = (await app.get(`/api/public/processes/${ocidOf("A5")}`)).json<object>();
    expect(comparePage((await ask(`process:${ocidOf("A5")}`)).answer, honest)).toEqual([]);
  });

  test("a record under its key", async () => {
    await app.database.asOwner(
      `DELETE FROM released.answer_entry WHERE record_id = ${award("A5")}`,
    );
    const report = await ask(`process:${ocidOf("A5")}`);
    expect([report.verdict, failedCheck(report)]).toEqual(["refused", "records"]);
    expect([report.code, report.params["position"]]).toEqual(["answer.record-missing", 3]);
  });

  test("a record by another", async () => {
    await app.database.asOwner(
      `UPDATE released.answer_entry SET record = jsonb_set(record, '{payload,offer,amount,amountMinor}', '"1"')
       WHERE record_id = ${award("A6")}`,
    );
    expect((await ask(`process:${ocidOf("A6")}`)).code).toBe("answer.records-differ");
  });

  test("a record as if it had been withdrawn", async () => {
    await app.database.asOwner(
      `UPDATE released.answer_entry SET record = NULL WHERE record_id = ${award("A7")}`,
    );
    const report = await ask(`process:${ocidOf("A7")}`);
    expect([report.verdict, report.code]).toEqual(["refused", "answer.gone-unexplained"]);
  });

  test("a fact, without a word under its key that everybody sees", async () => {
    const key = `process:${ocidOf("A8")}`;
    const old = await ask(key);
    await app.database.asOwner(`SET session_replication_role = replica;
      DELETE FROM released.fact WHERE ocid = '${ocidOf("A8")}';
      UPDATE fact.fact SET occurred_at = '2030-01-01' WHERE id = ${award("A8")};`);
    await app.send(source, [aLotFact("A8", "tender-failed", { reason: "other" })]);
    await sign();
    const report = await ask(key);
    expect(report.answer?.records.at(3)).toMatchObject({ type: "gone", entry: 2, state: "closed" });
    expect(compareAnswers(old.answer, report.answer).ok).toBe(true);
  });

  test("a key, by a map of his own", async () => {
    const key = `process:${ocidOf("A9")}`;
    await app.database.asOwner(`DELETE FROM released.map_page WHERE prefix <> '';
      UPDATE released.map_page SET body = '\\x'`);
    const report = await ask(key);
    expect([report.verdict, failedCheck(report), report.code]).toEqual([
      "refused",
      "map",
      "answer.not-in-map",
    ]);
  });
});
