/** Resets: asking, approving, using the link. */
import type { FastifyInstance } from "fastify";

import {
  ApprovedReset,
  RequestReset,
  ResetList,
  SessionView as SessionSchema,
  UseActivation,
  UseReset,
} from "../../../../../contract/src/session.ts";
import { noteDoorVisit } from "../../audit/access-hooks.ts";
import { actorOf, holds } from "../../http/permission.ts";
import type { Door } from "./door.ts";
import { enter, noteTry } from "./enter.ts";
import { activate, approveReset, requestReset, showResets, useReset } from "./reset.service.ts";

export function addResetRoutes(app: FastifyInstance, door: Door): void {
  const readerOf = (request: Parameters<typeof actorOf>[0]) => {
    const actor = actorOf(request);
    return { actor, mayApprove: holds(door.permissions, actor.role, "identity.reset-approve") };
  };
  const list = { response: { 200: ResetList } };
  app.get(
    "/api/identity/resets",
    { config: { permission: "identity.reset-read", audit: { sensitive: false } }, schema: list },
    async (request) => ({ rows: await showResets(door, readerOf(request)) }),
  );
  app.post<{ Body: RequestReset }>(
    "/api/identity/resets",
    { config: { permission: "identity.reset-request" }, schema: { body: RequestReset, ...list } },
    async (request) => {
      await requestReset(door, actorOf(request), request.body);
      return { rows: await showResets(door, readerOf(request)) };
    },
  );
  app.post<{ Params: { reset: string } }>(
    "/api/identity/resets/:reset/approval",
    {
      config: { permission: "identity.reset-approve" },
      schema: { response: { 200: ApprovedReset } },
    },
    async (request) => {
      const actor = actorOf(request);
      const { token, expiresAt } = await approveReset(door, actor, request.params.reset);
      const base = door.settings.publicUrl ?? `http://${request.headers.host ?? "localhost"}`;
      // After #: the token is in no log of a proxy and in no referrer.
      return { link: new URL(`/console/reset#${token}`, base).href, expiresAt };
    },
  );
  app.post<{ Body: { token: string; password: string } }>(
    "/api/session/reset",
    {
      config: { permission: "public" },
      schema: { body: UseReset, response: { 200: SessionSchema } },
    },
    async (request, reply) => {
      noteTry(door, request);
      await door.slowDown.count({ kind: "reset", address: request.ip });
      const account = await useReset(door, request.body);
      noteTry(door, request, account);
      noteDoorVisit(request, { isDone: true });
      return enter(door, { request, reply }, { account, methods: ["password", "link"] });
    },
  );
  addActivation(app, door);
}

function addActivation(app: FastifyInstance, door: Door): void {
  app.post<{ Body: { token: string; password: string } }>(
    "/api/session/activation",
    {
      config: { permission: "public" },
      schema: { body: UseActivation, response: { 200: SessionSchema } },
    },
    async (request, reply) => {
      noteTry(door, request);
      await door.slowDown.count({ kind: "activation", address: request.ip });
      const account = await activate(door, request.body);
      noteTry(door, request, account);
      noteDoorVisit(request, { isDone: true });
      return enter(door, { request, reply }, { account, methods: ["password", "link"] });
    },
  );
}
