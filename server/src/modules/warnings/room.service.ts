/** What the rooms of openings and evaluations tell: odd pictures of a camera, and entries of people who are on no list. */
import type { CoverageStated } from "../../../../contract/src/facts/video.coverage-stated.ts";
import type { CheckAct } from "../../../../contract/src/warnings.ts";
import { inTransaction, type Tx } from "../../platform/database.ts";
import type { FeedFact } from "../../platform/facts/feed.ts";
import { bookingsIn, checkRoster } from "../venue/index.ts";
import { mergeTroubles, troublesOf } from "../video/index.ts";
import { type CheckDeps, checkIn } from "./check.service.ts";

export const COVERAGE = "video.coverage-stated";

/** PRO-13: black, frozen, looped or moved pictures within the time that was stated. */
export async function withOddPictures(tx: Tx, fact: FeedFact, asked: CheckAct): Promise<CheckAct> {
  const { channel, coverage } = fact.payload as unknown as CoverageStated;
  const troubles = mergeTroubles(await troublesOf(tx, channel, coverage));
  const oddPictures = troubles.filter(({ what }) => !what.startsWith("gap ")).length;
  return { ...asked, facts: { ...asked.facts, oddPictures } };
}

const BACK_MS = 3 * 86_400_000;

/** PRO-14: evaluations of these days that are over; while a list is not known, nothing is said. The same again changes nothing. */
export async function warnOfEntries({ db, registry }: CheckDeps, now: Date): Promise<void> {
  const span = { from: new Date(now.getTime() - BACK_MS).toISOString(), to: now.toISOString() };
  for (const booking of await bookingsIn(db, span)) {
    const { use, ocid, lotId, to, cancelledAt } = booking;
    if (use !== "evaluation" || ocid === undefined || cancelledAt !== undefined || to > span.to)
      continue;
    const { missing, outside } = await checkRoster(db, booking);
    if (missing.length > 0) continue;
    const asked: CheckAct = {
      actId: `room/${booking.booking}`,
      stage: "evaluation",
      act: "guardRoom",
      ocid,
      ...(lotId === undefined ? {} : { lotId }),
      at: to,
      facts: { unlistedEntries: outside.length },
    };
    await inTransaction(db, (tx) =>
      checkIn(tx, registry, { source: "mingjing", asked, now, timing: "after" }),
    );
  }
}
