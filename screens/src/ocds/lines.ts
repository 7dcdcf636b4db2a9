/** Lines of a stretch of bytes, read into a fold. */
import { isUtf8 } from "node:buffer";

import type { Fold } from "./fold.ts";

/** A line that is no JSON text, or whose bytes are not UTF-8. */
export interface BadLine {
  /** From 1, within the part. */
  readonly line: number;
  readonly reason: "json" | "utf8";
}

/** A damaged file must not fill the memory with complaints about it. */
export const BAD_LINES_KEPT = 1000;

/** Reads one part of a file, stretch by stretch; a line may be cut by the end of a stretch. */
export class LineFolder {
  lines = 0;
  bad = 0;
  readonly badLines: BadLine[] = [];
  private readonly fold: Fold;

  constructor(fold: Fold) {
    this.fold = fold;
  }

  /** Where the bytes of the file are put; room for so many. */
  room(size: number): Buffer {
    const { scanner } = this.fold.reader;
    scanner.reserve(size);
    return scanner.bytes;
  }

  /**
   * Reads the whole lines between two places, and with `isLast` also what follows the last line break. Returns where the
   * rest begins. The bytes of strings with escapes are overwritten.
   */
  read(from: number, to: number, isLast: boolean): number {
    const { bytes } = this.fold.reader.scanner;
    const whole = isLast ? to : bytes.lastIndexOf(NEWLINE, to - 1) + 1;
    if (whole <= from) return from;
    const isText = isUtf8(bytes.subarray(from, whole));
    let at = from;
    while (at < whole) {
      const found = bytes.indexOf(NEWLINE, at);
      const end = found < 0 || found >= whole ? whole : found;
      this.line(at, end, isText);
      at = end + 1;
    }
    return whole;
  }

  private line(from: number, to: number, isText: boolean): void {
    this.lines += 1;
    const { bytes } = this.fold.reader.scanner;
    if (!isText && !isUtf8(bytes.subarray(from, to))) this.complain("utf8");
    else if (!this.fold.line(from, to) && !isBlank(bytes, from, to)) this.complain("json");
  }

  private complain(reason: BadLine["reason"]): void {
    this.bad += 1;
    if (this.badLines.length < BAD_LINES_KEPT) this.badLines.push({ line: this.lines, reason });
  }
}

const NEWLINE = 0x0a;
const SPACES: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0c, 0x0d]);

function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (!SPACES.has(bytes[at] as number)) return false;
  return true;
}
