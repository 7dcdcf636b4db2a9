/** The witness's desk over HTTP: the board, clauses, records, sheets, shifts. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type from "typebox";

import type { Regime } from "../../../../contract/src/values.ts";
import { RecordId, ShiftId } from "../../../../contract/src/witnessing-values.ts";
import {
  BeginShift,
  ClauseList,
  HandOver,
  IssueSheet,
  Receipt,
  ReceiveShift,
  RecordAct,
  RecordList,
  RecordQuery,
  SignSheet,
  TakeNote,
  WithdrawRecord,
  WitnessBoard,
  WitnessRecord,
} from "../../../../contract/src/witnessing.ts";
import { dayAfter, plainDateOf, startOfDay } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { countRows } from "../../platform/audit/access-hooks.ts";
import type { Clock } from "../../platform/clock.ts";
import { actContextOf } from "../../platform/facts/act.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { actorOf } from "../../platform/http/permission.ts";
import { getSession } from "../opening/index.ts";
import {
  issueSheet,
  type Place,
  recordAct,
  signSheet,
  takeNote,
  withdrawRecord,
} from "./acts.service.ts";
import { type BoardDeps, readBoard, readDay, type Reading } from "./board.service.ts";
import { type HouseRoom, openMatters } from "./board.ts";
import { CLAUSES } from "./clauses.ts";
import { findVisible, listRecords, readRecordedAt } from "./record.store.ts";
import type { KeptRecord } from "./record.ts";
import { WITNESSES } from "./roles.ts";
import { beginShift, handOverShift, receiveShift } from "./shift.service.ts";
import { shiftOf } from "./shift.ts";
import { viewRecords } from "./view.ts";

export interface WitnessingDeps extends BoardDeps {
  readonly registry: FactRegistry;
  readonly clock: Clock;
}

const AUDIT = { object: "process", sensitive: true } as const;
const READ = { permission: "witnessing.read", audit: AUDIT } as const;
const ACT = { permission: "witnessing.record", audit: AUDIT } as const;

type IdParams = { Params: { id: string } };
const RecordParams = Type.Object({ id: RecordId });
const ShiftParams = Type.Object({ id: ShiftId });

function readingOf(request: FastifyRequest, { clock }: WitnessingDeps): Reading {
  const { account, department, scope, role } = actorOf(request);
  const mayRecord = WITNESSES.some((one) => one === role);
  return { account, unit: department.id, scope, mayRecord, now: clock.now() };
}

const viewBoard = (request: FastifyRequest, deps: WitnessingDeps): Promise<WitnessBoard> =>
  readBoard(deps, readingOf(request, deps));

export function addWitnessingRoutes(app: FastifyInstance, deps: WitnessingDeps): void {
  addBoard(app, deps);
  addRecords(app, deps);
  addActs(app, deps);
  addSheets(app, deps);
  addShifts(app, deps);
}

function addBoard(app: FastifyInstance, deps: WitnessingDeps): void {
  app.get(
    "/api/witnessing/board",
    { config: READ, schema: { summary: "Rooms by risk", response: { 200: WitnessBoard } } },
    async (request) => {
      const board = await viewBoard(request, deps);
      countRows(request, board.rooms.length);
      return board;
    },
  );
  app.get(
    "/api/witnessing/clauses",
    {
      config: { permission: "witnessing.read", audit: { object: "process", sensitive: false } },
      schema: { summary: "What a witness looks out for", response: { 200: ClauseList } },
    },
    () => ({ clauses: [...CLAUSES] }),
  );
}

async function view(
  request: FastifyRequest,
  { db }: WitnessingDeps,
  records: readonly KeptRecord[],
): Promise<WitnessRecord[]> {
  const recordedAt = await readRecordedAt(
    db,
    records.map(({ factId }) => factId),
  );
  return viewRecords(records, { account: actorOf(request).account, recordedAt });
}

function addRecords(app: FastifyInstance, deps: WitnessingDeps): void {
  const { reader, clock } = deps;
  app.get<{ Querystring: RecordQuery }>(
    "/api/witnessing/records",
    {
      config: READ,
      schema: {
        summary: "What was witnessed on a day or of a project",
        querystring: RecordQuery,
        response: { 200: RecordList },
      },
    },
    async (request) => {
      const { scope } = actorOf(request);
      const { ocid } = request.query;
      const day = request.query.day ?? plainDateOf(clock.now());
      const wanted =
        ocid === undefined
          ? { from: new Date(startOfDay(day)), to: new Date(startOfDay(dayAfter(day))) }
          : { ocid };
      const records = await reader.read(scope, (tx) => listRecords(tx, scope, wanted));
      countRows(request, records.length);
      const title = ocid === undefined ? undefined : records[0]?.title;
      return {
        records: await view(request, deps, records),
        ...(ocid === undefined ? { day } : {}),
        ...(title === undefined ? {} : { title }),
      };
    },
  );
  app.get<IdParams>(
    "/api/witnessing/records/:id",
    {
      config: READ,
      schema: {
        summary: "One note, act or sheet",
        params: RecordParams,
        response: { 200: WitnessRecord },
      },
    },
    async (request) => {
      const [one] = await view(request, deps, [await seenRecord(request, deps)]);
      if (one === undefined) throw new RuleViolation("witnessing.not-found", request.params);
      return one;
    },
  );
}

const KINDS = {
  sheet: "witnessing.intervention-issued",
  act: "witnessing.act-recorded",
  note: "witnessing.note-taken",
} as const;

/** Both walls before an act: what the reader's login cannot see answers as absent. */
async function seenRecord(
  request: FastifyRequest<IdParams>,
  { reader }: WitnessingDeps,
  kind?: keyof typeof KINDS,
): Promise<KeptRecord> {
  const { scope } = actorOf(request);
  const { id } = request.params;
  const record = await reader.read(scope, (tx) => findVisible(tx, scope, id));
  const isWanted = kind === undefined || record?.kind === KINDS[kind];
  if (record === undefined || !isWanted) throw new RuleViolation("witnessing.not-found", { id });
  return record;
}

interface Seen {
  readonly room: string;
  readonly session?: string | undefined;
  readonly booking?: string | undefined;
}

/** What the witness saw belongs to a project only where the witness may see it. */
async function projectOf(
  request: FastifyRequest,
  deps: WitnessingDeps,
  { room, session: id, booking, house }: Seen & { readonly house: readonly HouseRoom[] },
): Promise<Place["project"]> {
  const { scope } = actorOf(request);
  if (id !== undefined) {
    const { ocid, plan, regime } = await deps.reader.read(scope, (tx) => getSession(tx, id, scope));
    requireSameRoom(plan.room ?? room, room);
    const known = (regime ?? undefined) as Regime | undefined;
    return { session: id, ocid, lotId: plan.lotId, regime: known };
  }
  if (booking === undefined) return undefined;
  const found = house.find((one) => one.booking?.id === booking);
  if (found?.booking === undefined) throw new RuleViolation("witnessing.not-booked", { room });
  requireSameRoom(found.name, room);
  const { ocid, regime } = found.booking;
  return ocid === undefined ? undefined : { ocid, regime };
}

/** @throws RuleViolation witnessing.other-room */
function requireSameRoom(room: string, given: string): void {
  if (room !== given) throw new RuleViolation("witnessing.other-room", { room, given });
}

/** @throws RuleViolation opening.not-found, witnessing.other-room, witnessing.not-booked */
async function placeOf(request: FastifyRequest, deps: WitnessingDeps, seen: Seen): Promise<Place> {
  const { room } = seen;
  const { house } = await readDay(deps, readingOf(request, deps));
  const channel = house.find(({ name }) => name === room)?.channel ?? room;
  return { room, channel, project: await projectOf(request, deps, { ...seen, house }) };
}

const RECEIPT = { 200: Receipt } as const;

function addActs(app: FastifyInstance, deps: WitnessingDeps): void {
  app.post<{ Body: RecordAct }>(
    "/api/witnessing/acts",
    {
      config: ACT,
      schema: { summary: "Records an irregularity seen", body: RecordAct, response: RECEIPT },
    },
    async (request) => {
      const { room, session, booking, ...body } = request.body;
      const place = await placeOf(request, deps, { room, session, booking });
      return recordAct(actContextOf(actorOf(request), deps), place, body);
    },
  );
  app.post<{ Body: TakeNote }>(
    "/api/witnessing/notes",
    { config: ACT, schema: { summary: "Takes a note", body: TakeNote, response: RECEIPT } },
    async (request) => {
      const { room, session, booking, ...body } = request.body;
      const place = await placeOf(request, deps, { room, session, booking });
      return takeNote(actContextOf(actorOf(request), deps), place, body);
    },
  );
  for (const [list, kind, one] of [
    ["acts", "act-recorded", "act"],
    ["notes", "note-taken", "note"],
  ] as const)
    app.post<IdParams & { Body: WithdrawRecord }>(
      `/api/witnessing/${list}/:id/withdrawal`,
      {
        config: ACT,
        schema: {
          summary: "Takes back an own record",
          params: RecordParams,
          body: WithdrawRecord,
          response: RECEIPT,
        },
      },
      async (request) => {
        const { id } = await seenRecord(request, deps, one);
        const context = actContextOf(actorOf(request), deps);
        return withdrawRecord(context, kind, { id, reason: request.body.reason });
      },
    );
}

function addSheets(app: FastifyInstance, deps: WitnessingDeps): void {
  app.post<{ Body: IssueSheet }>(
    "/api/witnessing/sheets",
    {
      config: ACT,
      schema: { summary: "Issues a sheet of an intervention", body: IssueSheet, response: RECEIPT },
    },
    async (request) => {
      const { scope } = actorOf(request);
      const { act } = request.body;
      const record = await deps.reader.read(scope, (tx) => findVisible(tx, scope, act));
      if (record === undefined) throw new RuleViolation("witnessing.not-found", { id: act });
      return issueSheet(actContextOf(actorOf(request), deps), request.body);
    },
  );
  app.post<IdParams & { Body: SignSheet }>(
    "/api/witnessing/sheets/:id/signature",
    {
      config: ACT,
      schema: {
        summary: "Says whether the person signed",
        params: RecordParams,
        body: SignSheet,
        response: RECEIPT,
      },
    },
    async (request) => {
      const { id } = await seenRecord(request, deps, "sheet");
      return signSheet(actContextOf(actorOf(request), deps), { id, ...request.body });
    },
  );
}

function addShifts(app: FastifyInstance, deps: WitnessingDeps): void {
  const BOARD = { 200: WitnessBoard } as const;
  app.post<{ Body: BeginShift }>(
    "/api/witnessing/shifts",
    {
      config: ACT,
      schema: { summary: "Takes rooms under watch", body: BeginShift, response: BOARD },
    },
    async (request) => {
      await beginShift(actContextOf(actorOf(request), deps), request.body.rooms);
      return viewBoard(request, deps);
    },
  );
  app.post<IdParams & { Body: HandOver }>(
    "/api/witnessing/shifts/:id/hand-over",
    {
      config: ACT,
      schema: {
        summary: "Offers rooms to another",
        params: ShiftParams,
        body: HandOver,
        response: BOARD,
      },
    },
    async (request) => {
      const { id } = request.params;
      const day = await readDay(deps, readingOf(request, deps));
      const own = shiftOf(day.watch, actorOf(request).account);
      const open = openMatters(day, own?.rooms ?? []);
      const context = actContextOf(actorOf(request), deps);
      await handOverShift(context, { id, open, ...request.body });
      return viewBoard(request, deps);
    },
  );
  app.post<IdParams & { Body: ReceiveShift }>(
    "/api/witnessing/shifts/:id/receipt",
    {
      config: ACT,
      schema: {
        summary: "Receives rooms, or refuses them",
        params: ShiftParams,
        body: ReceiveShift,
        response: BOARD,
      },
    },
    async (request) => {
      const { id } = request.params;
      await receiveShift(actContextOf(actorOf(request), deps), { id, ...request.body });
      return viewBoard(request, deps);
    },
  );
}
