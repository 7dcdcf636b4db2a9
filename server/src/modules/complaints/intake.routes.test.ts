/** Voices that other systems send: signed, idempotent, refused by field; replies and pauses with them. */
import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { SendVoice, VoiceReceiptView } from "../../../../contract/src/voice-intake.ts";
import { aDuty, aNotice, firm, ocidOf } from "../../../test/builders.ts";
import { createTestApp, NOW, OPERATOR_TOKEN, type TestApp } from "../../../test/harness.ts";

const PDF = Buffer.from("%PDF-1.7\n投诉书\n%%EOF");
const sha = (bytes: string | Buffer) => createHash("sha256").update(bytes).digest("hex");

const aVoice = (externalNo: string, changes: Partial<SendVoice> = {}): SendVoice => ({
  externalNo,
  sentAt: "2026-06-01T07:00:00.000Z",
  kind: "objection",
  regime: "works",
  matter: "documents",
  ocid: ocidOf("P1"),
  title: "对招标文件资格条件的异议",
  claims: ["要求本地业绩，排斥潜在投标人。"],
  writer: { party: firm(3) },
  ...changes,
});

let app: TestApp;
let key = "";
let other = "";
let officer: Record<string, string>;
beforeAll(async () => {
  app = await createTestApp();
  const duties = await app.addSource("duties");
  key = await app.addSource("e-service");
  other = await app.addSource("trading");
  const duty = aDuty({ matter: "complaint" });
  const bidDeadline = "2026-06-26T09:30:00+08:00";
  await app.send(duties, [duty, aNotice("P1", { bidDeadline }), aNotice("P2")]);
  await app.settle();
  officer = await app.signIn({
    account: "housing-1",
    name: "陈岚",
    departmentId: "housing",
    departmentName: "云澜市住房和城乡建设局",
  });
});
afterAll(() => app.close());

const post = (url: string, payload: object, headers: Record<string, string> = {}) =>
  app.inject({
    method: "POST",
    url,
    headers: { authorization: `Bearer ${key}`, ...headers },
    payload,
  });
const voices = () => app.database.query("SELECT id FROM complaints.voice ORDER BY id");

describe("a voice from the e-service system", () => {
  test("is receipted with its place in the log, who answers and until when", async () => {
    const answer = await post("/api/intake/voices", aVoice("E-1"));
    expect(answer.statusCode, answer.body).toBe(201);
    const view = answer.json<VoiceReceiptView>();
    expect(view).toMatchObject({
      number: "YY-2026-0001",
      receivedAt: "2026-06-01T07:00:00.000Z",
      unit: { id: "housing" },
      binding: { due: "2026-06-04" },
      isDuplicate: false,
    });
    const [fact] = await app.database.query(
      "SELECT encode(digest, 'hex') AS digest FROM fact.fact WHERE id = $1",
      [view.factId],
    );
    expect(view.digest).toBe(fact?.["digest"]);
    expect(view.digest).toHaveLength(128);
  });

  test("the same again, also at once from several, is the same receipt; other content is refused", async () => {
    const again = await post("/api/intake/voices", aVoice("E-1"));
    expect(again.statusCode).toBe(200);
    expect(again.json()).toMatchObject({ number: "YY-2026-0001", isDuplicate: true });
    const many = await Promise.all(
      Array.from({ length: 6 }, () => post("/api/intake/voices", aVoice("E-2"))),
    );
    expect(new Set(many.map((one) => one.json().number))).toEqual(new Set(["YY-2026-0002"]));
    const changed = await post("/api/intake/voices", aVoice("E-1", { title: "另一件事" }));
    expect(changed.statusCode).toBe(409);
    expect(changed.json()).toMatchObject({ code: "voices.conflicting-number" });
    expect(await voices()).toHaveLength(2);
  });

  test("what is wrong is named by field, and nothing is kept", async () => {
    const before = await voices();
    const cases: readonly (readonly [Partial<SendVoice> | object, string])[] = [
      [{ claims: [] }, "body.claims"],
      [{ kind: "praise" }, "body.kind"],
      [{ knownOn: "2026-13-01" }, "body.knownOn"],
      [{ sentAt: "2027-01-01T00:00:00Z" }, "body.sentAt"],
      [
        { writer: { party: { kind: "organisation", name: "甲公司", uscc: "91330100MA2AXXXX0A" } } },
        "body.writer.party.uscc",
      ],
    ];
    for (const [change, path] of cases) {
      const answer = await post("/api/intake/voices", { ...aVoice("E-3"), ...change });
      expect(answer.statusCode, path).toBe(400);
      expect(answer.json().errors.map((error: { path: string }) => error.path)).toContain(path);
    }
    const unknown = await post("/api/intake/voices", aVoice("E-3", { ocid: ocidOf("NONE") }));
    expect(unknown.json()).toMatchObject({ code: "voices.unknown-process" });
    expect(await voices()).toEqual(before);
  });

  test("twenty foreign fields are refused each (T24)", async () => {
    const before = await voices();
    const foreign = [
      "number", "channel", "receiptHash", "officer", "window", "status", "state", "unit", "role",
      "jurisdiction_id", "recorded_at", "recordedAt", "receivedAt", "version", "source", "factId",
      "digest", "id", "mustPause", "isAdmin",
    ]; // prettier-ignore
    for (const field of foreign) {
      const answer = await post("/api/intake/voices", { ...aVoice("E-4"), [field]: "x" });
      expect(answer.statusCode, field).toBe(400);
      expect(answer.json().errors[0].path).toBe(`body.${field}`);
    }
    expect(foreign).toHaveLength(20);
    expect(await voices()).toEqual(before);
  });

  test("nobody without the key of a source", async () => {
    const answer = await post("/api/intake/voices", aVoice("E-5"), { authorization: "Bearer x" });
    expect(answer.statusCode).toBe(401);
  });
});

describe("files", () => {
  const put = (sha256: string, payload: Buffer) =>
    app.inject({
      method: "PUT",
      url: `/api/intake/voices/files/${sha256}`,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/octet-stream" },
      payload,
    });

  test("come before or along, are read by those who may read the voice, and by their bytes", async () => {
    expect((await put(sha(PDF), PDF)).json()).toMatchObject({
      sha256: sha(PDF),
      mediaType: "application/pdf",
    });
    const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
    const files = [
      { sha256: sha(PDF), name: "异议书'\"\r\n.pdf" },
      { sha256: sha(png), name: "证据.png", base64: png.toString("base64") },
    ];
    const sent = await post("/api/intake/voices", aVoice("F-1", { files, ocid: ocidOf("P2") }));
    expect(sent.statusCode, sent.body).toBe(201);
    const { number } = sent.json<VoiceReceiptView>();
    const url = `/api/voices/${number}/files/${sha(PDF)}`;
    const read = await app.inject({ url, headers: officer });
    expect(read.statusCode, read.body).toBe(200);
    expect(read.rawPayload.equals(PDF)).toBe(true);
    expect(read.headers).toMatchObject({
      "content-type": "application/pdf",
      "x-content-type-options": "nosniff",
    });
    expect(read.headers["content-disposition"]).toMatch(
      /^attachment; filename="[\w.-]+"; filename\*=UTF-8''/,
    );
    expect((await app.get(url)).statusCode).toBe(401);
    const stranger = await app.signIn({
      account: "water-1",
      name: "王水",
      departmentId: "water",
      departmentName: "水务局",
    });
    expect((await app.inject({ url, headers: stranger })).statusCode).toBe(404);
    const seen = await app.database.query(
      "SELECT status FROM audit.entry WHERE object_kind = 'voice' AND object_id = $1 ORDER BY at",
      [number],
    );
    expect(seen.map(({ status }) => status)).toEqual([200, 404]);
  });

  test("a file that no fact of the voice names is not given out", async () => {
    const secret = Buffer.from("%PDF-1.4 other");
    await put(sha(secret), secret);
    const url = `/api/voices/YY-2026-0001/files/${sha(secret)}`;
    expect((await app.inject({ url, headers: officer })).statusCode).toBe(404);
  });

  test("refused: another hash, another kind, a file that never came", async () => {
    expect((await put(sha("other"), PDF)).json()).toMatchObject({
      code: "voices.bad-file",
      params: { reason: "hash" },
    });
    const page = Buffer.from("<html><script>alert(1)</script>");
    expect((await put(sha(page), page)).json()).toMatchObject({
      code: "voices.bad-file",
      params: { reason: "kind" },
    });
    const files = [{ sha256: sha("never"), name: "没有.pdf" }];
    const answer = await post("/api/intake/voices", aVoice("F-2", { files }));
    expect(answer.json()).toMatchObject({ code: "voices.unknown-file" });
  });
});

describe("replies and pauses", () => {
  const reply = {
    letterNo: "云道函〔2026〕3号",
    decidedOn: "2026-06-01",
    decision: "采纳，删除本地业绩要求。",
    findings: [
      { claim: 0, result: "upheld", text: "删除该条，重新计算时间。", articles: ["ZTB-T-22"] },
    ],
    service: { way: "platform", servedOn: "2026-06-01" },
    answeredBy: "云澜市道路建设中心",
    signedBy: "赵明",
  };

  test("what must stand still is listed and confirmed once; the answer ends it", async () => {
    const listed = await app.inject({
      url: "/api/intake/pauses",
      headers: { authorization: `Bearer ${other}` },
    });
    const row = listed.json().rows.find(({ ocid }: { ocid: string }) => ocid === ocidOf("P1"));
    expect(row).toMatchObject({
      numbers: ["YY-2026-0001", "YY-2026-0002"],
      articles: ["ZTB-T-22"],
    });
    expect(row.confirmedAt).toBeUndefined();
    const confirm = () =>
      post(
        `/api/intake/pauses/${ocidOf("P1")}/confirm`,
        { pausedAt: "2026-06-01T07:30:00.000Z" },
        { authorization: `Bearer ${other}` },
      );
    expect((await confirm()).json().rows[0]).toMatchObject({
      confirmedAt: "2026-06-01T07:30:00.000Z",
    });
    expect((await confirm()).statusCode).toBe(200);
    const facts = await app.database.query(
      "SELECT source FROM fact.fact WHERE kind = 'complaints.pause-confirmed'",
    );
    expect(facts).toEqual([{ source: "trading" }, { source: "trading" }]);
    for (const number of ["YY-2026-0001", "YY-2026-0002"]) {
      const answered = await post(`/api/intake/voices/${number}/reply`, reply);
      expect(answered.json(), answered.body).toMatchObject({
        state: "replied",
        isDuplicate: false,
      });
    }
    const again = await post("/api/intake/voices/YY-2026-0001/reply", reply);
    expect(again.json()).toMatchObject({ isDuplicate: true });
    expect((await confirm()).statusCode).toBe(404);
    const view = await app.inject({ url: "/api/voices/YY-2026-0001", headers: officer });
    expect(view.json()).toMatchObject({
      voice: { state: "replied" },
      reply: { officer: { name: "赵明" } },
    });
  });

  test("only the system that sent it answers, and never a complaint", async () => {
    const foreign = await post("/api/intake/voices/YY-2026-0002/reply", reply, {
      authorization: `Bearer ${other}`,
    });
    expect(foreign.statusCode).toBe(404);
    const sent = await post(
      "/api/intake/voices",
      aVoice("T-1", { kind: "complaint", matter: "result" }),
    );
    const { number, receivedAt } = sent.json<VoiceReceiptView>();
    expect(receivedAt).toBe(NOW);
    const answered = await post(`/api/intake/voices/${number}/reply`, reply);
    expect(answered.json()).toMatchObject({ code: "voices.not-answerable" });
  });
});

describe("a source with a key of its own", () => {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const signed = (
    path: string,
    body: string | Buffer,
    [by, date]: readonly [KeyObject, string],
  ) => ({
    "x-mingjing-date": date,
    "x-mingjing-signature": sign(
      null,
      Buffer.from(`POST\n${path}\n${sha(body)}\n${date}`),
      by,
    ).toString("base64"),
  });
  const send = (body: string, headers: Record<string, string>) =>
    app.inject({
      method: "POST",
      url: "/api/intake/voices",
      headers: {
        authorization: `Bearer ${other}`,
        "content-type": "application/json",
        ...headers,
      },
      payload: body,
    });

  test("signs each message: once, now, and this one", async () => {
    const raw = publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("base64");
    const registered = await app.inject({
      method: "POST",
      url: "/api/intake/sources/trading/signing-key",
      headers: { authorization: `Bearer ${OPERATOR_TOKEN}` },
      payload: { publicKey: raw },
    });
    expect(registered.statusCode, registered.body).toBe(200);
    const body = JSON.stringify(aVoice("S-1"));
    const good = signed("/api/intake/voices", body, [privateKey, NOW]);
    expect((await send(body, {})).json()).toMatchObject({ code: "intake.signature-required" });
    const altered = body.replace("排斥", "欢迎");
    expect((await send(altered, good)).json()).toMatchObject({ code: "intake.bad-signature" });
    const old = signed("/api/intake/voices", body, [privateKey, "2026-06-01T07:54:59.999Z"]);
    expect((await send(body, old)).json()).toMatchObject({ code: "intake.signature-expired" });
    expect((await send(body, good)).statusCode).toBe(201);
    expect((await send(body, good)).json()).toMatchObject({ code: "intake.signature-replayed" });
    const anew = signed("/api/intake/voices", body, [privateKey, "2026-06-01T08:00:01.000Z"]);
    expect((await send(body, anew)).json()).toMatchObject({ isDuplicate: true });
  });
});
