/** The log's key in a PKCS #11 token (SoftHSM 2) of a folder of its own. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { verifySignedNote, verifySm2Note } from "../../../../verifier/src/index.ts";
import { parsePkcs11Uri } from "../../platform/pkcs11-uri.ts";
import { createLog } from "../../platform/telemetry.ts";
import { emptyRoot, leafHashOf, nodeHashOf } from "./hash.ts";
import { openModuleKey } from "./module-key.process.ts";
import { type Signer, SignerRefusal, startSigner } from "./signer.process.ts";

const LIBRARY = [
  "/usr/lib/softhsm/libsofthsm2.so",
  "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
  "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
].find((file) => existsSync(file));
const ORIGIN = "log.example.cn/mingjing";
const PIN = "87654321";

let directory: string;
let uri: string;
let signer: Signer | undefined;

const pinPath = () => join(directory, "pin");

function run(program: string, parameters: readonly string[]): void {
  const { status, stderr, stdout } = spawnSync(program, parameters, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program}: ${stdout}${stderr}`);
}

function makeKey(label: string): void {
  const login = ["--token-label", "mingjing", "--login", "--pin", PIN];
  const type = ["--keypairgen", "--key-type", "EC:edwards25519", "--label", label, "--id", "01"];
  run("pkcs11-tool", ["--module", LIBRARY ?? "", ...login, ...type]);
}

beforeEach(async () => {
  if (LIBRARY === undefined) throw new Error("softhsm2 is not installed");
  directory = await mkdtemp(join(tmpdir(), "mingjing-module-"));
  const tokens = join(directory, "tokens");
  await mkdir(tokens);
  const settings = join(directory, "softhsm2.conf");
  await writeFile(settings, `directories.tokendir = ${tokens}\nobjectstore.backend = file\n`);
  vi.stubEnv("SOFTHSM2_CONF", settings);
  const pins = ["--so-pin", "12345678", "--pin", PIN];
  run("softhsm2-util", ["--init-token", "--free", "--label", "mingjing", ...pins]);
  makeKey("log");
  await writeFile(pinPath(), `${PIN}\n`, { mode: 0o600 });
  uri = `pkcs11:token=mingjing;object=log?module-path=${LIBRARY}&pin-source=file:${pinPath()}`;
});
afterEach(async () => {
  await signer?.stop();
  signer = undefined;
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true });
});

const [one, two] = ["1", "2"].map((text) => leafHashOf(Buffer.from(text)));
if (one === undefined || two === undefined) throw new Error("no leaves");
const pair = { size: 2, root: nodeHashOf(one, two) };

test("The signer signs with a key that it never has: the notes verify, the rules hold, no key file is made.", async () => {
  const dataDir = join(directory, "data");
  const options = { dataDir, origin: ORIGIN, log: createLog("silent"), key: uri };
  signer = startSigner(options);
  const vkey = await signer.vkey();
  const { note } = await signer.sign(pair, []);
  expect(verifySignedNote(note, vkey).code).toBe("note.signed");
  expect(verifySm2Note(note, await signer.sm2Vkey()).code).toBe("note.signed");
  const smaller = signer.sign({ size: 0, root: emptyRoot() }, []);
  await expect(smaller).rejects.toBeInstanceOf(SignerRefusal);
  expect((await readdir(join(dataDir, "keys"))).toSorted()).toEqual([
    "log-sm2.key",
    "log-sm2.vkey",
    "log.state",
    "log.vkey",
  ]);
  await signer.stop();
  signer = startSigner(options);
  expect(await signer.vkey()).toBe(vkey);
  expect((await signer.sign(pair, [])).note).toBe(note);
});

test("Another key of the token is another key; a wrong PIN, a missing key and a missing module are named.", async () => {
  const message = Buffer.from("text");
  const key = await openModuleKey(uri);
  expect(await key.sign(message)).toHaveLength(64);
  makeKey("next");
  const next = await openModuleKey(uri.replace("object=log", "object=next"));
  expect(next.publicKey.equals(key.publicKey)).toBe(false);
  await expect(openModuleKey(uri.replace("object=log", "object=none"))).rejects.toThrow("mingjing");
  await expect(openModuleKey(uri.replace("libsofthsm2", "none"))).rejects.toThrow("mingjing");
  await writeFile(pinPath(), "00000000\n");
  const refused = await key.sign(message).catch((error: unknown) => String(error));
  expect(refused).toMatch(/PIN/u);
  expect(refused).not.toContain("00000000");
});

test("A URI without token, object, library or PIN file says what is missing.", () => {
  expect(parsePkcs11Uri("pkcs11:token=a%20b;object=c?module-path=/l.so&pin-source=/p")).toEqual({
    token: "a b",
    object: "c",
    library: "/l.so",
    pinFile: "/p",
  });
  for (const [text, missing] of [
    ["file", "PKCS #11 URI"],
    ["pkcs11:object=c?module-path=/l&pin-source=/p", "token"],
    ["pkcs11:token=a?module-path=/l&pin-source=/p", "object"],
    ["pkcs11:token=a;object=c?pin-source=/p", "module-path"],
    ["pkcs11:token=a;object=c?module-path=/l", "pin-source"],
    ["pkcs11:token=%", "percent-encoded"],
  ] as const)
    expect(() => parsePkcs11Uri(text)).toThrow(missing);
});
