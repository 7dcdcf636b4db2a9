import { isLive } from "../../../../contract/src/opening-values.ts";
/** Puts the board together: openings of today, rooms of the house, warnings, records, and who watches. */
import type { Regime } from "../../../../contract/src/values.ts";
import type { WitnessBoard } from "../../../../contract/src/witnessing.ts";
import { dayAfter, plainDateOf, startOfDay } from "../../kernel/plain-date.ts";
import type { Database, Tx } from "../../platform/database.ts";
import type { Scope, ScopedReader } from "../../platform/identity/reader.ts";
import { listSessions, readEvents, stateOf } from "../opening/index.ts";
import { type Booking, bookingsIn, listRooms } from "../venue/index.ts";
import { readOpenWarnings, readVisible } from "./board.store.ts";
import { type Day, type HeldOpening, type HouseRoom, openMatters, tilesOf } from "./board.ts";
import { readPictures } from "./pictures.service.ts";
import { listRecords } from "./record.store.ts";
import { listColleagues, readShiftEvents } from "./shift.store.ts";
import { type Shift, shiftOf, watchOf } from "./shift.ts";

export interface BoardDeps {
  readonly db: Database;
  readonly reader: ScopedReader;
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
  { db, reader }: BoardDeps,
  { account, scope, now }: Reading,
): Promise<Day> {
  const today = plainDateOf(now);
  const from = new Date(startOfDay(dayAfter(today, -1)));
  const to = new Date(startOfDay(dayAfter(today)));
  const seen = await reader.read(scope, async (tx) => {
    const sessions = await listSessions(tx, scope, { from, to });
    const warned = await readOpenWarnings(tx, [...new Set(sessions.map(({ ocid }) => ocid))]);
    const bookings = await readBookings(tx, scope, now);
    return { sessions, warned, bookings, records: await listRecords(tx, scope, { from }) };
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
    house: await readHouse(db, { bookings: seen.bookings, openings, now }),
    warned: seen.warned,
    records: seen.records,
    watch: watchOf(await readShiftEvents(db, now.toISOString()), now.toISOString()),
  };
}

type SeenBooking = Booking & { readonly regime?: Regime };

/** Bookings that this reader may see: of an evaluation others do not learn where it is. Openings are sessions. */
async function readBookings(tx: Tx, scope: Scope, now: Date): Promise<readonly SeenBooking[]> {
  const from = now.toISOString();
  const to = new Date(now.getTime() + 1).toISOString();
  const current = (await bookingsIn(tx, { from, to })).filter(
    ({ use, cancelledAt }) => use !== "opening" && cancelledAt === undefined,
  );
  const ocids = current.flatMap(({ ocid }) => ocid ?? []);
  const visible = await readVisible(tx, scope, ocids);
  return current
    .filter(({ ocid }) => ocid === undefined || visible.has(ocid))
    .map((booking) => {
      const regime = visible.get(booking.ocid ?? "");
      return regime === undefined ? booking : { ...booking, regime };
    });
}

interface Used {
  readonly bookings: readonly SeenBooking[];
  readonly openings: readonly HeldOpening[];
  readonly now: Date;
}

async function readHouse(
  db: Database,
  { bookings, openings, now }: Used,
): Promise<readonly HouseRoom[]> {
  const rooms = (await listRooms(db)).filter(({ isInUse, zone }) => isInUse && zone !== "public");
  const live = new Set(
    openings.flatMap(({ plan, state }) => (isLive(state.stage) ? (plan.room ?? []) : [])),
  );
  const booked = new Map(bookings.map((booking) => [booking.room, booking]));
  const running = rooms.filter(({ room, name }) => booked.has(room) || live.has(name));
  const pictures = await readPictures(db, new Set(running.map(({ room }) => room)), now);
  return rooms.map(({ room, name, zone }) => {
    const booking = booked.get(room);
    const picture = pictures.get(room);
    return {
      name,
      zone,
      ...(booking === undefined ? {} : { booking: bookingOf(booking) }),
      channel: picture?.channel,
      pictureProblem: picture?.problem,
    };
  });
}

const bookingOf = ({
  booking,
  use,
  title,
  ocid,
  regime,
  from,
  to,
}: Booking & { regime?: Regime }) => ({
  id: booking,
  use,
  title,
  ...(ocid === undefined ? {} : { ocid }),
  ...(regime === undefined ? {} : { regime }),
  from,
  to,
});

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
