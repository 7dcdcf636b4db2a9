/** Live pictures over a WebSocket: for one viewing, until its window ends; how long they were sent is on record. */
import { setTimeout as pause } from "node:timers/promises";

import websocket from "@fastify/websocket";
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type from "typebox";

import type { Live, LiveMessage } from "../../../../cameras/src/index.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Clock } from "../../platform/clock.ts";
import { actorOf } from "../../platform/http/permission.ts";
import { readCookie } from "../../platform/identity/session-cookie.ts";
import { isGoodTicket, sessionMark } from "./ticket.ts";
import type { StoredViewing } from "./video.store.ts";
import { recordLook, requireViewing, type ViewingDeps } from "./viewing.service.ts";

export interface LiveDeps extends ViewingDeps {
  readonly clock: Clock;
  readonly isSecure: boolean;
  readonly live: (channel: string) => Live | undefined;
}

/** Why a line was closed by us (RFC 6455 §7.4.2: 4000 and above are ours). */
export const CLOSED = { over: 4001, noPicture: 4004, slow: 4008 } as const;

/** A viewer that takes nothing for so many bytes is too slow to be helped. */
const MOST_WAITING_BYTES = 16 * 2 ** 20;
const PING_MS = 20_000;

/** Mark of the session that a request came with. */
export function markOf(request: FastifyRequest, isSecure: boolean): string {
  return sessionMark(readCookie(request, "session", isSecure) ?? "");
}

/** A page of another site must not open our pictures with the reader's cookie. */
function requireOwnOrigin({ headers }: FastifyRequest): void {
  const { origin, host } = headers;
  if (origin !== undefined && URL.parse(origin)?.host !== host)
    throw new RuleViolation("video.ticket-refused", {}, { status: 403 });
}

interface Line {
  send(data: Buffer | string): void;
  close(code: number, reason: string): void;
  readonly bufferedAmount: number;
}

const put = (line: Line, message: LiveMessage): void => {
  if (message.kind === "init") line.send(JSON.stringify({ mimeType: message.mimeType }));
  line.send(message.bytes);
};

/** Sends until somebody ends it. @returns seconds during which pictures went out */
async function show(line: Line, live: Live, stop: AbortController): Promise<number> {
  const subscription = live.subscribe();
  const end = () => subscription.close();
  stop.signal.addEventListener("abort", end, { once: true });
  let seconds = 0;
  for await (const message of subscription) {
    put(line, message);
    if (message.kind === "fragment") seconds += message.duration;
    if (line.bufferedAmount > MOST_WAITING_BYTES) {
      line.close(CLOSED.slow, "too slow");
      // Who takes nothing does not answer the close either: no other run is begun for him.
      stop.abort();
    }
  }
  stop.signal.removeEventListener("abort", end);
  return seconds;
}

export async function addLiveRoutes(app: FastifyInstance, deps: LiveDeps): Promise<void> {
  // A refused upgrade leaves a socket that nobody reads any more; it would stay open for ever.
  app.addHook("onResponse", async ({ headers, raw }) => {
    if (headers.upgrade !== undefined) raw.socket.end();
  });
  await app.register(async (scope) => {
    await scope.register(websocket, { options: { maxPayload: 1024 } });
    addLive(scope, deps);
  });
}

type Viewed = FastifyRequest & { viewing?: StoredViewing };

function addLive(app: FastifyInstance, deps: LiveDeps): void {
  const { clock, isSecure, ticketKey } = deps;
  app.get<{ Params: { viewing: string }; Querystring: { ticket: string } }>(
    "/api/video/live/:viewing",
    {
      websocket: true,
      config: { permission: "video.watch", audit: { object: "video", sensitive: false } },
      schema: {
        hide: true,
        params: Type.Object({ viewing: Type.String({ pattern: "^[0-9a-f]{32}$" }) }),
        querystring: Type.Object({ ticket: Type.String({ maxLength: 120 }) }),
      },
      async preHandler(request) {
        requireOwnOrigin(request);
        const { viewing } = request.params;
        const wanted = { viewing, session: markOf(request, isSecure) };
        const now = clock.now();
        const known = { key: await ticketKey(), now: now.getTime() };
        if (!isGoodTicket(request.query.ticket, wanted, known))
          throw new RuleViolation("video.ticket-refused", {}, { status: 403 });
        const found = await requireViewing(deps, { actor: actorOf(request), at: now }, viewing);
        if (found.recorded !== undefined)
          throw new RuleViolation("video.ticket-refused", {}, { status: 403 });
        (request as Viewed).viewing = found;
      },
    },
    (socket, request) => {
      const { viewing } = request as Viewed;
      if (viewing === undefined) return socket.close(CLOSED.over, "no viewing");
      void serve(socket, viewing, deps).catch((error: Error) => {
        request.log.error({ err: error }, "video: live line");
        socket.close(1011, "fault");
      });
    },
  );
}

interface Socket extends Line {
  on(event: string, listener: () => void): void;
  ping(): void;
  terminate(): void;
}

async function serve(socket: Socket, viewing: StoredViewing, deps: LiveDeps): Promise<void> {
  const { clock, db, registry } = deps;
  const stop = new AbortController();
  let isAlive = true;
  socket.on("pong", () => {
    isAlive = true;
  });
  socket.on("close", () => stop.abort());
  socket.on("error", () => stop.abort());
  const pings = setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, PING_MS);
  const end = setTimeout(
    () => socket.close(CLOSED.over, "window over"),
    Math.max(Date.parse(viewing.until) - clock.now().getTime(), 0),
  );
  let seconds = 0;
  try {
    // A camera that was away begins a new run under the same line.
    while (!stop.signal.aborted) {
      const live = deps.live(viewing.channel);
      if (live === undefined) await pause(1000, undefined, { signal: stop.signal }).catch(() => {});
      else seconds += await show(socket, live, stop);
    }
  } finally {
    clearInterval(pings);
    clearTimeout(end);
    if (seconds > 0) await recordLook({ db, registry }, viewing, { seconds, at: clock.now() });
  }
}
