/** A contracting process: what is bought by whom, its lots, its calendar, its disputes. */
import type { Method, Organisation, Place } from "../../../contract/src/values.ts";
import type { Entity } from "../city/entities.ts";
import { AUCTION_ROOMS, NEGOTIATION_ROOMS, OPENING_ROOMS } from "../city/places.ts";
import { isSale, type Trade, TRADES } from "../city/trades.ts";
import { AREAS, ROADS } from "../city/words.ts";
import { pickWeighted, type Random } from "../random.ts";
import { dayNumberOf, type Seconds } from "../time.ts";
import type { BidderContext } from "./bidders.ts";
import { createDisputes, type Dispute } from "./dispute.ts";
import { createLot, type Lot } from "./lot.ts";
import { ceilingFen } from "./price.ts";
import { createSchedule, delayAward, type Schedule } from "./schedule.ts";

export interface Project {
  /** Readable number, e.g. `YL2026-0312`; unique. */
  readonly code: string;
  readonly ocid: string;
  readonly trade: Trade;
  readonly method: Method;
  readonly name: string;
  readonly place: Required<Place>;
  readonly entity: Organisation;
  readonly agency?: Organisation;
  readonly venue: string;
  readonly schedule: Schedule;
  readonly lots: readonly Lot[];
  /** Disputes with the lot they belong to. */
  readonly disputes: readonly { readonly lotId: string; readonly dispute: Dispute }[];
}

/** Rooms that are taken, so that two openings never meet in one room while a room is free. */
interface Bookings {
  book(random: Random, rooms: readonly string[], at: Seconds): string;
}

export function createBookings(): Bookings {
  const taken = new Map<number, Set<string>>();
  return {
    book: (random, rooms, at) => {
      const day = dayNumberOf(at);
      const today = taken.get(day) ?? new Set();
      taken.set(day, today);
      for (const past of taken.keys()) {
        if (past >= day - 60) break;
        taken.delete(past);
      }
      const free = rooms.filter((room) => !today.has(`${at}/${room}`));
      const room = random.pick(free.length > 0 ? free : rooms);
      today.add(`${at}/${room}`);
      return room;
    },
  };
}

export interface ProjectContext extends BidderContext {
  readonly bookings: Bookings;
}

const LOT_COUNTS = [
  [1, 79],
  [2, 14],
  [3, 7],
] as const;
const AGENCY_SHARE = 0.82;

interface ProjectStart {
  readonly code: string;
  readonly noticeAt: Seconds;
  /** Replaces the usual calendar; live production compresses it. */
  readonly schedule?: (trade: Trade, method: Method) => Schedule;
  /** Restricts the trades. */
  readonly trades?: readonly Trade[];
}

/** Plans the whole process that begins with the notice at `noticeAt`. */
export function createProject(context: ProjectContext, start: ProjectStart): Project {
  const { random, city } = context;
  const trades = start.trades ?? TRADES;
  const trade = pickWeighted(
    random,
    trades.map((candidate) => [candidate, candidate.weight] as const),
  );
  const method = pickWeighted(random, trade.methods);
  const entities = city.entities.filter(({ kind }) => trade.entityKinds.includes(kind));
  const entity = random.pick(entities);
  const name = nameOf(random, trade, entity);
  const planned =
    start.schedule?.(trade, method) ??
    createSchedule(random, { trade, method, noticeAt: start.noticeAt });
  const count = isSale(trade) || method !== "open" ? 1 : pickWeighted<number>(random, LOT_COUNTS);
  const frame = { trade, method, schedule: planned, districtCode: entity.place.code };
  const lots = Array.from({ length: count }, (_, index) =>
    createLot(
      context,
      { ...frame, ceilingFen: ceilingFen(random, trade) },
      {
        lotId: String(index + 1),
        title: count === 1 ? name : `${name}（第${index + 1}标段）`,
      },
    ),
  );
  const disputes = lots.flatMap((lot) =>
    createDisputes(random, lot, planned).map((dispute) => ({ lotId: lot.lotId, dispute })),
  );
  return {
    code: start.code,
    ocid: `ocds-mj0001-${start.code}`,
    trade,
    method,
    name,
    place: entity.place,
    entity: entity.party,
    ...(random.chance(AGENCY_SHARE) ? { agency: random.pick(city.agencies) } : {}),
    venue: context.bookings.book(random, roomsFor(method), planned.deadlineAt),
    schedule: afterAnswers(random, planned, disputes),
    lots,
    disputes,
  };
}

function roomsFor(method: Method): readonly string[] {
  if (method === "listing" || method === "auction") return AUCTION_ROOMS;
  return method === "open" || method === "invited" ? OPENING_ROOMS : NEGOTIATION_ROOMS;
}

/** The award waits for the answer to an objection against the candidates (条例第54条). */
function afterAnswers(
  random: Random,
  schedule: Schedule,
  disputes: readonly { readonly dispute: Dispute }[],
): Schedule {
  const objections = disputes.filter(({ dispute }) => dispute.kind === "objection");
  const answers = objections.map(({ dispute }) => dispute.steps.at(-1)?.at ?? 0);
  if (schedule.candidatesAt === undefined || answers.length === 0) return schedule;
  return delayAward(random, schedule, Math.max(...answers));
}

function nameOf(random: Random, trade: Trade, { party, place }: Entity): string {
  const what = random.pick(trade.works);
  if (trade.regime === "procurement") return `${party.name}${what}`;
  if (trade.id === "landUse")
    return `${place.name}${random.pick(AREAS)}${random.integer(1, 48)}号${what}`;
  const site = random.pick(trade.id === "highway" || trade.id === "municipal" ? ROADS : AREAS);
  return `${place.name}${site}${what}`;
}
