/** Where a camera's pictures come from. */
import type { Readable } from "node:stream";

export type CameraInput =
  | {
      readonly kind: "rtsp";
      /** `rtsp://user:password@host/…`; the password reaches ffmpeg alone. LIMITATION: its command line shows it to the same user. */
      readonly url: string;
    }
  | {
      /** A programme stream (ISO/IEC 13818-1), such as devices of GB/T 28181 send. */
      readonly kind: "stream";
      readonly open: () => Promise<OpenedStream>;
    }
  | {
      /** Pictures that are drawn here, three bytes a pixel, and encoded: for demonstrations. */
      readonly kind: "drawn";
      readonly width: number;
      readonly height: number;
      /** Pictures a second. */
      readonly rate: number;
      readonly open: () => Promise<OpenedStream>;
    };

/** Called once per run; an error says why there is no picture. */
export interface OpenedStream {
  readonly stream: Readable;
  close(): void;
}

/** Address that may stand in what ffmpeg says; empty: there is none. */
export const addressOf = (input: CameraInput): string => (input.kind === "rtsp" ? input.url : "");

/** The beginning of a stream: enough to tell what is in it. What was taken must be played first. */
export async function takeBeginning(
  stream: Readable,
  { bytes, milliseconds }: { readonly bytes: number; readonly milliseconds: number },
): Promise<Buffer> {
  const taken: Buffer[] = [];
  let length = 0;
  await new Promise<void>((done) => {
    const timer = setTimeout(finish, milliseconds);
    const take = (more: Buffer) => {
      taken.push(more);
      length += more.length;
      if (length >= bytes) finish();
    };
    function finish() {
      clearTimeout(timer);
      stream.pause();
      stream.off("data", take).off("end", finish).off("error", finish).off("close", finish);
      done();
    }
    stream.on("data", take).once("end", finish).once("error", finish).once("close", finish);
  });
  return Buffer.concat(taken);
}
