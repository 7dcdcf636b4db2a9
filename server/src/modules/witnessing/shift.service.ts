/** Acts on shifts, one after another under one lock. */
import type { OpenMatter } from "../../../../contract/src/witnessing-values.ts";
import type { HandOver, ReceiveShift } from "../../../../contract/src/witnessing.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Tx } from "../../platform/database.ts";
import { type ActContext, actOnce } from "../../platform/facts/act.ts";
import { recordFact } from "../../platform/facts/record.ts";
import { listColleagues, lockWatch, nextVersion, readShiftEvents } from "./shift.store.ts";
import {
  type Person,
  requireBegin,
  requireHandOver,
  requireReceipt,
  shiftOf,
  type Watch,
  watchOf,
} from "./shift.ts";
import { SHIFT_PREFIX } from "./witnessing.facts.ts";

type Context = Pick<ActContext, "db" | "registry" | "officer" | "at">;

interface Made {
  readonly kind: "shift-begun" | "shift-handed-over" | "shift-received";
  readonly shift: string;
  readonly payload: object;
}

interface Held {
  readonly watch: Watch;
  readonly version: number;
}

function act(context: Context, make: (held: Held, tx: Tx) => Promise<Made> | Made): Promise<void> {
  const { db, registry, officer, at } = context;
  return actOnce(db, "witnessing.stale", async (tx) => {
    await lockWatch(tx);
    const version = await nextVersion(tx);
    const watch = watchOf(await readShiftEvents(tx, at), at);
    const { kind, shift, payload } = await make({ watch, version }, tx);
    await recordFact(tx, registry, {
      kind: `witnessing.${kind}`,
      source: "mingjing",
      sourceId: `witnessing/watch/${version}`,
      subject: `${SHIFT_PREFIX}${shift}`,
      occurredAt: at,
      payload: { shift, ...payload, version, officer },
    });
  });
}

/** The own shift, or the id of a new one. */
function ownShift({ officer, at }: Context, { watch, version }: Held): string {
  const own = shiftOf(watch, officer.account);
  if (own !== undefined) return own.id;
  const account = officer.account.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  const day = plainDateOf(new Date(at)).replaceAll("-", "");
  return `w${account.startsWith("-") ? "" : "-"}${account}`.slice(0, 50) + `-${day}-${version}`;
}

/** @throws RuleViolation witnessing.room-watched, too-many-rooms */
export const beginShift = (context: Context, rooms: readonly string[]): Promise<void> =>
  act(context, (held) => {
    requireBegin(held.watch, context.officer.account, rooms);
    return { kind: "shift-begun", shift: ownShift(context, held), payload: { rooms } };
  });

/** @throws RuleViolation witnessing.no-colleague: nobody of this account is a witness of the unit today */
async function findColleague(tx: Tx, { officer, at }: Context, to: string): Promise<Person> {
  const colleagues = await listColleagues(tx, {
    unit: officer.department.id,
    account: officer.account,
    day: plainDateOf(new Date(at)),
  });
  const found = colleagues.find(({ account }) => account === to);
  if (found === undefined) throw new RuleViolation("witnessing.no-colleague");
  return found;
}

/**
 * @param open What stands open in rooms, as the board finds it
 * @throws RuleViolation of requireHandOver, witnessing.no-colleague
 */
export const handOverShift = (
  context: Context,
  {
    id,
    open,
    to,
    rooms,
    note,
  }: HandOver & { readonly id: string; readonly open: readonly OpenMatter[] },
): Promise<void> =>
  act(context, async ({ watch }, tx) => {
    const { account } = context.officer;
    const given = requireHandOver(watch, { id, account, to, rooms, open });
    const receiver = to === undefined ? undefined : await findColleague(tx, context, to);
    return {
      kind: "shift-handed-over",
      shift: id,
      payload: {
        rooms: given,
        ...(receiver === undefined
          ? {}
          : { to: { account: receiver.account, name: receiver.name } }),
        open: open.filter(({ room }) => given.includes(room)),
        ...(note === undefined ? {} : { note }),
      },
    };
  });

/** @throws RuleViolation of requireReceipt */
export const receiveShift = (
  context: Context,
  { id, isAccepted, reason }: ReceiveShift & { readonly id: string },
): Promise<void> =>
  act(context, (held) => {
    const { account } = context.officer;
    requireReceipt(held.watch, { id, account, isAccepted, reason });
    return {
      kind: "shift-received",
      shift: id,
      payload: {
        isAccepted,
        ...(isAccepted ? { next: ownShift(context, held) } : { reason }),
      },
    };
  });
