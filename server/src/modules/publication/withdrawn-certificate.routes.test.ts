/** What the public and the holder of an older certificate learn of a correction and of a withdrawal. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { CertificateStatus } from "../../../../contract/src/certificates.ts";
import { verifyCertificate } from "../../../../verifier/src/index.ts";
import { aDuty, honestProcess, ocidOf } from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";

const ORGAN = "云澜市住房和城乡建设局";
const SECRET = "对安澜建设工程有限公司的行政处罚决定";

let app: TestApp;
let key: string;
let housing: Record<string, string>;
beforeAll(async () => {
  app = await createTestApp();
  key = await app.addSource("duties");
  await app.send(key, [aDuty(), ...honestProcess("G1")]);
  await app.settle();
  housing = await app.signIn({
    account: "housing-1",
    name: "陈岚",
    departmentId: "housing",
    departmentName: ORGAN,
  });
});
afterAll(() => app.close());

const post = (url: string, payload: object) =>
  app.inject({ method: "POST", url: `/api/publications${url}`, headers: housing, payload });

async function certificateOf(url: string) {
  const reply = await app.get(url);
  expect(reply.statusCode, reply.body).toBe(200);
  const report = verifyCertificate(reply.body);
  expect(report.verdict).toBe("valid");
  return { text: reply.body, report, number: report.certificate?.certificateId ?? "" };
}

const statusOf = async (number: string): Promise<CertificateStatus> => {
  const reply = await app.get(`/api/public/certificates/${number}/status`);
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json();
};

async function publish(): Promise<string> {
  const reply = await post("", {
    kind: "penalty",
    documentNo: "云建罚〔2026〕7号",
    decidedOn: "2026-05-28",
    title: SECRET,
    text: "经查，当事人在投标中提供虚假业绩材料。\n处罚款二万元。",
    legalBasis: "行政处罚法第48条",
    articles: ["招标投标法第54条"],
    subjects: [{ kind: "organisation", name: "安澜建设工程有限公司" }],
    regime: "works",
  });
  expect(reply.statusCode, reply.body).toBe(201);
  return reply.json<{ row: { id: string } }>().row.id;
}

describe("a withdrawn item", () => {
  test("one opaque tombstone for the public; the holder of the old one is told; the old one still verifies", async () => {
    const id = await publish();
    await app.settle();
    const url = `/api/public/items/${id}/certificate`;
    const old = await certificateOf(url);
    expect(old.text).toContain(SECRET);
    expect(await statusOf(old.number)).toMatchObject({ state: "standing" });

    const withdrawal = { reason: "reversed", publicReason: "原决定经行政复议撤销。" };
    expect((await post(`/${id}/withdrawal`, withdrawal)).statusCode).toBe(200);
    await app.settle();
    const next = await certificateOf(url);
    expect(next.report.rows).toMatchObject({ total: 16, shown: 0, gone: 1, sealed: 15 });
    for (const secret of [SECRET, "安澜建设", ORGAN, "publication.item-withdrawn", "行政复议"])
      expect(next.text).not.toContain(secret);
    const [tomb] = (JSON.parse(next.text) as { rows: object[] }).rows;
    expect(Object.keys(tomb ?? {})).toEqual(["gone"]);

    const status = await statusOf(old.number);
    expect(status).toMatchObject({
      state: "withdrawn",
      organ: ORGAN,
      successor: { number: next.number, address: url },
    });
    expect(status.at).toBeDefined();
    expect(verifyCertificate(old.text).verdict).toBe("valid");
    expect((await certificateOf(url)).number).toBe(next.number);
  });

  test("nothing but the hash of a number is kept where the public could read it", async () => {
    const rows = await app.database.query<{ key: string }>(
      "SELECT key FROM released.certificate_status",
    );
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows) expect(row.key).toMatch(/^[0-9a-f]{64}$/u);
    const unknown = await app.get(`/api/public/certificates/MJ-${"0".repeat(24)}/status`);
    expect(unknown.json()).toMatchObject({ status: 404, code: "certificate.unknown-number" });
  });
});

test("a corrected fact: the later certificate shows the new wording and no tombstone, and names the older one", async () => {
  const url = `/api/public/processes/${ocidOf("G1")}/certificate`;
  const old = await certificateOf(url);
  const award = honestProcess("G1").find(({ kind }) => kind === "procurement.award-decided");
  if (award === undefined) throw new Error("no award");
  const later = { ...award, occurredAt: "2026-05-25T09:00:00.000Z" };
  const answer = await app.send(key, [{ ...later, correctsSourceId: award.sourceId }]);
  expect(answer).toMatchObject({ accepted: 1 });
  await app.settle();
  const next = await certificateOf(url);
  expect(next.report.rows?.gone).toBe(0);
  expect(next.text).toContain(`"supersedes": "${old.number}"`);
  expect(await statusOf(old.number)).toMatchObject({
    state: "replaced",
    successor: { number: next.number, address: `/process/${ocidOf("G1")}` },
  });
  expect(verifyCertificate(old.text).verdict).toBe("valid");
});
