/** A bidder fetches the certificate of its own receipts before anybody else may know that it bids. */
import { afterAll, beforeAll, expect, test } from "vitest";

import type { Organisation } from "../../../../contract/src/values.ts";
import { verifyCertificate } from "../../../../verifier/src/index.ts";
import { aBidReceived, aNotice, firm, ocidOf } from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { usccCheckCharacter } from "../../kernel/uscc.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordOrganisation } from "../../platform/identity/organisation.service.ts";

const coded = (n: number): Organisation => {
  const first17 = `91330100MA000000${n}`;
  return { ...firm(n), uscc: `${first17}${usccCheckCharacter(first17)}` };
};
const BEFORE_OPENING = "2026-05-20T08:00:00.000Z";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
  app.setNow(BEFORE_OPENING);
  const key = await app.addSource("duties");
  const bids = [1, 2, 3].map((n) => aBidReceived("O1", n, { bidder: coded(n) }));
  await app.send(key, [aNotice("O1"), ...bids]);
  await app.settle();
});
afterAll(() => app.close());

/** A person who acts for a bidder. */
async function signIn(name: string, party: Organisation) {
  const payload = {
    unit: name,
    name: party.name,
    unitKind: "bidder" as const,
    party,
    validFrom: "2021-01-01",
  };
  await inTransaction(app.database.app.db, (tx) =>
    recordOrganisation(tx, app.application.registry, {
      changes: [{ kind: "unit-registered", payload }],
      at: "2021-01-01T00:00:00.000Z",
    }),
  );
  return app.signIn({
    account: name,
    name: "林嘉禾",
    role: "bidder",
    departmentId: name,
    departmentName: party.name,
  });
}

const fetchOwn = (headers: Record<string, string>, rest = "") =>
  app.inject({ url: `/api/own/processes/${ocidOf("O1")}/certificate${rest}`, headers });

test("its own receipt and what is public; nobody else's, and no sealed row that would count them", async () => {
  const own = coded(1);
  const headers = await signIn("bidder-1", own);
  const reply = await fetchOwn(headers);
  const report = verifyCertificate(reply.body);
  expect(report).toMatchObject({
    verdict: "valid",
    certificate: { audience: `party:${own.uscc}` },
    rows: { total: 16, shown: 2 },
  });
  expect(report.facts.map(({ kind }) => kind).toSorted()).toEqual([
    "procurement.bid-received",
    "procurement.notice-published",
  ]);
  const others = await app.database.query<{ digest: string }>(
    `SELECT encode(digest, 'hex') AS digest FROM fact.fact
     WHERE kind = 'procurement.bid-received' AND payload -> 'bidder' ->> 'uscc' <> $1`,
    [own.uscc],
  );
  expect(others).toHaveLength(2);
  for (const { digest } of others) expect(reply.body).not.toContain(digest);
  const paper = await fetchOwn(headers, ".pdf");
  expect(paper.rawPayload.subarray(0, 5).toString()).toBe("%PDF-");
});

test("that it has one is told to nobody: no dossier, nothing public", async () => {
  const [released] = await app.database.query(
    "SELECT count(*)::int AS count FROM released.fact WHERE fact::text LIKE '%party:%'",
  );
  expect(released).toEqual({ count: 0 });
  const headers = await app.signIn({
    account: "centre-1",
    name: "顾知行",
    role: "centre",
    departmentId: "centre",
    departmentName: "云澜市公共资源交易中心",
  });
  const refused = await fetchOwn(headers);
  expect(refused.statusCode).toBe(403);
  const dossier = await app.inject({
    url: `/api/dossier/projects/${ocidOf("O1")}/timeline`,
    headers,
  });
  expect(dossier.statusCode).toBe(200);
  expect(dossier.body).not.toContain(coded(1).uscc);
});

test("a bidder without a code on record is told what to do", async () => {
  const headers = await signIn("bidder-7", firm(7));
  expect((await fetchOwn(headers)).json()).toMatchObject({ code: "certificate.no-own-code" });
});
