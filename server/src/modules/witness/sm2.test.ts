/** SM2 in both directions against the OpenSSL command line, and second lines of checkpoints against the verifier. */
import { execFileSync } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, expect, test } from "vitest";

import {
  parseSm2Vkey,
  verifySignedNote,
  verifySm2,
  verifySm2Note,
} from "../../../../verifier/src/index.ts";
import { checkpointText, signNote, vkeyOf } from "./note.ts";
import { sm2Line, sm2VkeyOf, withoutLineOf } from "./sm2-note.ts";
import { signSm2, sm2KeyOf } from "./sm2.ts";

const folder = mkdtempSync(join(tmpdir(), "mingjing-sm2-"));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);
const openssl = (...parameters: readonly string[]) =>
  execFileSync("openssl", parameters, { stdio: ["ignore", "pipe", "pipe"] }).toString("utf8");
const DIGEST = ["-rawin", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678"];

const newPem = () => {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "SM2" });
  return privateKey.export({ format: "pem", type: "pkcs8" }).toString();
};
const pem = newPem();
const key = sm2KeyOf(pem);
writeFileSync(at("key.pem"), pem);
openssl("pkey", "-in", at("key.pem"), "-pubout", "-out", at("public.pem"));

describe("OpenSSL", () => {
  test("accepts what we sign", () => {
    for (const length of [0, 1, 55, 56, 64, 300]) {
      const message = randomBytes(length);
      writeFileSync(at("message"), message);
      writeFileSync(at("signature"), signSm2(key, message));
      const files = ["-in", at("message"), "-sigfile", at("signature")];
      const answer = openssl(
        "pkeyutl",
        "-verify",
        "-pubin",
        "-inkey",
        at("public.pem"),
        ...files,
        ...DIGEST,
      );
      expect(answer).toContain("Signature Verified Successfully");
      writeFileSync(at("message"), Buffer.concat([message, Buffer.of(1)]));
      expect(() =>
        openssl("pkeyutl", "-verify", "-pubin", "-inkey", at("public.pem"), ...files, ...DIGEST),
      ).toThrow();
    }
  });

  test("signs what the verifier accepts", () => {
    const message = randomBytes(100);
    writeFileSync(at("message"), message);
    const files = ["-in", at("message"), "-out", at("signature")];
    openssl("pkeyutl", "-sign", "-inkey", at("key.pem"), ...files, ...DIGEST);
    const signature = readFileSync(at("signature"));
    const { publicKey } = key;
    expect(verifySm2({ publicKey, message, signature }).code).toBe("sm2.valid");
    expect(verifySm2({ publicKey, message: randomBytes(100), signature }).ok).toBe(false);
  });

  test("makes keys that we read", () => {
    const made = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:SM2", "-out", at("made.pem")];
    openssl("genpkey", ...made);
    const other = sm2KeyOf(readFileSync(at("made.pem"), "utf8"));
    const message = randomBytes(20);
    const signature = signSm2(other, message);
    expect(verifySm2({ publicKey: other.publicKey, message, signature }).ok).toBe(true);
    expect(verifySm2({ publicKey: key.publicKey, message, signature }).ok).toBe(false);
  });
});

test("A hundred messages and keys: every signature holds, and is the same again.", () => {
  for (let round = 0; round < 100; round++) {
    const own = round % 10 === 0 ? sm2KeyOf(newPem()) : key;
    const message = randomBytes(round);
    const signature = signSm2(own, message);
    const { publicKey } = own;
    expect(verifySm2({ publicKey, message, signature }).code).toBe("sm2.valid");
    expect(signSm2(own, message)).toEqual(signature);
  }
});

test("A key whose halves do not belong together, or of another curve, is refused.", () => {
  const other = newPem();
  const der = (text: string) => Buffer.from(text.split("\n").slice(1, -2).join(""), "base64");
  const mixed = Buffer.concat([der(pem).subarray(0, 80), der(other).subarray(80)]);
  const wrong = `-----BEGIN PRIVATE KEY-----\n${mixed.toString("base64")}\n-----END PRIVATE KEY-----\n`;
  expect(() => sm2KeyOf(wrong)).toThrow("do not belong together");
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const text = privateKey.export({ format: "pem", type: "pkcs8" }).toString();
  expect(() => sm2KeyOf(text)).toThrow("not an SM2 key");
});

describe("the second line of a checkpoint", () => {
  const NAME = "log.example.cn/mingjing";
  const { privateKey } = generateKeyPairSync("ed25519");
  const text = checkpointText(NAME, { size: 3, root: Buffer.alloc(32, 7) });
  const note = signNote(text, NAME, privateKey) + sm2Line(text, NAME, key);
  const vkey = sm2VkeyOf(NAME, key);

  test("holds for the SM2 key, and the first for the Ed25519 key", () => {
    expect(verifySm2Note(note, vkey).code).toBe("note.signed");
    expect(verifySignedNote(note, vkeyOf(NAME, privateKey)).code).toBe("note.signed");
    const parsed = parseSm2Vkey(vkey);
    expect(parsed.ok && Buffer.from(parsed.value.publicKey).equals(key.publicKey)).toBe(true);
  });

  test("can be left out, and nothing else with it", () => {
    expect(withoutLineOf(note, vkey)).toBe(signNote(text, NAME, privateKey));
    expect(withoutLineOf(note, sm2VkeyOf("other", key))).toBe(note);
  });

  test("does not hold for another text, key or name", () => {
    expect(verifySm2Note(note.replace("\n3\n", "\n4\n"), vkey).code).toBe("note.signature-invalid");
    const other = sm2VkeyOf(NAME, sm2KeyOf(newPem()));
    expect(verifySm2Note(note, other).code).toBe("note.no-signature-of-key");
    expect(verifySm2Note(note, sm2VkeyOf("other", key)).code).toBe("note.no-signature-of-key");
  });

  test("keys of other types and with typing errors are told apart", () => {
    expect(parseSm2Vkey(vkeyOf(NAME, privateKey)).code).toBe("note.vkey-unsupported");
    const [name, id, body] = vkey
      .split("+", 2)
      .concat(vkey.slice(vkey.indexOf("+", NAME.length + 1) + 1));
    const changed = `${name}+${id === "00000000" ? "00000001" : "00000000"}+${body}`;
    expect(parseSm2Vkey(changed).code).toBe("note.vkey-id-mismatch");
    for (const bad of ["", "x", `${NAME}+12345678+AA==`, `a b+${id}+${body}`])
      expect(parseSm2Vkey(bad).ok).toBe(false);
  });
});
