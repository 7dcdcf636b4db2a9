/**
 * Past openings of the demo city have a picture too: a drawn film that is committed (scripts/draw-demo-opening.ts), laid down as a recorder
 * would have done it. So their replays play and can be checked on a machine without ffmpeg.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import {
  CHAIN_FILE,
  createFragmentReader,
  initFile,
  linkRecord,
  segmentFile,
  type SegmentRecord,
  sha256,
} from "../../cameras/src/index.ts";

const FILM = new URL("../../simulate/pictures/opening-desk.mp4", import.meta.url);
const RUN = "recorded";

interface Film {
  readonly init: Buffer;
  readonly segments: readonly { readonly bytes: Buffer; readonly milliseconds: number }[];
}

async function readFilm(): Promise<Film> {
  const segments: { bytes: Buffer; milliseconds: number }[] = [];
  let init = Buffer.alloc(0);
  const reader = createFragmentReader({
    init({ bytes }) {
      init = Buffer.from(bytes);
    },
    fragment({ bytes, duration }) {
      segments.push({ bytes, milliseconds: Math.round(duration * 1000) });
    },
  });
  reader.push(await readFile(FILM));
  return { init, segments };
}

export interface RecordedPicture {
  /** Folder of the public pictures. */
  readonly directory: string;
  readonly session: string;
  readonly startsAt: number;
  /** Segments that end by then. */
  readonly until: number;
}

/** The picture of a session from its beginning on; called again with a later end, it goes on. */
export async function layRecordedPicture({
  directory,
  session,
  startsAt,
  until,
}: RecordedPicture): Promise<void> {
  const { init, segments } = await readFilm();
  const dir = join(directory, session);
  await mkdir(join(dir, RUN), { recursive: true });
  await writeFile(join(dir, initFile({ run: RUN })), init);
  const records: SegmentRecord[] = [];
  let startAt = startsAt;
  for (const { bytes, milliseconds } of segments) {
    const endAt = startAt + milliseconds;
    if (endAt > until) break;
    const metadata = {
      camera: session,
      run: RUN,
      number: records.length + 1,
      startAt,
      endAt,
      bytes: bytes.length,
      initHash: sha256(init),
      isCut: false,
    };
    const record = linkRecord(metadata, sha256(bytes), records.at(-1)?.chain);
    await writeFile(join(dir, segmentFile(record)), bytes);
    records.push(record);
    startAt = endAt;
  }
  const lines = records.map((record) => `${JSON.stringify(record)}\n`);
  await writeFile(join(dir, CHAIN_FILE), lines.join(""));
}
