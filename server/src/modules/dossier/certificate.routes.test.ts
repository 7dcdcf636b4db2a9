/** Certificates of chosen events over HTTP: what each audience sees, who may ask, what nobody learns from them. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { IssuedChosen } from "../../../../contract/src/certificates.ts";
import type { TimelinePage, TimelineRow } from "../../../../contract/src/dossier.ts";
import { verifyCertificate } from "../../../../verifier/src/index.ts";
import { aDuty, honestProcess, ocidOf, sharedDeviceProcess } from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { usccCheckCharacter } from "../../kernel/uscc.ts";

const FIRST_17 = "91330100MA0000001";
const USCC = `${FIRST_17}${usccCheckCharacter(FIRST_17)}`;
const COURT = "云澜市中级人民法院";
const unitOf = (account: string) => ({
  departmentId: account.replace(/-1$/, ""),
  departmentName: `${account} 的单位`,
});
const clauses = [{ matters: ["process", "lead"] as ("process" | "lead")[], units: "any" as const }];

let app: TestApp;
const as: Record<string, Record<string, string>> = {};
let rows: TimelineRow[];
let withResult: TimelineRow[];
beforeAll(async () => {
  app = await createTestApp();
  const key = await app.addSource("duties");
  await app.send(key, [aDuty(), ...sharedDeviceProcess("C1"), ...honestProcess("C2")]);
  await app.settle();
  for (const [name, role] of [
    ["centre", "centre"],
    ["inspector", "inspector"],
    ["court", "court"],
    ["director", "director"],
  ] as const)
    as[name] = await app.signIn({
      account: `${name}-1`,
      name: "罗见微",
      role,
      ...unitOf(`${name}-1`),
      jurisdiction: clauses,
    });
  rows = await timelineOf("C1");
  withResult = await timelineOf("C2");
});
afterAll(() => app.close());

async function timelineOf(code: string): Promise<TimelineRow[]> {
  const page = await app.inject({
    url: `/api/dossier/projects/${ocidOf(code)}/timeline`,
    headers: as["centre"] ?? {},
  });
  return page.json<TimelinePage>().rows;
}

interface Asked {
  readonly code?: string;
  readonly facts: readonly string[];
  readonly audience: string;
  readonly addressee?: string;
}

const ask = (who: string, { code = "C1", ...body }: Asked, rest = "") =>
  app.inject({
    method: "POST",
    url: `/api/dossier/projects/${ocidOf(code)}/certificates${rest}`,
    headers: as[who] ?? {},
    payload: { purpose: "答复法院调取证据", ...body },
  });

async function issued(who: string, body: Asked): Promise<IssuedChosen> {
  const response = await ask(who, body);
  expect(response.statusCode, response.body).toBe(200);
  return response.json();
}

const idsOf = (...kinds: string[]): string[] =>
  rows.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id);

const firstOf = (from: readonly TimelineRow[], kind: string): string =>
  from.find((row) => row.kind === `procurement.${kind}`)?.id ?? "";

const reportOf = ({ certificate }: IssuedChosen) => verifyCertificate(certificate);

describe("what each audience sees", () => {
  test("the public: what is released; the rest is a fingerprint among filler, without kind or time", async () => {
    const facts = [firstOf(withResult, "bids-opened"), firstOf(withResult, "bid-received")];
    const certificate = await issued("centre", { code: "C2", facts, audience: "public" });
    expect(certificate).toMatchObject({ shown: 1, sealed: 1 });
    const report = reportOf(certificate);
    expect(report).toMatchObject({
      verdict: "valid",
      certificate: { audience: "public", subject: ocidOf("C2") },
      rows: { shown: 1, sealed: 15 },
    });
    expect(certificate.certificate).not.toContain("procurement.bid-received");
    const [digest] = await app.database.query<{ digest: string }>(
      "SELECT encode(digest, 'hex') AS digest FROM fact.fact WHERE id = $1::uuid",
      [facts[1]],
    );
    expect(certificate.certificate).toContain(digest?.digest ?? "none");
  });

  test("a court: all that its reader sees, of whatever subject; it says for which court", async () => {
    const facts = idsOf("procurement.bids-opened", "screening.lead-raised");
    const certificate = await issued("centre", { facts, audience: "court", addressee: COURT });
    expect(certificate).toMatchObject({ shown: 2, sealed: 0 });
    const report = reportOf(certificate);
    expect(report).toMatchObject({
      verdict: "valid",
      certificate: { audience: `court:${COURT}` },
      rows: { shown: 2, sealed: 14 },
    });
    expect(report.facts.map(({ kind }) => kind)).toContain("screening.lead-raised");
  });

  test("traces of devices stay fingerprints, for a court too", async () => {
    const facts = [...idsOf("procurement.bid-received"), ...idsOf("procurement.bids-opened")];
    const certificate = await issued("centre", { facts, audience: "court", addressee: COURT });
    expect(certificate.sealed).toBe(idsOf("procurement.bid-received").length);
    expect(certificate.sealed).toBeGreaterThan(0);
    expect(certificate.certificate).not.toContain('"trace"');
    expect(reportOf(certificate).verdict).toBe("valid");
  });

  test("the same choice is the same certificate; another audience is another", async () => {
    const facts = idsOf("procurement.bids-opened");
    const first = await issued("centre", { facts, audience: "public" });
    expect((await issued("centre", { facts, audience: "public" })).number).toBe(first.number);
    const other = await issued("inspector", {
      facts,
      audience: "discipline",
      addressee: "驻局纪检监察组",
    });
    expect(other.number).not.toBe(first.number);
  });

  test("on paper it is a PDF under the same number", async () => {
    const facts = idsOf("procurement.bids-opened");
    const body = { facts, audience: "court", addressee: COURT };
    const { number } = await issued("centre", body);
    const paper = await ask("centre", body, "/paper");
    expect(paper.statusCode, paper.body.slice(0, 200)).toBe(200);
    expect(paper.headers["content-disposition"]).toContain(number);
    expect(paper.rawPayload.subarray(0, 5).toString()).toBe("%PDF-");
  });
});

test("before the result what is not public is no row of a certificate for outsiders either", async () => {
  const facts = idsOf("procurement.bids-opened", "screening.lead-raised");
  for (const audience of [{ audience: "public" }, { audience: "party", addressee: USCC }])
    expect((await ask("centre", { facts, ...audience })).json()).toMatchObject({
      code: "certificate.before-result",
      params: { count: 1 },
    });
});

describe("who may ask, and what is refused", () => {
  test("court, centre and inspector may; a director reads and does not certify", async () => {
    const body = { facts: idsOf("procurement.bids-opened"), audience: "public" };
    for (const who of ["centre", "inspector", "court"])
      expect((await ask(who, body)).statusCode).toBe(200);
    expect((await ask("director", body)).statusCode).toBe(403);
  });

  test.each([
    ["nobody named", { audience: "court" }, "certificate.addressee-missing"],
    ["a wrong code", { audience: "party", addressee: "911" }, "certificate.bad-party"],
  ])("%s", async (_name, rest, code) => {
    const response = await ask("centre", { facts: idsOf("procurement.bids-opened"), ...rest });
    expect(response.json()).toMatchObject({ code });
  });

  test("nothing that the public may see, and a fact of another project", async () => {
    const facts = idsOf("screening.lead-raised");
    expect((await ask("centre", { facts, audience: "public" })).json()).toMatchObject({
      code: "certificate.nothing-to-show",
      params: { count: 1 },
    });
    const stranger = { facts: [firstOf(withResult, "bids-opened")], audience: "public" };
    expect((await ask("centre", stranger)).json()).toMatchObject({
      code: "dossier.fact-not-found",
    });
  });
});

test("for whom else certificates were issued stands in no dossier and nowhere in public", async () => {
  await app.settle();
  const page = await app.inject({
    url: `/api/dossier/projects/${ocidOf("C1")}/timeline?limit=500`,
    headers: as["inspector"] ?? {},
  });
  expect(page.body).not.toContain(COURT);
  const seals = page
    .json<TimelinePage>()
    .rows.filter(({ kind }) => kind === "witness.certificate-issued");
  const [count] = await app.database.query(
    "SELECT count(*)::int AS all FROM fact.fact WHERE kind = 'witness.certificate-issued'",
  );
  expect(seals.length).toBeLessThan(Number(count?.["all"]));
  const [released] = await app.database.query(
    "SELECT count(*)::int AS count FROM released.fact WHERE fact::text LIKE '%court:%'",
  );
  expect(released).toEqual({ count: 0 });
});
