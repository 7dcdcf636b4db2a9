/** Doors of others: the unified identity (OIDC), and certificates of a CA. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import {
  CertificateAnswer,
  CertificateChallenge,
  SessionView as SessionSchema,
} from "../../../../../contract/src/session.ts";
import { RuleViolation } from "../../../kernel/rule-violation.ts";
import { noteDoorVisit } from "../../audit/access-hooks.ts";
import { requireCertificate, askForCertificate } from "./certificate.service.ts";
import { accountOfCertificate, accountOfIdentity, linkIdentity } from "./credential.store.ts";
import type { Door } from "./door.ts";
import { askCeremony, changeCredential, enter, noteTry, takeCeremony } from "./enter.ts";
import type { OidcPerson } from "./oidc.ts";
import type { CeremonyKind } from "./pending.store.ts";

const config = { permission: "public" };

export function addOtherDoorRoutes(app: FastifyInstance, door: Door): void {
  app.get("/api/session/oidc", { config, schema: { hide: true } }, async (request, reply) => {
    await door.slowDown.count({ kind: "oidc", address: request.ip });
    return beginOidc(door, { request, reply }, { kind: "oidc-sign-in", account: null });
  });
  app.get("/api/session/oidc/callback", { config, schema: { hide: true } }, (request, reply) =>
    comeBack(door, request, reply),
  );
  app.post(
    "/api/session/certificate/challenge",
    { config, schema: { response: { 200: CertificateChallenge } } },
    async (request, reply) => {
      await door.slowDown.count({ kind: "certificate", address: request.ip });
      const ceremony = { kind: "certificate-sign-in", account: null } as const;
      return askForCertificate(door, { request, reply }, ceremony);
    },
  );
  app.post<{ Body: CertificateAnswer }>(
    "/api/session/certificate",
    { config, schema: { body: CertificateAnswer, response: { 200: SessionSchema } } },
    async (request, reply) => {
      const { holder } = await requireCertificate(door, request, "certificate-sign-in");
      const account = await accountOfCertificate(door.db, holder);
      if (account === undefined)
        throw new RuleViolation("certificate.not-bound", {}, { status: 403 });
      noteTry(door, request, account);
      return enter(door, { request, reply }, { account, methods: ["certificate"] });
    },
  );
}

/** Where the other site sends the browser back to. */
const redirectUri = ({ settings }: Door, request: FastifyRequest): string => {
  const base = settings.publicUrl ?? `http://${request.headers.host ?? "localhost"}`;
  return new URL("/api/session/oidc/callback", base).href;
};

export async function beginOidc(
  door: Door,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  { kind, account }: { readonly kind: CeremonyKind; readonly account: string | null },
): Promise<FastifyReply> {
  if (door.oidc === undefined) throw new RuleViolation("oidc.not-configured", {}, { status: 404 });
  try {
    const { url, asked } = await door.oidc.begin(redirectUri(door, request));
    await askCeremony(door, reply, { kind, account, asked: { ...asked } });
    return reply.redirect(url);
  } catch (error) {
    request.log.warn({ err: error }, "the unified identity cannot be reached");
    return turnBack(reply, "oidc.unreachable");
  }
}

/** A refusal goes to the sign-in page by its code: the browser navigates, nobody reads JSON. */
const turnBack = (reply: FastifyReply, code: string, page = "/console/"): FastifyReply =>
  reply.redirect(`${page}?refused=${encodeURIComponent(code)}`);

async function comeBack(
  door: Door,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  try {
    const ceremony = await takeCeremony(door, request, ["oidc-sign-in", "oidc-link"]);
    if (ceremony.kind === "oidc-sign-in") noteTry(door, request);
    const person = await whoCameBack(door, request, ceremony.asked);
    if (ceremony.kind === "oidc-link") {
      const page = "/console/account";
      const isLinked = await link(door, person, ceremony.account ?? "");
      return isLinked ? reply.redirect(page) : turnBack(reply, "oidc.linked-already", page);
    }
    const account = await accountOf(door, person);
    if (account === undefined) {
      noteDoorVisit(request, { refused: 403 });
      return turnBack(reply, "oidc.unknown-person");
    }
    noteTry(door, request, account);
    await enter(door, { request, reply }, { account, methods: ["oidc"] });
    return await reply.redirect("/console/");
  } catch (error) {
    if (error instanceof RuleViolation) {
      if (request.doorVisit !== undefined) noteDoorVisit(request, { refused: error.status });
      return turnBack(reply, error.code);
    }
    throw error;
  }
}

/** @throws RuleViolation oidc.refused for a reply that does not belong to what was asked */
async function whoCameBack(
  { oidc }: Door,
  request: FastifyRequest,
  asked: Readonly<Record<string, string>>,
): Promise<OidcPerson> {
  const { state = "", nonce = "", verifier = "", redirectUri: uri = "" } = asked;
  const query = request.url.slice(request.url.indexOf("?") + 1);
  try {
    if (oidc === undefined) throw new Error("the unified identity is not configured");
    return await oidc.finish(query, { state, nonce, verifier, redirectUri: uri });
  } catch (error) {
    request.log.warn({ err: error }, "the unified identity refused, or its reply is not right");
    throw new RuleViolation("oidc.refused", {}, { status: 401 });
  }
}

const link = (door: Door, person: OidcPerson, account: string): Promise<boolean> =>
  changeCredential(door, { account, change: "identityLinked" }, (tx) =>
    linkIdentity(tx, person, account),
  );

/** The linked account; at the first time the one that the account claim names, which is linked then. */
async function accountOf(door: Door, person: OidcPerson): Promise<string | undefined> {
  const known = await accountOfIdentity(door.db, person);
  if (known !== undefined || person.account === undefined) return known;
  return (await link(door, person, person.account)) ? person.account : undefined;
}
