/** Score cards over HTTP. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type, { type Static } from "typebox";

import { CardList, type CardView, CommentCard } from "../../../../contract/src/oversight.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { actorOf } from "../../platform/http/permission.ts";
import type { Actor } from "../../platform/identity/session.store.ts";
import { commentCard, releaseCard } from "./card.service.ts";
import { listCards, type StoredCard } from "./card.store.ts";
import { isReleasable } from "./card.ts";
import type { OversightAct } from "./notice.service.ts";
import type { OversightDeps } from "./oversight.routes.ts";
import { COMMENTERS, RELEASERS } from "./roles.ts";

const Params = Type.Object({
  unit: Type.String({ pattern: "^[a-z][a-z0-9-]{1,40}$" }),
  quarter: Type.String({ pattern: "^\\d{4}-Q[1-4]$" }),
});
type Params = Static<typeof Params>;

const isOne = (roles: readonly string[], { role }: Actor): boolean => roles.includes(role);

function viewOf(card: StoredCard, actor: Actor, today: string): CardView {
  const { isReleased, ...rest } = card;
  const hasComment = card.comment !== undefined;
  const isOwn = actor.department.id === card.unit.id;
  const { commentBy } = card;
  return {
    ...rest,
    state: isReleased ? "released" : hasComment ? "commented" : "drafted",
    may: {
      comment: !isReleased && isOwn && isOne(COMMENTERS, actor),
      release:
        !isReleased && isOne(RELEASERS, actor) && isReleasable({ hasComment, commentBy }, today),
    },
  };
}

export function addCardRoutes(app: FastifyInstance, deps: OversightDeps): void {
  const { reader, clock, db, registry } = deps;
  const list = async (request: FastifyRequest): Promise<CardList> => {
    const actor = actorOf(request);
    const today = plainDateOf(clock.now());
    const cards = await reader.read(actor.scope, (tx) => listCards(tx, actor.scope));
    return { rows: cards.map((card) => viewOf(card, actor, today)) };
  };
  const actOf = (request: FastifyRequest): OversightAct => {
    const { account, name, department } = actorOf(request);
    return { db, registry, officer: { account, name, department }, at: clock.now().toISOString() };
  };

  app.get(
    "/api/oversight/cards",
    {
      config: {
        permission: "oversight.cards",
        audit: { object: "oversight", sensitive: true },
      },
      schema: { response: { 200: CardList } },
    },
    list,
  );

  app.post<{ Params: Params; Body: CommentCard }>(
    "/api/oversight/cards/:unit/:quarter/comment",
    {
      config: { permission: "oversight.comment", audit: { object: "oversight" } },
      schema: { params: Params, body: CommentCard, response: { 200: CardList } },
    },
    async (request) => {
      await commentCard(actOf(request), request.params, request.body.text);
      return list(request);
    },
  );

  app.post<{ Params: Params }>(
    "/api/oversight/cards/:unit/:quarter/release",
    {
      config: { permission: "oversight.release", audit: { object: "oversight" } },
      schema: {
        params: Params,
        body: Type.Object({}, { additionalProperties: false }),
        response: { 200: CardList },
      },
    },
    async (request) => {
      await releaseCard(actOf(request), request.params);
      return list(request);
    },
  );
}
