import { generateKeyPairSync } from "node:crypto";

import { expect, test } from "vitest";

import { parseCheckpoint, parseVkey, verifySignedNote } from "../../../../verifier/src/index.ts";
import { leafHashOf } from "./hash.ts";
import { checkpointText, signNote, vkeyOf } from "./note.ts";

const ORIGIN = "log.example.cn/mingjing";
const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const root = leafHashOf(Buffer.from("only leaf"));
const note = signNote(checkpointText(ORIGIN, { size: 1, root }), ORIGIN, privateKey);

test("A checkpoint is read and its signature accepted by the verifier.", () => {
  expect(verifySignedNote(note, vkeyOf(ORIGIN, privateKey)).code).toBe("note.signed");
  const checkpoint = parseCheckpoint(note);
  if (!checkpoint.ok) throw new Error(checkpoint.code);
  expect(checkpoint.value.origin).toBe(ORIGIN);
  expect(checkpoint.value.size).toBe(1);
  expect(Buffer.from(checkpoint.value.root)).toEqual(root);
});

test("The public key is written the same from either half, and the verifier reads it.", () => {
  expect(vkeyOf(ORIGIN, publicKey)).toBe(vkeyOf(ORIGIN, privateKey));
  const key = parseVkey(vkeyOf(ORIGIN, publicKey));
  expect(key.ok && key.value.name).toBe(ORIGIN);
});

test("A changed size and a foreign key are not accepted.", () => {
  const forged = note.replace("\n1\n", "\n2\n");
  expect(verifySignedNote(forged, vkeyOf(ORIGIN, publicKey)).code).toBe("note.signature-invalid");
  const other = generateKeyPairSync("ed25519").publicKey;
  expect(verifySignedNote(note, vkeyOf(ORIGIN, other)).code).toBe("note.no-signature-of-key");
});

test("Signing the same checkpoint again gives the same note.", () => {
  expect(signNote(checkpointText(ORIGIN, { size: 1, root }), ORIGIN, privateKey)).toBe(note);
});
