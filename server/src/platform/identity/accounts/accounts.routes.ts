/** Accounts over HTTP: the list, letters, links. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type from "typebox";

import {
  AccountCsvQuery,
  AccountPage,
  AccountQuery,
  AccountRow,
  CollectLetters,
  Founder,
  Invite,
  Invited,
  LinkRevoked,
} from "../../../../../contract/src/accounts.ts";
import { RuleViolation } from "../../../kernel/rule-violation.ts";
import { countRows } from "../../audit/access-hooks.ts";
import { actorOf } from "../../http/permission.ts";
import { accountsCsv } from "./accounts-csv.ts";
import { type AccountDeps, createAccounts, rowOf } from "./accounts.service.ts";

const Id = Type.Object({ id: Type.String({ maxLength: 60 }) });
type Id = { id: string };
const PAGE = 100;
const read = {
  permission: "accounts.read",
  audit: { object: "account", sensitive: true },
} as const;
const write = { permission: "accounts.open", audit: { object: "account" } } as const;

// oxlint-disable-next-line max-lines-per-function -- a list of short routes
export function addAccountsRoutes(app: FastifyInstance, deps: AccountDeps): void {
  const accounts = createAccounts(deps);
  const baseOf = (request: FastifyRequest) =>
    deps.publicUrl ?? `http://${request.headers.host ?? "localhost"}`;

  app.get<{ Querystring: AccountQuery }>(
    "/api/accounts",
    { config: read, schema: { querystring: AccountQuery, response: { 200: AccountPage } } },
    async (request) => {
      const { limit = PAGE, ...filter } = request.query;
      const actor = actorOf(request);
      const found = (await accounts.list(actor, filter)).map((one) => rowOf(actor, one));
      return {
        rows: found.slice(0, limit),
        total: found.length,
        invitable: found.filter(({ mayInvite }) => mayInvite).length,
      };
    },
  );
  app.get<{ Querystring: AccountCsvQuery }>(
    "/api/accounts.csv",
    { config: read, schema: { querystring: AccountCsvQuery } },
    async (request, reply) => {
      const actor = actorOf(request);
      const found = await accounts.list(actor, request.query);
      countRows(request, found.length);
      return reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", 'attachment; filename="accounts.csv"')
        .send(accountsCsv(found.map((one) => rowOf(actor, one))));
    },
  );
  app.get<{ Params: Id }>(
    "/api/accounts/:id",
    { config: read, schema: { params: Id, response: { 200: AccountRow } } },
    async (request) => {
      const { id } = request.params;
      const actor = actorOf(request);
      const [person] = await accounts.list(actor, { persons: [id] });
      if (person === undefined)
        throw new RuleViolation(
          "accounts.unknown-person",
          { field: "id", person: id },
          { status: 404 },
        );
      return rowOf(actor, person);
    },
  );
  app.post<{ Body: Invite }>(
    "/api/accounts/invitations",
    { config: write, schema: { body: Invite, response: { 200: Invited } } },
    async (request, reply) => {
      const done = await accounts.invite(actorOf(request), request.body, baseOf(request));
      countRows(request, done.letters.length);
      reply.header("cache-control", "no-store");
      return done;
    },
  );
  app.post<{ Body: CollectLetters }>(
    "/api/accounts/letters",
    { config: write, schema: { body: CollectLetters, response: { 200: Invited } } },
    async (request, reply) => {
      const { approval } = request.body;
      const done = await accounts.collect(actorOf(request), approval, baseOf(request));
      countRows(request, done.letters.length);
      reply.header("cache-control", "no-store");
      return done;
    },
  );
  app.post<{ Body: Founder }>(
    "/api/accounts/founder",
    {
      config: { permission: "operator", audit: { object: "account" } },
      schema: { body: Founder, response: { 200: Invited } },
    },
    async (request, reply) => {
      reply.header("cache-control", "no-store");
      return accounts.found(request.body, baseOf(request));
    },
  );
  app.delete<{ Params: Id }>(
    "/api/accounts/:id/link",
    { config: write, schema: { params: Id, response: { 200: LinkRevoked } } },
    async (request) => {
      await accounts.revoke(actorOf(request), request.params.id);
      return { revoked: true };
    },
  );
}
