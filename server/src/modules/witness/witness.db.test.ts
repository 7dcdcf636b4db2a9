/** From facts to a certificate that verifies without the platform. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { Party } from "../../../../contract/src/values.ts";
import {
  decodeBase64,
  verifyCertificate,
  verifyConsistency,
  verifySm2Note,
} from "../../../../verifier/src/index.ts";
import {
  aBidReceived,
  aDuty,
  aNotice,
  firm,
  honestProcess,
  ocidOf,
  sharedDeviceProcess,
} from "../../../test/builders.ts";
import { createTestApp, NOW, type TestApp } from "../../../test/harness.ts";
import { usccCheckCharacter } from "../../kernel/uscc.ts";

const CENTRE = {
  account: "centre-1",
  name: "顾知行",
  departmentId: "centre",
  departmentName: "云澜市公共资源交易中心",
};
/** Positions of the certificate at which a byte is changed. */
const POSITIONS = 25;

let app: TestApp;
let key: string;
beforeAll(async () => {
  app = await createTestApp();
  key = await app.addSource("duties");
  await app.send(key, [aDuty(), ...honestProcess("W1"), ...sharedDeviceProcess("W2")]);
  await app.settle();
});
afterAll(() => app.close());

const certificateOf = (code: string) =>
  app.get(`/api/public/processes/${ocidOf(code)}/certificate`);

describe("sequencing", () => {
  test("every fact has one place in the log and the places have no gap", async () => {
    const facts = await app.database.query("SELECT id FROM fact.fact ORDER BY id");
    const leaves = await app.database.query<{ leaf_index: number; fact_id: string }>(
      "SELECT leaf_index::int, fact_id FROM witness.leaf ORDER BY leaf_index",
    );
    expect(leaves.map(({ leaf_index: index }) => index)).toEqual(facts.map((_, index) => index));
    expect(leaves.map(({ fact_id: id }) => id).toSorted()).toEqual(facts.map(({ id }) => id));
  });

  test("the newest checkpoint covers the whole log, and the note is served as it was signed", async () => {
    const [row] = await app.database.query("SELECT count(*)::int AS count FROM witness.leaf");
    const checkpoint = (await app.get("/api/log/checkpoint")).json<{
      size: number;
      note: string;
      sm2Vkey: string;
    }>();
    expect(checkpoint.size).toBe(row?.["count"]);
    expect((await app.get("/log/checkpoint")).body).toBe(checkpoint.note);
    expect(verifySm2Note(checkpoint.note, checkpoint.sm2Vkey).code).toBe("note.signed");
  });

  test("a later checkpoint extends an earlier one", async () => {
    const before = (await app.get("/api/log/checkpoint")).json<{ size: number; root: string }>();
    await app.send(key, [aNotice("W3"), aNotice("W4")]);
    await app.settle();
    const after = (await app.get("/api/log/checkpoint")).json<{ size: number; root: string }>();
    expect(after.size).toBeGreaterThan(before.size);
    const url = `/api/log/consistency?from=${before.size}&to=${after.size}`;
    const { proof } = (await app.get(url)).json<{ proof: string[] }>();
    const bytesOf = (base64: string) => {
      const decoded = decodeBase64(base64);
      if (!decoded.ok) throw new Error(decoded.code);
      return decoded.value;
    };
    const claim = {
      size1: before.size,
      size2: after.size,
      root1: bytesOf(before.root),
      root2: bytesOf(after.root),
      proof: proof.map((hash) => Buffer.from(hash, "hex")),
    };
    expect(verifyConsistency(claim).ok).toBe(true);
    expect(verifyConsistency({ ...claim, root1: claim.root2 }).ok).toBe(false);
  });
});

describe("certificate", () => {
  test("the certificate of a process verifies, with the key that the log names", async () => {
    const response = await certificateOf("W1");
    expect(response.statusCode, response.body).toBe(200);
    const { vkey } = (await app.get("/api/log/checkpoint")).json<{ vkey: string }>();
    const report = verifyCertificate(response.body, { trustedKeys: [vkey] });
    expect(report).toMatchObject({ verdict: "valid", code: "certificate.valid", keyTrusted: true });
    expect(report.facts.map(({ kind }) => kind)).toEqual([
      "procurement.notice-published",
      "procurement.bids-opened",
      "procurement.award-decided",
    ]);
  });

  test("one changed byte anywhere is refused", async () => {
    const original = (await certificateOf("W1")).rawPayload;
    const step = Math.floor(original.length / POSITIONS);
    for (let position = 1; position < original.length - 1; position += step) {
      const changed = Buffer.from(original);
      changed[position] = (changed[position] ?? 0) ^ 1;
      expect(verifyCertificate(changed).verdict, `byte ${position}`).not.toBe("valid");
    }
  });

  test("an amount changed in it is refused; a fact taken out leaves the rest valid", async () => {
    const text = (await certificateOf("W1")).body;
    const certificate = JSON.parse(text) as { entries: unknown[] };
    const shorter = { ...certificate, entries: certificate.entries.slice(1) };
    const report = verifyCertificate(JSON.stringify(shorter));
    expect(report).toMatchObject({ verdict: "valid", rows: { total: 16, shown: 3 } });
    expect(report.facts).toHaveLength(2);
    const cheaper = text.replace("1183777777", "1083777777");
    expect(cheaper).not.toBe(text);
    expect(verifyCertificate(cheaper).verdict).toBe("refused");
  });

  test("while nothing changes the certificate stays the same; a new fact makes one that names it", async () => {
    const seal = async () =>
      (await certificateOf("W3")).json<{
        certificateId: string;
        seal: { fact: { payload: { supersedes?: string; shown: number } } };
      }>();
    const first = await seal();
    await app.settle();
    const again = await seal();
    expect(again.certificateId).toBe(first.certificateId);
    await app.send(key, honestProcess("W3").slice(1));
    await app.settle();
    const next = await seal();
    expect(next.certificateId).not.toBe(first.certificateId);
    expect(next.seal.fact.payload.supersedes).toBe(first.certificateId);
    expect(next.seal.fact.payload.shown).toBeGreaterThan(first.seal.fact.payload.shown);
  });

  test("bids that are not public are sealed rows after the result, and none before it", async () => {
    const sealedOf = async (code: string) => {
      const { rows } = (await certificateOf(code)).json<{ rows: { digest: string }[] }>();
      const known = await app.database.query<{ digest: string }>(
        `SELECT encode(digest, 'hex') AS digest FROM fact.fact WHERE subject = '${ocidOf(code)}'`,
      );
      const listed = new Set(rows.map(({ digest }) => digest));
      return known.filter(({ digest }) => listed.has(digest)).length;
    };
    await app.send(key, [aNotice("W9"), ...[1, 2, 3].map((place) => aBidReceived("W9", place))]);
    await app.settle();
    expect(await sealedOf("W9")).toBe(1);
    // Three public facts, and the bids behind them.
    expect(await sealedOf("W1")).toBeGreaterThan(3);
  });

  test("a bidder gets its own receipts from the centre, nobody else's, and not before the opening", async () => {
    const first17 = "91330100MA0000001";
    const bidder = { ...firm(1), uscc: `${first17}${usccCheckCharacter(first17)}` };
    const group: Party = { kind: "consortium", name: "联合体", members: [bidder, firm(5)] };
    await app.send(key, [
      aNotice("W5"),
      aBidReceived("W5", 1, { bidder }),
      aBidReceived("W5", 2),
      aNotice("W6"),
      aBidReceived("W6", 3, { bidder: group }),
    ]);
    await app.settle();
    const headers = await app.signIn({ ...CENTRE, role: "centre" });
    const issue = (code: string, party = bidder.uscc) =>
      app.inject({ url: `/api/processes/${ocidOf(code)}/certificate?party=${party}`, headers });
    app.setNow("2026-05-20T08:00:00.000Z");
    expect((await issue("W5")).json()).toMatchObject({ code: "certificate.before-opening" });
    app.setNow(NOW);
    expect((await issue("W5", "91330100MA0000001X")).statusCode).toBe(422);
    for (const code of ["W5", "W6"]) {
      const report = verifyCertificate((await issue(code)).body);
      expect(report).toMatchObject({ verdict: "valid" });
      expect(report.facts.map(({ kind }) => kind)).toEqual([
        "procurement.notice-published",
        "procurement.bid-received",
      ]);
    }
    const officer = await app.signIn({ ...CENTRE, account: "officer-9", role: "officer" });
    const refused = await app.inject({
      url: `/api/processes/${ocidOf("W5")}/certificate?party=${bidder.uscc}`,
      headers: officer,
    });
    expect(refused.statusCode).toBe(403);
  });

  test("a process that nobody announced has no certificate", async () => {
    expect((await certificateOf("NONE")).statusCode).toBe(404);
  });
});
