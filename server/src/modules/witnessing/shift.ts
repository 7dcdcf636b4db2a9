/**
 * Who watches which room. A room that is watched has one watcher at every moment: it is taken only when nobody has it, and passes on
 * only when the other receives it; until then, and after a refusal, it stays with who offered it. A watch ends by itself after a day.
 * Pure: a state is what the acts, in order of version, made of it.
 */
import type { ShiftBegun } from "../../../../contract/src/facts/witnessing.shift-begun.ts";
import type { ShiftHandedOver } from "../../../../contract/src/facts/witnessing.shift-handed-over.ts";
import type { ShiftReceived } from "../../../../contract/src/facts/witnessing.shift-received.ts";
import { MOST_ROOMS, type OpenMatter } from "../../../../contract/src/witnessing-values.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";

interface Common {
  readonly at: string;
  readonly version: number;
}

export type ShiftEvent = Common &
  (
    | { readonly kind: "witnessing.shift-begun"; readonly payload: ShiftBegun }
    | { readonly kind: "witnessing.shift-handed-over"; readonly payload: ShiftHandedOver }
    | { readonly kind: "witnessing.shift-received"; readonly payload: ShiftReceived }
  );

export interface Person {
  readonly account: string;
  readonly name: string;
}

export interface Offer {
  readonly to: Person;
  readonly rooms: readonly string[];
  readonly open: readonly OpenMatter[];
  readonly note: string | undefined;
  readonly at: string;
}

export interface Shift extends Person {
  readonly id: string;
  readonly since: string;
  readonly rooms: readonly string[];
  readonly offer: Offer | undefined;
}

export interface Watch {
  readonly version: number;
  /** Shifts under way. */
  readonly shifts: readonly Shift[];
}

const NOBODY: Watch = { version: 0, shifts: [] };

/** Nobody stands longer. */
export const WATCH_HOURS = 24;
const HOUR_MS = 3_600_000;

const isLapsed = ({ since }: Shift, now: string): boolean =>
  Date.parse(now) - Date.parse(since) >= WATCH_HOURS * HOUR_MS;

/** Shifts that ended by themselves are gone; an act at that moment finds their rooms free. */
const current = (watch: Watch, now: string): Watch => ({
  ...watch,
  shifts: watch.shifts.filter((shift) => !isLapsed(shift, now)),
});

/** @param events In order of version */
export const watchOf = (events: readonly ShiftEvent[], now: string): Watch =>
  current(
    events.reduce((watch, event) => after(current(watch, event.at), event), NOBODY),
    now,
  );

function after(watch: Watch, event: ShiftEvent): Watch {
  const next = { ...watch, version: event.version };
  switch (event.kind) {
    case "witnessing.shift-begun": {
      const { shift, rooms, officer } = event.payload;
      return withRooms(next, { id: shift, ...personOf(officer), since: event.at }, rooms);
    }
    case "witnessing.shift-handed-over":
      return offered(next, event.payload, event.at);
    case "witnessing.shift-received":
      return received(next, event.payload, event.at);
  }
}

const personOf = ({ account, name }: Person): Person => ({ account, name });

function withRooms(
  watch: Watch,
  whose: Pick<Shift, "id" | "account" | "name" | "since">,
  rooms: readonly string[],
): Watch {
  const own = watch.shifts.find(({ id }) => id === whose.id);
  if (own === undefined)
    return { ...watch, shifts: [...watch.shifts, { ...whose, rooms, offer: undefined }] };
  const more = { ...own, rooms: [...own.rooms, ...rooms] };
  return { ...watch, shifts: watch.shifts.map((shift) => (shift === own ? more : shift)) };
}

/** A shift without rooms is over. */
const withoutRooms = (watch: Watch, id: string, rooms: readonly string[]): Watch => ({
  ...watch,
  shifts: watch.shifts
    .map((shift) =>
      shift.id === id
        ? {
            ...shift,
            rooms: shift.rooms.filter((room) => !rooms.includes(room)),
            offer: undefined,
          }
        : shift,
    )
    .filter((shift) => shift.rooms.length > 0),
});

function offered(
  watch: Watch,
  { shift: id, to, rooms, open, note }: ShiftHandedOver,
  at: string,
): Watch {
  if (to === undefined) return withoutRooms(watch, id, rooms);
  const offer = { to, rooms, open, note, at };
  const shifts = watch.shifts.map((shift) => (shift.id === id ? { ...shift, offer } : shift));
  return { ...watch, shifts };
}

function received(
  watch: Watch,
  { shift: id, isAccepted, next, officer }: ShiftReceived,
  at: string,
): Watch {
  const shift = watch.shifts.find((one) => one.id === id);
  if (shift?.offer === undefined) return watch;
  const { rooms } = shift.offer;
  if (!isAccepted || next === undefined) {
    const kept = { ...shift, offer: undefined };
    return { ...watch, shifts: watch.shifts.map((one) => (one === shift ? kept : one)) };
  }
  return withRooms(
    withoutRooms(watch, id, rooms),
    { id: next, ...personOf(officer), since: at },
    rooms,
  );
}

export const shiftOf = (watch: Watch, account: string): Shift | undefined =>
  watch.shifts.find((shift) => shift.account === account);

export const watcherOf = (watch: Watch, room: string): Shift | undefined =>
  watch.shifts.find(({ rooms }) => rooms.includes(room));

const refuse = (code: string, params: Record<string, string | number> = {}): never => {
  throw new RuleViolation(`witnessing.${code}`, params);
};

function requireRoomFor(shift: Shift | undefined, more: number): void {
  const count = (shift?.rooms.length ?? 0) + more;
  if (count > MOST_ROOMS) refuse("too-many-rooms", { count, most: MOST_ROOMS });
}

/** @throws RuleViolation witnessing.room-watched, witnessing.too-many-rooms */
export function requireBegin(watch: Watch, account: string, rooms: readonly string[]): void {
  for (const room of rooms) {
    const other = watcherOf(watch, room);
    if (other !== undefined) refuse("room-watched", { room, name: other.name });
  }
  requireRoomFor(shiftOf(watch, account), rooms.length);
}

/** @throws RuleViolation witnessing.no-shift: there is none of this id, or it is another's */
function requireShift(watch: Watch, id: string): Shift {
  const shift = watch.shifts.find((one) => one.id === id);
  if (shift === undefined) throw new RuleViolation("witnessing.no-shift", {}, { status: 404 });
  return shift;
}

interface HandingOver {
  readonly id: string;
  readonly account: string;
  readonly to: string | undefined;
  readonly rooms: readonly string[] | undefined;
  readonly open: readonly OpenMatter[];
}

/**
 * @returns the rooms that are handed over
 * @throws RuleViolation witnessing.no-shift, not-yours, handing-already, to-oneself, not-watched, still-open
 */
export function requireHandOver(
  watch: Watch,
  { id, account, to, rooms, open }: HandingOver,
): readonly string[] {
  const shift = requireShift(watch, id);
  if (shift.account !== account) refuse("not-yours");
  if (shift.offer !== undefined) refuse("handing-already", { name: shift.offer.to.name });
  if (to === account) refuse("to-oneself");
  const given = rooms ?? shift.rooms;
  const strange = given.find((room) => !shift.rooms.includes(room));
  if (strange !== undefined) refuse("not-watched", { room: strange });
  const left = open.filter(({ room }) => given.includes(room)).length;
  if (to === undefined && left > 0) refuse("still-open", { count: left });
  return given;
}

/**
 * @returns the receiver's own shift, if there is one
 * @throws RuleViolation witnessing.no-shift, not-offered, no-reason, too-many-rooms
 */
export function requireReceipt(
  watch: Watch,
  {
    id,
    account,
    isAccepted,
    reason,
  }: {
    readonly id: string;
    readonly account: string;
    readonly isAccepted: boolean;
    readonly reason: string | undefined;
  },
): Shift | undefined {
  const { offer } = requireShift(watch, id);
  if (offer?.to.account !== account) refuse("not-offered");
  if (!isAccepted && reason === undefined) refuse("no-reason");
  const own = shiftOf(watch, account);
  if (isAccepted) requireRoomFor(own, offer?.rooms.length ?? 0);
  return own;
}
