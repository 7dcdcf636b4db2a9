/** Files that come with a voice: checked by hash, size and what they are. */
import { createHash } from "node:crypto";

import type { SentFile, StoredFile } from "../../../../contract/src/voice-intake.ts";
import type { VoiceFile } from "../../../../contract/src/voice-values.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Database, Tx } from "../../platform/database.ts";
import { FILE_TYPES, type FileType, fileTypeOf, TELLING_BYTES } from "./file-type.ts";
import { addFile, findFiles } from "./file.store.ts";

/** Largest single file (contract/src/voice-values.ts). */
export const MOST_BYTES = 50_000_000;

export const sha256Of = (bytes: Uint8Array): string =>
  createHash("sha256").update(bytes).digest("hex");

type Reason = "kind" | "size" | "hash" | "empty";

const badFile = (name: string, reason: Reason): RuleViolation =>
  new RuleViolation(
    "voices.bad-file",
    { name, reason, kinds: Object.values(FILE_TYPES).join(" ") },
    { status: reason === "size" ? 413 : 400 },
  );

/** @throws RuleViolation voices.bad-file {reason: kind} */
function typeOf(name: string, head: Buffer, tail: Buffer): FileType {
  const type = fileTypeOf(head, tail);
  if (type === undefined) throw badFile(name, "kind");
  return type;
}

/** Reads a body of at most MOST_BYTES. @throws RuleViolation voices.bad-file {reason: size | empty} */
export async function readBody(
  body: AsyncIterable<Uint8Array> | undefined,
  name: string,
): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of body ?? []) {
    size += piece.length;
    if (size > MOST_BYTES) throw badFile(name, "size");
    pieces.push(piece);
  }
  if (size === 0) throw badFile(name, "empty");
  return Buffer.concat(pieces);
}

/** Keeps a content under its hash. @throws RuleViolation voices.bad-file */
export async function keepFile(
  db: Database | Tx,
  { name, content, sha256 = sha256Of(content) }: { name: string; content: Buffer; sha256?: string },
): Promise<StoredFile> {
  if (content.length === 0) throw badFile(name, "empty");
  if (content.length > MOST_BYTES) throw badFile(name, "size");
  if (sha256 !== sha256Of(content)) throw badFile(name, "hash");
  const tail = content.subarray(Math.max(0, content.length - TELLING_BYTES));
  const mediaType = typeOf(name, content.subarray(0, TELLING_BYTES), tail);
  await addFile(db, sha256, content);
  return { sha256, size: content.length, mediaType };
}

/** Files as facts name them: those that came along are kept, the others must have been uploaded before. */
export async function namedFiles(
  tx: Tx,
  sent: readonly SentFile[] | undefined,
): Promise<VoiceFile[] | undefined> {
  if (sent === undefined || sent.length === 0) return undefined;
  for (const { base64, name, sha256 } of sent) {
    if (base64 === undefined) continue;
    await keepFile(tx, { name, content: Buffer.from(base64, "base64"), sha256 });
  }
  const known = await findFiles(
    tx,
    sent.map(({ sha256 }) => sha256),
  );
  return sent.map(({ sha256, name }) => {
    const file = known.find((one) => one.sha256 === sha256);
    if (file === undefined)
      throw new RuleViolation("voices.unknown-file", { sha256, name }, { status: 400 });
    const { size, head, tail } = file;
    return { sha256, name, size, mediaType: typeOf(name, head, tail) };
  });
}
