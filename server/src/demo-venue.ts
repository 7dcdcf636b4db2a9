/**
 * The venue of the demo city: its rooms, what they are booked for today, and what doors, phone cabinets and desktops tell, hour by
 * hour and before the visitor's eyes.
 */
import { sql } from "kysely";

import type { Officer } from "../../contract/src/casework.ts";
import type { FactInput } from "../../contract/src/facts/fact.ts";
import type { RoomUse, RoomZone } from "../../contract/src/venue-values.ts";
import { type Bearer, deviceFacts } from "../../simulate/src/index.ts";
import type { Application, AppOptions } from "./app.ts";
import { RuleViolation } from "./kernel/rule-violation.ts";
import { readSessions } from "./modules/opening/index.ts";
import {
  type Booking,
  bookingsIn,
  bookRoom,
  cancelBooking,
  listBadges,
  listRooms,
  refreshBoard,
  registerRoom,
} from "./modules/venue/index.ts";
import { inTransaction, type Tx } from "./platform/database.ts";

interface DemoVenue {
  readonly application: Application;
  readonly options: AppOptions;
  readonly seed: number;
  /** Sends facts as the city's systems, and waits until everybody has read them. */
  readonly send: (facts: readonly FactInput[]) => Promise<void>;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const CENTRE: Officer = {
  account: "centre-1",
  name: "罗见微",
  department: { id: "trading-centre", name: "云澜市公共资源交易中心" },
};

const ROOMS: readonly (readonly [room: string, name: string, zone: RoomZone, seats: number])[] = [
  ["opening-1", "开标一室", "opening", 60],
  ["opening-2", "开标二室", "opening", 40],
  ["opening-3", "开标三室", "opening", 40],
  ["opening-4", "开标四室", "opening", 24],
  ["evaluation-1", "评标一室", "evaluation", 9],
  ["evaluation-2", "评标二室", "evaluation", 9],
  ["evaluation-3", "评标三室", "evaluation", 7],
  ["evaluation-4", "评标四室", "evaluation", 7],
  ["draw-1", "抽取室", "draw", 6],
];

const CLEANER: Bearer = { bearer: "badge-0012", name: "韦素琴" };
const STRANGER: Bearer = { bearer: "badge-7719" };

const contextOf = ({ application }: DemoVenue, at: number) => ({
  registry: application.registry,
  officer: CENTRE,
  at: new Date(at).toISOString(),
});

const act = <T>({ options }: DemoVenue, work: (tx: Tx) => Promise<T>): Promise<T> =>
  inTransaction(options.app.db, work);

/** Before the openings: planning one holds its room. */
export async function registerDemoRooms(demo: DemoVenue): Promise<void> {
  const at = demo.options.clock.now().getTime() - 400 * DAY_MS;
  const known = new Set((await listRooms(demo.options.app.db)).map(({ room }) => room));
  for (const [room, name, zone, seats] of ROOMS)
    if (!known.has(room))
      await act(demo, (tx) =>
        registerRoom(tx, contextOf(demo, at), { room, name, zone, seats, isInUse: true }),
      );
  const badges = [
    { ...CLEANER, duty: "保洁" },
    { bearer: "badge-0003", name: "覃海生", duty: "保安" },
    { bearer: "badge-0021", name: "陆以恒", duty: "中心设备管理" },
  ];
  await act(demo, (tx) => listBadges(tx, contextOf(demo, at), badges));
}

interface Wish {
  readonly room: string;
  readonly use: RoomUse;
  readonly from: number;
  readonly hours: number;
  /** Session of the opening whose project it is for. */
  readonly opening?: string;
  readonly title?: string;
  readonly cancelled?: string;
}

/** To the quarter of an hour, as people book. */
const toQuarter = (at: number): number => Math.floor(at / (15 * MINUTE_MS)) * 15 * MINUTE_MS;

const wishes = (now: number): readonly Wish[] => [
  {
    room: "evaluation-1",
    use: "evaluation",
    from: now - 2.25 * HOUR_MS,
    hours: 5,
    opening: "open-01-1",
  },
  {
    room: "evaluation-2",
    use: "evaluation",
    from: now - 23 * HOUR_MS,
    hours: 4,
    opening: "open-02-1",
  },
  {
    room: "evaluation-2",
    use: "evaluation",
    from: now + 2 * HOUR_MS,
    hours: 3,
    opening: "open-04-1",
  },
  {
    room: "evaluation-4",
    use: "clarification",
    from: now + 1 * HOUR_MS,
    hours: 1,
    opening: "open-01-1",
  },
  { room: "draw-1", use: "draw", from: now - 0.5 * HOUR_MS, hours: 1, opening: "open-05-1" },
  { room: "draw-1", use: "draw", from: now + 1.5 * HOUR_MS, hours: 1, opening: "open-06-1" },
  { room: "opening-4", use: "other", from: now - 4 * HOUR_MS, hours: 1.5, title: "投影与话筒检修" },
  {
    room: "opening-3",
    use: "other",
    from: now + 4 * HOUR_MS,
    hours: 1,
    title: "场内人员培训",
    cancelled: "参训人员当日有开标任务，改期举行。",
  },
];

/** Today's bookings beside the openings, and what the devices of the rooms have told so far. */
export async function addDemoVenue(demo: DemoVenue): Promise<number> {
  const now = demo.options.clock.now().getTime();
  let count = 0;
  for (const wish of wishes(now)) count += await book(demo, wish, now);
  await demo.send(dueFacts(await heldToday(demo, now), 0, now));
  await refreshBoard(demo.options.app.db, new Date(now));
  return count;
}

/** @returns 1, or 0 when the room is held already: then the demo was loaded before */
async function book(demo: DemoVenue, wish: Wish, now: number): Promise<number> {
  const { room, use, hours, opening, cancelled } = wish;
  const from = toQuarter(wish.from);
  const [session] = opening === undefined ? [] : await readSessions(demo.options.app.db, [opening]);
  const wanted = {
    room,
    use,
    ocid: session?.ocid,
    lotId: session?.plan.lotId,
    from: new Date(from).toISOString(),
    to: new Date(from + hours * HOUR_MS).toISOString(),
    title: session?.title ?? wish.title ?? "",
  };
  const at = Math.min(from, now) - 2 * DAY_MS;
  try {
    const booking = await act(demo, (tx) => bookRoom(tx, contextOf(demo, at), wanted));
    if (cancelled !== undefined)
      await act(demo, (tx) =>
        cancelBooking(tx, contextOf(demo, now - HOUR_MS), { booking, reason: cancelled }),
      );
    return 1;
  } catch (error) {
    if (error instanceof RuleViolation && error.code === "venue.room-taken") return 0;
    throw error;
  }
}

const isWatched = ({ use, cancelledAt }: Booking): boolean =>
  use === "evaluation" && cancelledAt === undefined;

/** Evaluations of yesterday, today and tomorrow. */
async function heldToday({ options }: DemoVenue, now: number): Promise<readonly Booking[]> {
  const span = {
    from: new Date(now - DAY_MS).toISOString(),
    to: new Date(now + DAY_MS).toISOString(),
  };
  return (await bookingsIn(options.app.db, span)).filter(isWatched);
}

const seconds = (instant: string): number => Date.parse(instant) / 1000;

const MEMBERS = 5;

function factsOf({ room, from, to }: Booking): readonly FactInput[] {
  const first = 2200 + Number(room.at(-1)) * 10;
  const committee = Array.from({ length: MEMBERS }, (_, index) => ({
    bearer: `badge-${first + index}`,
    name: `评委${String(index + 1).padStart(2, "0")}`,
  }));
  return deviceFacts({
    room,
    from: seconds(from),
    to: seconds(to),
    committee,
    cleaner: CLEANER,
    seed: 1,
  });
}

const dueFacts = (bookings: readonly Booking[], after: number, until: number): FactInput[] =>
  bookings.flatMap(factsOf).filter(({ occurredAt }) => {
    const at = Date.parse(occurredAt);
    return at > after && at <= until;
  });

interface Scored {
  readonly ocid: string;
  readonly lotId: string;
  readonly title: string;
  readonly at: Date;
  readonly tokens: readonly string[];
}

/**
 * The newest evaluation whose scores the trading system reported: there the committee is known, and the door can be held against
 * it. Somebody came in whom no list names.
 */
export async function addDemoRoster(demo: DemoVenue): Promise<void> {
  const { rows } = await sql<Scored>`
    SELECT score.ocid, score.lot_id AS "lotId", coalesce(min(process.title), score.ocid) AS title,
      min(score.occurred_at) AS at, array_agg(DISTINCT score.evaluator_token) AS tokens
    FROM procurement.expert_score AS score JOIN procurement.process ON process.ocid = score.ocid
    GROUP BY score.ocid, score.lot_id ORDER BY min(score.occurred_at) DESC LIMIT 1`.execute(
    demo.options.app.db,
  );
  const [scored] = rows;
  if (scored === undefined) return;
  const { ocid, lotId, title, tokens } = scored;
  const from = toQuarter(scored.at.getTime() - 2 * HOUR_MS);
  const to = from + 4 * HOUR_MS;
  const room = "evaluation-3";
  const wanted = { room, use: "evaluation", ocid, lotId, title } as const;
  await act(demo, (tx) =>
    bookRoom(tx, contextOf(demo, from - 2 * DAY_MS), {
      ...wanted,
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
    }),
  );
  await demo.send(
    deviceFacts({
      room,
      from: from / 1000,
      to: to / 1000,
      committee: tokens.map((bearer) => ({ bearer })),
      cleaner: CLEANER,
      stranger: STRANGER,
      seed: demo.seed,
    }).filter(({ occurredAt }) => Date.parse(occurredAt) <= demo.options.clock.now().getTime()),
  );
}

const TURN_MS = 20_000;

/** The devices go on telling. The result stops them. */
export function playVenue(demo: DemoVenue): () => void {
  const { options } = demo;
  const state = { last: options.clock.now().getTime(), isStopped: false };
  const turn = async () => {
    const now = options.clock.now().getTime();
    const due = dueFacts(await heldToday(demo, now), state.last, now);
    if (due.length > 0) await demo.send(due);
    state.last = now;
  };
  const timer = setInterval(() => {
    if (state.isStopped) return;
    turn().catch((error: unknown) => options.log.warn({ err: error }, "demo venue pauses"));
  }, TURN_MS);
  timer.unref();
  return () => {
    state.isStopped = true;
    clearInterval(timer);
  };
}
