/**
 * The log's key in a cryptographic module: every signature is made there, by OpenSC's pkcs11-tool (mechanism EDDSA); the
 * private key never leaves it.
 */
import { spawn } from "node:child_process";
import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { readFile } from "node:fs/promises";

import { type ModuleKey, parsePkcs11Uri } from "../../platform/pkcs11-uri.ts";

/** Where programs of the system lie; the signer's environment has no PATH. */
const PATH = "/usr/local/bin:/usr/bin:/bin";
const PIN = "MINGJING_MODULE_PIN";
const LIMIT_MS = 8000;

/** Signs with Ed25519, wherever the private key is. */
export interface LogKey {
  readonly publicKey: KeyObject;
  sign(message: Buffer): Promise<Buffer>;
}

/** Environment of the program: the PIN is given that way, so that no list of processes shows it. */
function environment(pin: string): Record<string, string> {
  const settings = process.env["SOFTHSM2_CONF"];
  return {
    PATH,
    LC_ALL: "C",
    [PIN]: pin,
    ...(settings === undefined ? {} : { SOFTHSM2_CONF: settings }),
  };
}

interface Call {
  readonly key: ModuleKey;
  readonly parameters: readonly string[];
  readonly input?: Buffer;
}

/** What the program writes. @throws Error with its complaint */
async function callModule({ key, parameters, input }: Call): Promise<Buffer> {
  const pin = (await readFile(key.pinFile, "utf8")).trim();
  const fixed = ["--module", key.library, "--token-label", key.token, "--label", key.object];
  const child = spawn("pkcs11-tool", [...fixed, ...parameters], {
    env: environment(pin),
    stdio: ["pipe", "pipe", "pipe"],
    timeout: LIMIT_MS,
  });
  const [output, complaint]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on("data", (piece: Buffer) => output.push(piece));
  child.stderr.on("data", (piece: Buffer) => complaint.push(piece));
  // A program that is not there reads nothing; the exit says why.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code === 0) return Buffer.concat(output);
  const said = Buffer.concat(complaint).toString("utf8").trim().slice(0, 500);
  throw new Error(`the key module does not answer (token ${key.token}): ${said || code}`);
}

/** Reads the public half. @param uri PKCS #11 URI. @throws Error where module, token or key are not there */
export async function openModuleKey(uri: string): Promise<LogKey> {
  const key = parsePkcs11Uri(uri);
  const pem = await callModule({ key, parameters: ["--read-object", "--type", "pubkey"] });
  const publicKey = createPublicKey(pem);
  if (publicKey.asymmetricKeyType !== "ed25519")
    throw new Error(`the key ${key.object} of the module is no Ed25519 key`);
  const parameters = ["--login", "--pin", `env:${PIN}`, "--sign", "--mechanism", "EDDSA"];
  return {
    publicKey,
    async sign(message) {
      const signature = await callModule({ key, parameters, input: message });
      if (!verify(null, message, publicKey, signature))
        throw new Error("the key module gave a signature that is not of this key");
      return signature;
    },
  };
}
