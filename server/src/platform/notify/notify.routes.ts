/** Notifications of the signed-in person; nobody reads those of another. */
import { randomInt } from "node:crypto";

import type { FastifyInstance } from "fastify";
import { RateLimiterMemory } from "rate-limiter-flexible";
import Type from "typebox";

import {
  Channel,
  CHANNELS,
  GiveAddress,
  MarkRead,
  NOTICE_STREAM,
  NoticeChoices,
  NoticePage,
  NoticeQuery,
  NoticeSettings,
  ProveAddress,
  Unread,
} from "../../../../contract/src/notify.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../database.ts";
import { actorOf } from "../http/permission.ts";
import type { ScopedReader } from "../identity/reader.ts";
import { tokenOf } from "../identity/session.routes.ts";
import { DeliveryError, type Senders } from "./channel.ts";
import { codeMessage } from "./message.ts";
import { channelName, countUnread, listItems, markRead, newestId } from "./notice.store.ts";
import { type OutboxEntry, outboxPage } from "./outbox.ts";
import {
  dropAddress,
  keepAddress,
  proveAddress,
  saveSetting,
  settingOf,
  settingsView,
} from "./setting.store.ts";
import type { StreamHub } from "./stream.hub.ts";

export interface NotifyRoutes {
  readonly db: Database;
  readonly reader: ScopedReader;
  readonly clock: Clock;
  readonly hub: StreamHub;
  readonly senders: () => Senders;
  readonly consoleUrl: string;
  /** Undefined outside of the demonstration. */
  readonly outbox: () => readonly OutboxEntry[] | undefined;
}

export const NOTICE_PERMISSION = "notices.read";
const config = {
  permission: NOTICE_PERMISSION,
  audit: { object: "notice", sensitive: false },
} as const;
const CODES_AN_HOUR = 5;
const ChannelParams = Type.Object({ channel: Channel });
const Sent = Type.Object({ sent: Type.Boolean() });

export function addNotifyRoutes(app: FastifyInstance, deps: NotifyRoutes): void {
  addItemRoutes(app, deps);
  addStreamRoute(app, deps);
  addSettingRoutes(app, deps);
  addAddressRoutes(app, deps);
  app.get("/api/dev/outbox", { config, schema: { hide: true } }, async (_request, reply) => {
    const entries = deps.outbox();
    if (entries === undefined)
      throw new RuleViolation("request.no-such-address", {}, { status: 404 });
    return reply.type("text/html; charset=utf-8").send(outboxPage(entries));
  });
}

function addItemRoutes(app: FastifyInstance, { db, reader, clock }: NotifyRoutes): void {
  app.get<{ Querystring: NoticeQuery }>(
    "/api/notifications",
    { config, schema: { querystring: NoticeQuery, response: { 200: NoticePage } } },
    (request) => {
      const { scope } = actorOf(request);
      return reader.read(scope, (tx) => listItems(tx, scope, request.query));
    },
  );
  app.post<{ Body: MarkRead }>(
    "/api/notifications/read",
    { config, schema: { body: MarkRead, response: { 200: Unread } } },
    async (request) => {
      const { account, scope } = actorOf(request);
      await markRead(db, { person: account, now: clock.now(), ...request.body });
      return { unread: await reader.read(scope, (tx) => countUnread(tx, scope)) };
    },
  );
}

/** Last id that the reader has seen: what EventSource sends when it comes back. */
function lastEventId(header: string | string[] | undefined): number | undefined {
  return typeof header === "string" && /^\d{1,15}$/.test(header) ? Number(header) : undefined;
}

function addStreamRoute(app: FastifyInstance, { db, hub }: NotifyRoutes): void {
  app.get(
    NOTICE_STREAM,
    { config, schema: { summary: "Notifications as they come (text/event-stream)" } },
    async (request, reply) => {
      const actor = actorOf(request);
      const token = tokenOf(request) ?? "";
      const newest = await newestId(db, actor.account);
      // An id from before the items were swept or brought back from a backup is no place to go on from.
      const after = Math.min(lastEventId(request.headers["last-event-id"]) ?? newest, newest);
      const name = await channelName(db, actor.account);
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store",
        "x-accel-buffering": "no",
        "x-content-type-options": "nosniff",
      });
      raw.write("retry: 2000\n\n");
      hub.open({ actor, token, raw, name, after });
    },
  );
}

function addSettingRoutes(app: FastifyInstance, { db, senders, clock }: NotifyRoutes): void {
  const view = (person: string) =>
    settingsView(
      db,
      person,
      CHANNELS.map((channel) => [channel, senders()[channel] !== undefined] as const),
    );
  app.get(
    "/api/notifications/settings",
    { config, schema: { response: { 200: NoticeSettings } } },
    (request) => view(actorOf(request).account),
  );
  app.put<{ Body: NoticeChoices }>(
    "/api/notifications/settings",
    { config, schema: { body: NoticeChoices, response: { 200: NoticeSettings } } },
    async (request) => {
      const { account } = actorOf(request);
      await saveSetting(db, account, request.body);
      return view(account);
    },
  );
  app.delete<{ Params: { channel: Channel } }>(
    "/api/notifications/addresses/:channel",
    {
      config,
      schema: { params: ChannelParams, response: { 200: NoticeSettings } },
    },
    async (request) => {
      const { account } = actorOf(request);
      await dropAddress(db, { person: account, channel: request.params.channel });
      return view(account);
    },
  );
  app.post<{ Body: ProveAddress }>(
    "/api/notifications/addresses/verification",
    { config, schema: { body: ProveAddress, response: { 200: NoticeSettings } } },
    async (request) => {
      const { account } = actorOf(request);
      const { channel, code } = request.body;
      const isRight = await proveAddress(
        db,
        { person: account, channel },
        { code, now: clock.now() },
      );
      if (!isRight) throw new RuleViolation("notices.bad-code", { channel }, { status: 400 });
      return view(account);
    },
  );
}

const MAIL = /^[^\s@<>,;:"()[\]\\]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,8}$/;
const MOBILE = /^1[3-9][0-9]{9}$/;

/** @throws RuleViolation request.invalid naming `address` */
function requireAddress({ channel, address }: GiveAddress): void {
  if ((channel === "email" ? MAIL : MOBILE).test(address)) return;
  const expected = channel === "email" ? "name@example.cn" : "13800000000";
  const errors = [
    { path: "body.address", code: "request.bad-field", params: { rule: "pattern", expected } },
  ];
  throw new RuleViolation("request.invalid", {}, { status: 400, errors });
}

function addAddressRoutes(app: FastifyInstance, deps: NotifyRoutes): void {
  const limiter = new RateLimiterMemory({ points: CODES_AN_HOUR, duration: 3600 });
  app.post<{ Body: GiveAddress }>(
    "/api/notifications/addresses",
    { config, schema: { body: GiveAddress, response: { 200: Sent } } },
    async (request) => {
      const { account: person } = actorOf(request);
      const { channel, address } = request.body;
      requireAddress(request.body);
      const sender = deps.senders()[channel];
      if (sender === undefined) throw new RuleViolation("notices.no-channel", { channel });
      await limiter.consume(person).catch(() => {
        throw new RuleViolation("rate.limited", {}, { status: 429 });
      });
      const code = String(randomInt(1_000_000)).padStart(6, "0");
      await keepAddress(deps.db, { person, channel }, { address, code, now: deps.clock.now() });
      const { language } = await settingOf(deps.db, person);
      try {
        await sender.send(address, codeMessage({ language, url: deps.consoleUrl }, code));
      } catch (error) {
        if (!(error instanceof DeliveryError)) throw error;
        request.log.warn({ reason: error.reason, channel }, "code was not taken");
        throw new RuleViolation(
          "notices.channel-failed",
          { reason: error.reason },
          { status: 502 },
        );
      }
      return { sent: true };
    },
  );
}
