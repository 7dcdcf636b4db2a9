/**
 * The contract with the province's evidence service. It runs against the simulator; with EVIDENCE_URL, EVIDENCE_ACCOUNT,
 * EVIDENCE_SECRET and EVIDENCE_KEY it runs against the real one (docs/how-to/chain-anchors.md).
 */
import { createHash, createHmac, randomBytes, randomUUID } from "node:crypto";
import { createServer, type Server } from "node:net";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { type EvidenceService, startEvidenceService } from "../../../../simulate/src/index.ts";
import { systemClock } from "../../platform/clock.ts";
import { ChainPending, ChainTrouble } from "./chain-anchor.ts";
import { provinceAnchor } from "./province.service.ts";

const CREDENTIALS = { account: "yunlan-city", secret: "secret-of-the-tests" };
const NAMED = {
  url: process.env["EVIDENCE_URL"],
  account: process.env["EVIDENCE_ACCOUNT"] ?? "",
  secret: process.env["EVIDENCE_SECRET"] ?? "",
  publicKeys: [process.env["EVIDENCE_KEY"] ?? ""],
};

let simulator: EvidenceService;
beforeAll(async () => {
  simulator = await startEvidenceService(CREDENTIALS);
});
afterAll(() => simulator.stop());

const simulated = () => ({
  ...CREDENTIALS,
  url: simulator.url,
  publicKeys: [simulator.publicKey],
  answerMs: 400,
});
const connection = () =>
  NAMED.url === undefined ? simulated() : { ...NAMED, url: NAMED.url, answerMs: 20_000 };
const service = (changes: object = {}) =>
  provinceAnchor({ ...connection(), ...changes }, systemClock);
const submission = () => ({ hash: randomBytes(32), requestId: randomUUID() });

/** A request signed by hand, as the page describes it. */
function sign(method: string, path: string, { body = "", time = Date.now() } = {}) {
  const { account, secret } = connection();
  const nonce = randomBytes(16).toString("hex");
  const digest = createHash("sm3").update(body).digest("hex");
  const text = [method, path, time, nonce, digest].join("\n");
  const headers = {
    "content-type": "application/json",
    "x-evidence-account": account,
    "x-evidence-time": String(time),
    "x-evidence-nonce": nonce,
    "x-evidence-sign": createHmac("sm3", secret).update(text).digest("hex"),
  };
  return { method, headers, ...(method === "GET" ? {} : { body }) };
}
const PATH = "/evidence/v1/records";
const send = (request: RequestInit, path = PATH) => fetch(connection().url + path, request);
const bodyOf = ({ hash, requestId }: ReturnType<typeof submission>) =>
  JSON.stringify({ algorithm: "sm3", hash: hash.toString("hex"), requestId });

describe("contract", () => {
  test("a hash comes back as a signed receipt that the service still holds", async () => {
    const wanted = submission();
    const receipt = await service().submit(wanted);
    expect(receipt.hash).toBe(wanted.hash.toString("hex"));
    expect(await service().check(receipt)).toBe("holds");
  });

  test("the same request again gives the same number, another hash under it is refused", async () => {
    const wanted = submission();
    const first = await service().submit(wanted);
    expect(await service().submit(wanted)).toEqual(first);
    const other = bodyOf({ ...wanted, hash: randomBytes(32) });
    expect((await send(sign("POST", PATH, { body: other }))).status).toBe(409);
  });

  test("a number that it does not know is missing", async () => {
    const receipt = await service().submit(submission());
    if (receipt.chain !== "province") throw new Error("another chain");
    expect(await service().check({ ...receipt, evidenceNo: "CZ19990101000001" })).toBe("missing");
    expect(await service().check({ ...receipt, hash: "0".repeat(64) })).toBe("differs");
  });

  test("a wrong signature, a second use, a wrong time and a changed body are refused", async () => {
    const body = bodyOf(submission());
    const good = sign("POST", PATH, { body });
    expect((await send(good)).status).toBe(201);
    expect((await send(good)).status).toBe(401);
    const late = sign("POST", PATH, { body, time: Date.now() - 3_600_000 });
    expect((await send(late)).status).toBe(401);
    const changed = { ...sign("POST", PATH, { body }), body: bodyOf(submission()) };
    expect((await send(changed)).status).toBe(401);
    await expect(service({ secret: "wrong" }).submit(submission())).rejects.toThrow("answers 401");
  });

  test("a body with anything more than hash and request is refused", async () => {
    const body = JSON.stringify({ ...JSON.parse(bodyOf(submission())), title: "开标" });
    expect((await send(sign("POST", PATH, { body }))).status).toBe(400);
  });
});

describe("a service that misbehaves is an outage", () => {
  test.each([
    ["error", "answers 500"],
    ["halt", "no answer in time"],
    ["drop", "no answer"],
    ["garbage", "no receipt"],
    ["endless", "too long"],
    ["otherHash", "not signed"],
    ["badSignature", "not signed"],
  ] as const)("%s", async (fault, reason) => {
    simulator.misbehave(fault);
    const failed = provinceAnchor(simulated(), systemClock).submit(submission());
    await expect(failed).rejects.toThrow(reason);
    await expect(failed).rejects.toBeInstanceOf(ChainTrouble);
    simulator.misbehave("none");
  });

  test("a hash that waits for its block is no outage", async () => {
    simulator.misbehave("pending");
    const pending = provinceAnchor(simulated(), systemClock).submit(submission());
    await expect(pending).rejects.toBeInstanceOf(ChainPending);
    simulator.misbehave("none");
  });

  test("a receipt signed by another service is refused, and nobody at the address is an outage", async () => {
    const other = provinceAnchor(
      { ...simulated(), publicKeys: [`04${"1".repeat(128)}`] },
      systemClock,
    );
    await expect(other.submit(submission())).rejects.toThrow("not signed");
    const nobody = provinceAnchor({ ...simulated(), url: "http://127.0.0.1:1" }, systemClock);
    await expect(nobody.submit(submission())).rejects.toThrow("ECONNREFUSED");
  });
});

/** Takes what comes and answers nothing. */
async function listen(): Promise<{ server: Server; port: number; taken: () => string }> {
  const parts: Buffer[] = [];
  const server = createServer((socket) => {
    socket.on("data", (part) => void parts.push(part));
    socket.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { server, port: address.port, taken: () => Buffer.concat(parts).toString("latin1") };
}

test("Byte by byte, nothing leaves but hash, request id and credentials.", async () => {
  const { server, port, taken } = await listen();
  const url = `http://127.0.0.1:${port}`;
  const wanted = submission();
  await expect(
    provinceAnchor({ ...simulated(), url }, systemClock).submit(wanted),
  ).rejects.toThrow();
  server.close();
  const left = taken()
    .replace(bodyOf(wanted), "BODY")
    .replace(/x-evidence-time: \d{13}\r\n/, "")
    .replace(/x-evidence-nonce: [0-9a-f]{32}\r\n/, "")
    .replace(/x-evidence-sign: [0-9a-f]{64}\r\n/, "");
  expect(left).toBe(
    "POST /evidence/v1/records HTTP/1.1\r\nx-evidence-account: yunlan-city\r\n" +
      `content-type: application/json\r\ncontent-length: ${bodyOf(wanted).length}\r\n` +
      `Host: 127.0.0.1:${port}\r\nConnection: close\r\n\r\nBODY`,
  );
});
