/** The public halls: the list of a day, a calendar file, one opening with its stream and its table of bids. */
import type { FastifyInstance, FastifyRequest } from "fastify";

import { replayOf } from "../../../../contract/src/opening-replay.ts";
import {
  applyHallEvent,
  EMPTY_HALL,
  type HallBid,
  isLive,
  type OpeningStage,
  replayedEvents,
} from "../../../../contract/src/opening-values.ts";
import type { HallNow } from "../../../../web/src/apps/portal/hall-views.ts";
import type * as portal from "../../../../web/src/apps/portal/index.ts";
import type { LogStatus } from "../../../../web/src/apps/portal/index.ts";
import { canonicalJson } from "../../kernel/canonical-json.ts";
import { dayAfter, plainDateOf, startOfDay } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { type CalendarTime, calendarFile } from "../../platform/calendar/ics.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../platform/database.ts";
import { createLiveHub } from "../../platform/http/live-hub.ts";
import { createMemory } from "../../platform/remember.ts";
import { csvText } from "../../platform/spreadsheet/index.ts";
import {
  type ClockOffset,
  findNextHall,
  findStage,
  getHall,
  listHalls,
  readHallEvents,
  readClockOffset,
} from "./hall.store.ts";
import { createHallWatch } from "./hall.watch.ts";
import { type AddPage, CONFIG, isDay, type Query } from "./page.routes.ts";

export interface HallDeps {
  readonly publicDb: Database;
  readonly pages: typeof portal;
  readonly clock: Clock;
  readonly findLog: () => Promise<LogStatus | null>;
}

const HIDDEN = { hide: true } as const;
const HOUR_MS = 3_600_000;
/** An opening of 1,500 bids has some 5,000 events. */
const HISTORY = 20_000;

/** What cannot be read is left out. */
function askedOf({ query }: FastifyRequest, now: Date) {
  const { day, q } = query as Query;
  const shown = isDay(day) ? day : plainDateOf(now);
  const from = new Date(startOfDay(shown));
  const to = new Date(startOfDay(dayAfter(shown)));
  return { day: shown, q: (q ?? "").trim().slice(0, 100), from, to };
}

export function addHallRoutes(app: FastifyInstance, page: AddPage, deps: HallDeps): void {
  const { publicDb: db, pages, clock } = deps;
  page("/openings", async (known, request) => {
    const { day, q, from, to } = askedOf(request, clock.now());
    const rows = await listHalls(db, { from, to, q });
    const next = rows.length > 0 ? undefined : await findNextHall(db, to);
    const nextDay = next === undefined ? undefined : plainDateOf(next);
    return pages.renderHalls({
      page: known,
      day,
      before: dayAfter(day, -1),
      after: dayAfter(day),
      q,
      rows,
      nextDay,
      log: await deps.findLog(),
    });
  });
  page("/openings/:id", async (known, request) => {
    const { id } = request.params as { id: string };
    const hall = await getHall(db, id);
    const isText = (request.query as Query)["text"] === "1";
    return pages.renderHall({ page: known, ...hall, isText, log: await deps.findLog() });
  });
  addCalendar(app, deps);
  addBids(app, deps);
  addReplay(app, deps);
  addStream(app, deps);
}

function addCalendar(app: FastifyInstance, { publicDb, clock }: HallDeps): void {
  app.get("/openings.ics", { config: CONFIG, schema: HIDDEN }, async (request, reply) => {
    const stampedAt = clock.now();
    const { day, q, from, to } = askedOf(request, stampedAt);
    const rows = await listHalls(publicDb, { from, to, q });
    const days = rows.map(({ session: { id, title, startsAt, room } }): CalendarTime => {
      const at = new Date(startsAt);
      return {
        uid: `${id}@mingjing`,
        stampedAt,
        from: at,
        to: new Date(+at + HOUR_MS),
        summary: `开标：${title}`,
        description: `/openings/${id}`,
        ...(room === undefined ? {} : { location: room }),
      };
    });
    return reply
      .type("text/calendar; charset=utf-8")
      .send(calendarFile({ name: `开标 ${day}`, days }));
  });
}

const isRead = ({ state }: HallBid): boolean => state === "read" || state === "confirmed";

/** A total as a plain decimal for calculation; anything else in words is for the page. */
function priceOf({ offer }: HallBid): string {
  if (offer === undefined) return "";
  if (offer.kind === "rate" || offer.kind === "discount") return `${offer.percent}%`;
  const digits = offer.amount.amountMinor.padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function addBids(app: FastifyInstance, { publicDb }: HallDeps): void {
  app.get<{ Params: { id: string } }>(
    "/openings/:id/bids.csv",
    { config: CONFIG, schema: HIDDEN },
    async (request, reply) => {
      const { session, events } = await getHall(publicDb, request.params.id);
      const { bids } = events.reduce(applyHallEvent, EMPTY_HALL);
      const rows = bids.map((bid, place) => [
        String(place + 1),
        bid.name,
        isRead(bid) ? priceOf(bid) : "",
        isRead(bid) ? (bid.at ?? "") : "",
      ]);
      return reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", `attachment; filename="opening-${session.id}.csv"`)
        .send(csvText([["序号", "投标人", "投标报价", "唱读时间"], ...rows]));
    },
  );
}

/** The document whose SHA-256 was sealed, byte for byte. */
function addReplay(app: FastifyInstance, { publicDb }: HallDeps): void {
  app.get<{ Params: { id: string } }>(
    "/openings/:id/replay.json",
    { config: CONFIG, schema: HIDDEN },
    async (request, reply) => {
      const { id } = request.params;
      const { session, events } = await getHall(publicDb, id);
      const state = events.reduce(applyHallEvent, EMPTY_HALL);
      if (state.seal === undefined)
        throw new RuleViolation("hall.not-sealed", { id }, { status: 404 });
      return reply
        .type("application/json; charset=utf-8")
        .header("content-disposition", `attachment; filename="replay-${session.id}.json"`)
        .send(canonicalJson(replayOf(session, replayedEvents(state), state.seal)));
    },
  );
}

const NUMBER = /^\d{1,9}$/;

/** How far the database's clock is from this node's; asked anew after ten seconds, whoever asks. */
const NOW_MS = 10_000;

function addStream(app: FastifyInstance, { publicDb, clock }: HallDeps): void {
  const hub = createLiveHub({ historyMax: HISTORY, clock: () => performance.now() });
  const memory = createMemory<OpeningStage>({ milliseconds: 5000, most: 500 });
  const watch = createHallWatch({
    hub,
    read: (asked) => readHallEvents(publicDb, asked),
    onError: (error) => app.log.error({ err: error }, "events of halls could not be read"),
  });
  app.addHook("preClose", async () => watch.stop());
  // Thousands join at once: whether the hall is public, and how far it is, is asked once in a while, not for each.
  const stageOf = async (id: string): Promise<OpeningStage> => {
    const known = memory.find(id);
    if (known !== undefined) return known;
    const stage = await findStage(publicDb, id);
    memory.keep(id, stage);
    return stage;
  };
  app.get<{ Params: { id: string }; Querystring: Query }>(
    "/openings/:id/events",
    { config: CONFIG, schema: HIDDEN },
    async (request, reply) => {
      const { id } = request.params;
      await stageOf(id);
      const header = request.headers["last-event-id"];
      const asked = typeof header === "string" ? header : (request.query["after"] ?? "0");
      reply.hijack();
      await watch.attach(id, reply.raw, NUMBER.test(asked) ? asked : "0");
    },
  );
  const offsets = createMemory<ClockOffset>({ milliseconds: NOW_MS, most: 1 });
  const offset = async (): Promise<ClockOffset> => {
    const known = offsets.find("");
    if (known !== undefined) return known;
    const asked = await readClockOffset(publicDb, clock);
    offsets.keep("", asked);
    return asked;
  };
  app.get<{ Params: { id: string } }>(
    "/openings/:id/now",
    { config: CONFIG, schema: HIDDEN },
    async (request, reply): Promise<HallNow> => {
      const { id } = request.params;
      const stage = await stageOf(id);
      const { ahead, within } = await offset();
      reply.header("cache-control", "no-store");
      return {
        now: new Date(clock.now().getTime() + ahead).toISOString(),
        within,
        // How many look before the deadline could say how many bid.
        ...(isLive(stage) ? { watching: hub.count(id) } : {}),
      };
    },
  );
}
