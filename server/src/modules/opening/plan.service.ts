/** Planning an opening: its session, and its room for as long as it usually takes. */
import type { SessionPlanned } from "../../../../contract/src/facts/opening.session-planned.ts";
import type { PlanOpening } from "../../../../contract/src/opening.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Tx } from "../../platform/database.ts";
import { type ActContext, actOnce } from "../../platform/facts/act.ts";
import { recordFact } from "../../platform/facts/record.ts";
import { bookRoom, findRoomByName } from "../venue/index.ts";
import { instantText } from "./record.ts";
import { findInRoom, readSessions } from "./session.store.ts";

/** @throws RuleViolation opening.exists: the lot has an opening already; venue.room-taken; opening.room-taken */
export async function planOpening(
  context: ActContext,
  { ocid, ...plan }: PlanOpening,
  { nonce, host }: Pick<SessionPlanned, "nonce" | "host">,
): Promise<string> {
  const session = `${ocid.split("-").slice(2).join("-")}-${plan.lotId}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]/g, "")
    .slice(0, 60);
  await actOnce(context.db, "opening.exists", async (tx) => {
    const room = plan.room === undefined ? undefined : await findRoomByName(tx, plan.room);
    if (plan.room !== undefined && room === undefined)
      await requireFreeRoom(tx, plan.room, plan.startsAt);
    await recordFact(tx, context.registry, {
      kind: "opening.session-planned",
      source: "mingjing",
      sourceId: `opening/${session}`,
      subject: ocid,
      occurredAt: context.at,
      payload: { session, ...plan, nonce, host, officer: context.officer },
    });
    if (room !== undefined) await holdRoom(tx, context, { session, room: room.room });
  });
  return session;
}

/** So long an opening holds its room. */
const ROOM_HOURS = 2.5;

/** @throws RuleViolation venue.room-taken */
async function holdRoom(
  tx: Tx,
  context: ActContext,
  { session, room }: { readonly session: string; readonly room: string },
): Promise<void> {
  const [planned] = await readSessions(tx, [session]);
  if (planned === undefined) return;
  const { ocid, title, plan } = planned;
  const from = Date.parse(plan.startsAt);
  await bookRoom(tx, context, {
    room,
    use: "opening",
    ocid,
    lotId: plan.lotId,
    from: new Date(from).toISOString(),
    to: new Date(from + ROOM_HOURS * 3_600_000).toISOString(),
    title,
  });
}

/** A room that the centre did not register: openings there begin an hour apart. @throws RuleViolation opening.room-taken */
async function requireFreeRoom(tx: Tx, room: string, startsAt: string): Promise<void> {
  const other = await findInRoom(tx, { room, at: startsAt });
  if (other !== undefined)
    throw new RuleViolation("opening.room-taken", { room, at: instantText(other.at) });
}
