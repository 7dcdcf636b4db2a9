/** Answers that are written piece by piece. */
import type { ServerResponse } from "node:http";

/** Waits while the reader is slower than we are. @throws Error when the reader is gone */
export async function writeTo(raw: ServerResponse, piece: string | Uint8Array): Promise<void> {
  const isRoomy = raw.write(piece);
  if (!isRoomy && !raw.destroyed) {
    await new Promise<void>((resolve) => {
      const done = () => {
        raw.off("drain", done).off("close", done);
        resolve();
      };
      raw.once("drain", done).once("close", done);
    });
  }
  if (raw.destroyed) throw new Error("the reader is gone");
}
