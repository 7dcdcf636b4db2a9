/** Certificates of sealed evidence over HTTP: one item, whole for a court; of another lead nothing. */
import { afterAll, beforeAll, expect, test } from "vitest";

import type { IssuedChosen } from "../../../../contract/src/certificates.ts";
import type { EvidenceView } from "../../../../contract/src/evidence.ts";
import { verifyCertificate } from "../../../../verifier/src/index.ts";
import { aDuty, ocidOf, sharedDeviceProcess } from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";

const COURT = "云澜市中级人民法院";

let app: TestApp;
let centre: Record<string, string>;
let lead: string;
let view: EvidenceView;
beforeAll(async () => {
  app = await createTestApp();
  const key = await app.addSource("duties");
  await app.send(key, [aDuty(), ...sharedDeviceProcess("V1")]);
  await app.settle();
  centre = await app.signIn({
    account: "centre-1",
    name: "罗见微",
    role: "centre",
    departmentId: "centre",
    departmentName: "云澜市公共资源交易中心",
    jurisdiction: [{ matters: ["process", "lead"], units: "any" }],
  });
  const [row] = await app.database.query<{ id: string }>("SELECT id FROM screening.lead");
  lead = row?.id ?? "";
  const reply = await app.inject({ url: `/api/leads/${lead}/evidence`, headers: centre });
  view = reply.json();
});
afterAll(() => app.close());

const ask = (facts: readonly string[], audience: string) =>
  app.inject({
    method: "POST",
    url: `/api/leads/${lead}/evidence/certificates`,
    headers: centre,
    payload: {
      facts,
      audience,
      purpose: "答复法院调取证据",
      ...(audience === "public" ? {} : { addressee: COURT }),
    },
  });

test("one item for a court, whole, as a pack hands it out; who took it stands in the custody chain", async () => {
  const item = view.items.find(({ role }) => role === "submission");
  const reply = await ask([item?.factId ?? ""], "court");
  expect(reply.statusCode, reply.body).toBe(200);
  const issued = reply.json<IssuedChosen>();
  expect(issued).toMatchObject({ shown: 1, sealed: 0 });
  const report = verifyCertificate(issued.certificate);
  expect(report).toMatchObject({
    verdict: "valid",
    certificate: { subject: ocidOf("V1"), audience: `court:${COURT}` },
  });
  expect(issued.certificate).toContain('"trace"');
  const after = await app.inject({ url: `/api/leads/${lead}/evidence`, headers: centre });
  expect(after.json<EvidenceView>().custody.map(({ act }) => act)).toContain("exported");
});

test("the public sees what is public of it, which before the result is nothing but the opening", async () => {
  const of = (role: string) => view.items.find((item) => item.role === role)?.factId ?? "";
  expect((await ask([of("opening")], "public")).statusCode).toBe(200);
  expect((await ask([of("submission")], "public")).json()).toMatchObject({
    code: "certificate.nothing-to-show",
  });
});

test("a fact that the seal does not hold is refused", async () => {
  const stranger = "00000000-0000-7000-8000-000000000000";
  expect((await ask([stranger], "court")).json()).toMatchObject({
    status: 404,
    code: "evidence.item-not-found",
  });
});
