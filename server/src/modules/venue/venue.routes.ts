/** Rooms and bookings over HTTP: the schedule of a day, one room of it, and the acts of the centre's staff. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type from "typebox";

import {
  BadgeList,
  Booked,
  BookRoom,
  CancelBooking,
  EnterBadges,
  RegisterRoom,
  RoomDay,
  RoomRegistered,
  VenueDay,
  VenueQuery,
} from "../../../../contract/src/venue.ts";
import { dayAfter, plainDateOf, startOfDay } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { countRows } from "../../platform/audit/access-hooks.ts";
import type { Clock } from "../../platform/clock.ts";
import { type Database, type Tx } from "../../platform/database.ts";
import { actContextOf, actOnce } from "../../platform/facts/act.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { actorOf } from "../../platform/http/permission.ts";
import type { ScopedReader } from "../../platform/identity/reader.ts";
import { KEEPERS } from "./roles.ts";
import {
  bookingsIn,
  eventsOf,
  findTitle,
  listRooms,
  readBadges,
  readCommittee,
} from "./room.store.ts";
import type { Booking, Room, Span } from "./room.ts";
import {
  bookRoom,
  cancelBooking,
  listBadges,
  registerRoom,
  type VenueContext,
} from "./venue.service.ts";
import { eventViews, maskBookings, rosterView } from "./view.ts";

export interface VenueDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly clock: Clock;
  readonly reader: ScopedReader;
}

/** Where evaluations are held, and who went in and out. */
const AUDIT = { object: "process", sensitive: true } as const;
const READ = { permission: "venue.read", audit: AUDIT } as const;
const KEEP = { permission: "venue.keep", audit: AUDIT } as const;

type Query = { Querystring: VenueQuery };
type RoomParams = { Params: { room: string } };
const RoomParam = Type.Object({ room: Type.String({ maxLength: 60 }) });

export function addVenueRoutes(app: FastifyInstance, deps: VenueDeps): void {
  addDay(app, deps);
  addRoom(app, deps);
  addRooms(app, deps);
  addBookings(app, deps);
  addBadges(app, deps);
}

function askedOf({ query }: FastifyRequest<Query>, { clock }: VenueDeps) {
  const day = query.day ?? plainDateOf(clock.now());
  return { day, from: startOfDay(day), to: startOfDay(dayAfter(day)) };
}

const mayOf = (request: FastifyRequest) => {
  const isKeeper = KEEPERS.some((role) => role === actorOf(request).role);
  return { book: isKeeper, register: isKeeper };
};

/** Held times as the product knows them; what stands in them as this reader may see it. */
async function bookingsFor(
  request: FastifyRequest,
  { db, reader }: VenueDeps,
  span: Span & { readonly room?: string },
) {
  const { scope } = actorOf(request);
  const all = await bookingsIn(db, span);
  const seen = await reader.read(scope, (tx) => bookingsIn(tx, span));
  return { all, seen, shown: maskBookings(all, seen) };
}

function addDay(app: FastifyInstance, deps: VenueDeps): void {
  app.get<Query>(
    "/api/venue",
    {
      config: READ,
      schema: {
        summary: "Rooms and bookings of a day",
        querystring: VenueQuery,
        response: { 200: VenueDay },
      },
    },
    async (request) => {
      const { day, from, to } = askedOf(request, deps);
      const { shown } = await bookingsFor(request, deps, { from, to });
      countRows(request, shown.length);
      return {
        day,
        serverTime: deps.clock.now().toISOString(),
        rooms: await listRooms(deps.db),
        bookings: shown,
        may: mayOf(request),
      };
    },
  );
}

/** @throws RuleViolation venue.no-room */
async function getRoom(db: Database, id: string): Promise<Room> {
  const room = (await listRooms(db)).find((one) => one.room === id);
  if (room === undefined) throw new RuleViolation("venue.no-room", { room: id }, { status: 404 });
  return room;
}

const isHeldEvaluation = ({ use, cancelledAt }: Booking): boolean =>
  use === "evaluation" && cancelledAt === undefined;

function addRoom(app: FastifyInstance, deps: VenueDeps): void {
  const { db, reader, clock } = deps;
  app.get<Query & RoomParams>(
    "/api/venue/rooms/:room",
    {
      config: READ,
      schema: {
        summary: "One room: bookings and events of a day",
        params: RoomParam,
        querystring: VenueQuery,
        response: { 200: RoomDay },
      },
    },
    async (request) => {
      const { scope } = actorOf(request);
      const { day, from, to } = askedOf(request, deps);
      const room = await getRoom(db, request.params.room);
      const span = { from, to, room: room.room };
      const { seen, shown } = await bookingsFor(request, deps, span);
      const events = await reader.read(scope, (tx) => eventsOf(tx, span));
      countRows(request, events.length);
      const staff = (await readBadges(db))?.map(({ bearer }) => bearer);
      const checks = [];
      for (const booking of room.zone === "evaluation" ? seen.filter(isHeldEvaluation) : []) {
        const committee = await readCommittee(db, booking);
        checks.push(rosterView(booking, events, { committee, staff }));
      }
      return {
        day,
        serverTime: clock.now().toISOString(),
        room,
        bookings: shown,
        events: eventViews(
          events,
          checks.flatMap(({ outside }) => outside),
        ),
        rosters: checks.map(({ view }) => view),
        may: mayOf(request),
      };
    },
  );
}

/** One act of whoever made the request; two at the same time wait for each other, so neither is stale. */
const actOf = <T>(
  request: FastifyRequest,
  deps: VenueDeps,
  work: (tx: Tx, context: VenueContext) => Promise<T>,
): Promise<T> =>
  actOnce(deps.db, "venue.stale", (tx) => work(tx, actContextOf(actorOf(request), deps)));

function addRooms(app: FastifyInstance, deps: VenueDeps): void {
  app.post<{ Body: RegisterRoom }>(
    "/api/venue/rooms",
    {
      config: KEEP,
      schema: {
        summary: "Registers a room",
        body: RegisterRoom,
        response: { 200: RoomRegistered },
      },
    },
    async (request) => ({
      room: await actOf(request, deps, (tx, context) => registerRoom(tx, context, request.body)),
    }),
  );
  app.post<RoomParams & { Body: RegisterRoom }>(
    "/api/venue/rooms/:room",
    {
      config: KEEP,
      schema: {
        summary: "Changes a room, or takes it out of use",
        params: RoomParam,
        body: RegisterRoom,
        response: { 200: RoomRegistered },
      },
    },
    async (request) => {
      const { room } = await getRoom(deps.db, request.params.room);
      await actOf(request, deps, (tx, context) =>
        registerRoom(tx, context, { room, ...request.body }),
      );
      return { room };
    },
  );
}

function addBookings(app: FastifyInstance, deps: VenueDeps): void {
  app.post<{ Body: BookRoom }>(
    "/api/venue/bookings",
    {
      config: KEEP,
      schema: { summary: "Books a room", body: BookRoom, response: { 200: Booked } },
    },
    async (request) => {
      const { title, ...wanted } = request.body;
      const named = title ?? (await titleOf(request, deps, wanted.ocid));
      return {
        booking: await actOf(request, deps, (tx, context) =>
          bookRoom(tx, context, { ...wanted, title: named }),
        ),
      };
    },
  );
  app.post<{ Params: { booking: string }; Body: CancelBooking }>(
    "/api/venue/bookings/:booking/cancellation",
    {
      config: KEEP,
      schema: {
        summary: "Cancels a booking",
        params: Type.Object({ booking: Type.String({ maxLength: 80 }) }),
        body: CancelBooking,
        response: { 200: Booked },
      },
    },
    async (request) => {
      const { booking } = request.params;
      const { reason } = request.body;
      await actOf(request, deps, (tx, context) => cancelBooking(tx, context, { booking, reason }));
      return { booking };
    },
  );
}

/** @throws RuleViolation venue.no-process, venue.no-title */
async function titleOf(
  request: FastifyRequest,
  { reader }: VenueDeps,
  ocid: string | undefined,
): Promise<string> {
  if (ocid === undefined) throw new RuleViolation("venue.no-title", {});
  const { scope } = actorOf(request);
  const title = await reader.read(scope, (tx) => findTitle(tx, ocid, scope));
  if (title === undefined) throw new RuleViolation("venue.no-process", { ocid }, { status: 404 });
  return title;
}

function addBadges(app: FastifyInstance, deps: VenueDeps): void {
  const view = async () => {
    const badges = await readBadges(deps.db);
    return { isKnown: badges !== undefined, badges: [...(badges ?? [])] };
  };
  app.get(
    "/api/venue/badges",
    { config: KEEP, schema: { summary: "Standing badges", response: { 200: BadgeList } } },
    view,
  );
  app.post<{ Body: EnterBadges }>(
    "/api/venue/badges",
    {
      config: KEEP,
      schema: {
        summary: "Enters the list of standing badges",
        body: EnterBadges,
        response: { 200: BadgeList },
      },
    },
    async (request) => {
      await actOf(request, deps, (tx, context) => listBadges(tx, context, request.body.badges));
      return view();
    },
  );
}
