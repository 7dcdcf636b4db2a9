/** What a dossier names of a project's pictures: recordings whose coverage was stated, clips that were handed out. */
import type { Clip } from "../../../../contract/src/dossier.ts";
import type { ClipExported } from "../../../../contract/src/facts/video.clip-exported.ts";
import type { CoverageStated } from "../../../../contract/src/facts/video.coverage-stated.ts";
import type { Database } from "../../platform/database.ts";
import { listEvents } from "./video.store.ts";

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;

export async function clipsOf(db: Database, ocid: string): Promise<readonly Clip[]> {
  const stated = await listEvents<CoverageStated>(db, "coverage-stated", ocid);
  const handedOut = await listEvents<ClipExported>(db, "clip-exported", ocid);
  return [
    ...stated.map(({ id, payload: { roomName, title, coverage } }) => ({
      id,
      title: `${roomName} ${title} ${percent(coverage.share)}`,
      startsAt: coverage.from,
      seconds: Math.round(coverage.recorded),
    })),
    ...handedOut.map(({ id, payload: { channel, coverage, hash } }) => ({
      id,
      title: channel,
      startsAt: coverage.from,
      seconds: Math.round(coverage.recorded),
      sha256: hash,
    })),
  ].toSorted((a, b) => a.startsAt.localeCompare(b.startsAt));
}
