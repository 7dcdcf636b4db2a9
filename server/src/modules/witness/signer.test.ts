import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { verifySignedNote, verifySm2Note } from "../../../../verifier/src/index.ts";
import { createLog } from "../../platform/telemetry.ts";
import { leafHashOf, nodeHashOf } from "./hash.ts";
import { readVkey } from "./signer.files.ts";
import { type Signer, SignerRefusal, startSigner } from "./signer.process.ts";

const ORIGIN = "log.example.cn/mingjing";
const log = createLog("silent");
const [one, two, three] = ["1", "2", "3"].map((text) => leafHashOf(Buffer.from(text)));
if (one === undefined || two === undefined || three === undefined) throw new Error("no leaves");
const pair = { size: 2, root: nodeHashOf(one, two) };
const triple = { size: 3, root: nodeHashOf(pair.root, three) };

let dataDir: string;
let signer: Signer;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "mingjing-signer-"));
  signer = startSigner({ dataDir, origin: ORIGIN, log });
});
afterEach(async () => {
  await signer.stop();
  await rm(dataDir, { recursive: true });
});

const refusalOf = async (signing: Promise<unknown>): Promise<string> => {
  const error = await signing.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof SignerRefusal ? error.reason : `no refusal: ${String(error)}`;
};

test("It signs a log that grows, with a key only its owner may read.", async () => {
  const vkey = await signer.vkey();
  expect(verifySignedNote((await signer.sign(pair, [])).note, vkey).code).toBe("note.signed");
  expect(verifySignedNote((await signer.sign(triple, [three])).note, vkey).code).toBe(
    "note.signed",
  );
  const sm2Vkey = await signer.sm2Vkey();
  expect(verifySm2Note((await signer.sign(triple, [])).note, sm2Vkey).code).toBe("note.signed");
  expect((await signer.lastSigned()).size).toBe(3);
  expect(await readVkey(dataDir)).toBe(vkey);
  expect((await stat(join(dataDir, "keys/log.key"))).mode & 0o777).toBe(0o600);
  expect((await stat(join(dataDir, "keys/log-sm2.key"))).mode & 0o777).toBe(0o600);
  expect(await readFile(join(dataDir, "keys/log-sm2.vkey"), "utf8")).toBe(`${sm2Vkey}\n`);
  expect(await readFile(join(dataDir, "keys/log.key"), "utf8")).toContain("BEGIN PRIVATE KEY");
});

test("It refuses a smaller log, another root of the same size, and a log with another past.", async () => {
  await signer.sign(pair, []);
  expect(await refusalOf(signer.sign({ size: 1, root: one }, []))).toBe("smaller-size");
  expect(await refusalOf(signer.sign({ size: 2, root: nodeHashOf(two, one) }, []))).toBe(
    "other-root",
  );
  const forked = { size: 3, root: nodeHashOf(nodeHashOf(two, one), three) };
  expect(await refusalOf(signer.sign(forked, [three]))).toBe("not-consistent");
  expect((await signer.lastSigned()).size).toBe(2);
});

test("It remembers what it signed and keeps its key when it is killed.", async () => {
  const vkey = await signer.vkey();
  const { note } = await signer.sign(pair, []);
  const first = signer.pid();
  const killed = signer.sign(triple, [three]).then(
    ({ note: signed }) => signed,
    (error: Error) => error.message,
  );
  process.kill(first ?? 0, "SIGKILL");
  expect(await killed).toMatch(/SIGKILL|^log\.example/);
  expect(await signer.vkey()).toBe(vkey);
  expect(signer.pid()).not.toBe(first);
  const last = await signer.lastSigned();
  expect(last.size).toBeGreaterThanOrEqual(2);
  expect(await refusalOf(signer.sign({ size: 1, root: one }, []))).toBe("smaller-size");
  if (last.size === 2) expect((await signer.sign(pair, [])).note).toBe(note);
});

test("It signs nothing when its memory is damaged.", async () => {
  await signer.sign(pair, []);
  await writeFile(join(dataDir, "keys/log.state"), "{}");
  await expect(signer.sign(triple, [three])).rejects.toThrow("damaged");
});
