/** Takes out of a file what tells who made it, when, where and on which device. Pure; runs in the writer's browser. */
import type { Bytes } from "../bytes.ts";
import { stripJpeg, stripPng } from "./image.ts";
import { stripOffice } from "./office.ts";
import { stripPdf } from "./pdf.ts";

export type FileKind = "jpeg" | "png" | "pdf" | "office" | "other";

const begins = (bytes: Uint8Array, ...start: readonly number[]): boolean =>
  start.every((byte, at) => bytes[at] === byte);

/** By its first bytes: a name may say anything. */
export function kindOf(bytes: Uint8Array): FileKind {
  if (begins(bytes, 0xff, 0xd8, 0xff)) return "jpeg";
  if (begins(bytes, 0x89, 0x50, 0x4e, 0x47)) return "png";
  if (begins(bytes, 0x25, 0x50, 0x44, 0x46)) return "pdf";
  return begins(bytes, 0x50, 0x4b, 0x03, 0x04) ? "office" : "other";
}

const STRIPPERS = {
  jpeg: stripJpeg,
  png: stripPng,
  pdf: stripPdf,
  office: stripOffice,
} as const;

export interface Stripped {
  readonly kind: FileKind;
  /** Undefined: it could not be cleaned, and goes as it is or not at all. */
  readonly bytes: Bytes | undefined;
}

export function stripFile(bytes: Uint8Array): Stripped {
  const kind = kindOf(bytes);
  return { kind, bytes: kind === "other" ? undefined : STRIPPERS[kind](bytes) };
}
