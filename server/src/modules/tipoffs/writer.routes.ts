/**
 * Routes of writers: no session, no cookie, no record of who asks (`anonymous`), nothing secret in an address. Each
 * client has its own allowance, which is counted before the body is read.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import Type from "typebox";

import {
  AskRecipient,
  LeaveMessage,
  MailboxReply,
  OpenMailbox,
  ReadMessages,
  Recipient,
  SendTipoff,
  TipoffForm,
  TipoffTaken,
} from "../../../../contract/src/tipoffs.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../platform/database.ts";
import { type Allowance, createQuota, type Quota } from "../../platform/http/quota.ts";
import { issueTask } from "./challenge.ts";
import {
  findRecipient,
  leaveMessage,
  noteRead,
  openMailbox,
  takeTipoff,
  tipoffForm,
  type WriterDeps,
} from "./writer.service.ts";

export interface WriterRouteDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly secret: () => Promise<string>;
}

/** Fields of tip-offs with their files, as Base64. */
const BODY_BYTES = 16 * 1024 * 1024;

const LOOKS: Allowance = { kind: "look", most: 120, seconds: 60 };
/** An office or a telephone network may share one address. */
const SENDS: Allowance = { kind: "send", most: 20, seconds: 3600 };
const MESSAGES: Allowance = { kind: "message", most: 40, seconds: 3600 };
/** T28: five guesses a second from one client. */
const GUESSES: Allowance = { kind: "guess", most: 5, seconds: 1 };

/** Time of an answer about a receipt, found or not, in ms. */
const EVEN_MS = 150;

const Nothing = Type.Object({}, { additionalProperties: false });

const quiet = async (_request: FastifyRequest, reply: FastifyReply): Promise<void> => {
  reply.header("cache-control", "no-store");
};

// oxlint-disable-next-line max-lines-per-function -- a list of routes
export function addWriterRoutes(app: FastifyInstance, deps: WriterRouteDeps): void {
  const quota = createQuota("tipoffs.slow-down");
  const now = () => deps.clock.now().getTime();
  const config = { permission: "public", anonymous: true } as const;
  const counted = (...allowances: readonly Allowance[]) => [
    quiet,
    async ({ ip }: FastifyRequest) => {
      for (const allowance of allowances) quota.take(ip, allowance, now());
    },
  ];
  const withSecret = async (): Promise<WriterDeps> => ({
    db: deps.db,
    clock: deps.clock,
    secret: await deps.secret(),
  });
  const taskFor = async ({ ip }: FastifyRequest) =>
    issueTask(await deps.secret(), deps.clock.now(), earlier(quota, ip, now()));

  app.get(
    "/api/public/tipoffs/form",
    { config, onRequest: counted(LOOKS), schema: { response: { 200: TipoffForm } } },
    async () => tipoffForm(deps),
  );
  app.post<{ Body: AskRecipient }>(
    "/api/public/tipoffs/recipient",
    {
      config,
      onRequest: counted(LOOKS),
      schema: { body: AskRecipient, response: { 200: Recipient } },
    },
    async (request) => findRecipient(deps, request.body.coded, await taskFor(request)),
  );
  app.post<{ Body: SendTipoff }>(
    "/api/public/tipoffs",
    {
      config,
      onRequest: counted(SENDS),
      bodyLimit: BODY_BYTES,
      schema: { body: SendTipoff, response: { 200: TipoffTaken } },
    },
    async (request) => takeTipoff(await withSecret(), request.body),
  );
  app.post<{ Body: OpenMailbox }>(
    "/api/public/tipoffs/mailbox",
    {
      config,
      onRequest: counted(GUESSES, LOOKS),
      schema: { body: OpenMailbox, response: { 200: MailboxReply } },
    },
    (request) => evenly(async () => openMailbox(deps, request.body.token, await taskFor(request))),
  );
  app.post<{ Body: LeaveMessage }>(
    "/api/public/tipoffs/mailbox/messages",
    {
      config,
      onRequest: counted(MESSAGES),
      schema: { body: LeaveMessage, response: { 200: Nothing } },
    },
    async (request) => {
      await leaveMessage(await withSecret(), request.body);
      return {};
    },
  );
  app.post<{ Body: ReadMessages }>(
    "/api/public/tipoffs/mailbox/read",
    {
      config,
      onRequest: counted(GUESSES, LOOKS),
      schema: { body: ReadMessages, response: { 200: Nothing } },
    },
    (request) =>
      evenly(async () => {
        await noteRead(deps, request.body);
        return {};
      }),
  );
}

const earlier = (quota: Quota, ip: string, now: number): number =>
  quota.taken(ip, SENDS, now) + Math.floor(quota.taken(ip, MESSAGES, now) / 4);

/** The answer comes at the same time whatever was found, also when it is a refusal. */
async function evenly<T>(work: () => Promise<T>): Promise<T> {
  const waited = new Promise((resolve) => setTimeout(resolve, EVEN_MS));
  try {
    return await work();
  } finally {
    await waited;
  }
}
