import { isLive } from "../../../../contract/src/opening-values.ts";
/** Puts the board together: openings of today, rooms of the house, warnings, records, and who watches. */
import type { WitnessBoard } from "../../../../contract/src/witnessing.ts";
import { dayAfter, plainDateOf, startOfDay } from "../../kernel/plain-date.ts";
import type { Database } from "../../platform/database.ts";
import type { Scope, ScopedReader } from "../../platform/identity/reader.ts";
import { listSessions, readEvents, stateOf } from "../opening/index.ts";
import { readOpenWarnings } from "./board.store.ts";
import { type Day, type HouseRoom, openMatters, tilesOf } from "./board.ts";
import { listRecords } from "./record.store.ts";
import { listColleagues, readShiftEvents } from "./shift.store.ts";
import { type Shift, shiftOf, watchOf } from "./shift.ts";

/** Rooms of the house at an instant, as far as the venue knows them. */
export type HouseRooms = (now: Date) => Promise<readonly HouseRoom[]>;

export interface BoardDeps {
  readonly db: Database;
  readonly reader: ScopedReader;
  readonly house: HouseRooms;
}

export interface Reading {
  readonly account: string;
  readonly unit: string;
  readonly scope: Scope;
  readonly mayRecord: boolean;
  readonly now: Date;
}

/** Everything of the day that this reader may see. An opening that began yesterday and still runs is of today. */
export async function readDay(
  { db, reader, house }: BoardDeps,
  { account, scope, now }: Reading,
): Promise<Day> {
  const today = plainDateOf(now);
  const from = new Date(startOfDay(dayAfter(today, -1)));
  const to = new Date(startOfDay(dayAfter(today)));
  const seen = await reader.read(scope, async (tx) => {
    const sessions = await listSessions(tx, scope, { from, to });
    const warned = await readOpenWarnings(tx, [...new Set(sessions.map(({ ocid }) => ocid))]);
    return { sessions, warned, records: await listRecords(tx, scope, { from }) };
  });
  const events = await readEvents(
    db,
    seen.sessions.map(({ id }) => id),
  );
  const openings = seen.sessions
    .map((session) => ({ ...session, state: stateOf(events.get(session.id) ?? []) }))
    .filter(
      ({ plan, state }) =>
        Date.parse(plan.startsAt) >= Date.parse(startOfDay(today)) || isLive(state.stage),
    );
  return {
    now: now.toISOString(),
    account,
    openings,
    house: await house(now),
    warned: seen.warned,
    records: seen.records,
    watch: watchOf(await readShiftEvents(db, now.toISOString()), now.toISOString()),
  };
}

const personOf = ({ id, account, name }: Shift) => ({ shift: id, account, name });

function handingsOf(shifts: readonly Shift[], isWanted: (shift: Shift) => boolean) {
  return shifts.filter(isWanted).flatMap((shift) =>
    shift.offer === undefined
      ? []
      : [
          {
            shift: shift.id,
            from: personOf(shift),
            to: shift.offer.to,
            rooms: [...shift.offer.rooms],
            open: [...shift.offer.open],
            ...(shift.offer.note === undefined ? {} : { note: shift.offer.note }),
            at: shift.offer.at,
          },
        ],
  );
}

export async function readBoard(deps: BoardDeps, reading: Reading): Promise<WitnessBoard> {
  const { account, unit, mayRecord, now } = reading;
  const day = await readDay(deps, reading);
  const { shifts } = day.watch;
  const own = shiftOf(day.watch, account);
  const [handing] = handingsOf(shifts, (shift) => shift === own);
  return {
    serverTime: day.now,
    account,
    rooms: tilesOf(day),
    ...(own === undefined
      ? {}
      : { shift: { id: own.id, since: own.since, rooms: [...own.rooms] } }),
    ...(handing === undefined ? {} : { handing }),
    offered: handingsOf(shifts, ({ offer }) => offer?.to.account === account),
    open: openMatters(day, own?.rooms ?? []),
    colleagues: mayRecord
      ? [...(await listColleagues(deps.db, { unit, account, day: plainDateOf(now) }))]
      : [],
    mayRecord,
  };
}
