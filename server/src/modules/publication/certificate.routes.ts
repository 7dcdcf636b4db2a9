/** Certificates over HTTP: for everybody, and, inside, for a party with its own receipts besides. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import Type, { type Static } from "typebox";

import { RuleViolation } from "../../kernel/rule-violation.ts";
import { isUscc } from "../../kernel/uscc.ts";
import type { Clock } from "../../platform/clock.ts";
import { isBrowser } from "../../platform/http/public-page.ts";
import type { PublicStore } from "./public.store.ts";

export interface CertificateRouteDeps {
  readonly store: PublicStore;
  /** Text of the certificate of a process: what is public, for a party its own receipts too. */
  readonly buildCertificate: (wanted: {
    readonly ocid: string;
    readonly audience: "public" | `party:${string}`;
  }) => Promise<string>;
  /** The same on paper: PDF of such a text. */
  readonly paperOf: (text: string) => Promise<Buffer>;
}

const Params = Type.Object({ ocid: Type.String({ maxLength: 200 }) });
const PartyQuery = Type.Object(
  { party: Type.String({ description: "unified social credit code of the bidder (GB 32100)" }) },
  { additionalProperties: false },
);

export const send = (reply: FastifyReply, name: string, text: string): FastifyReply =>
  reply
    .type("application/json; charset=utf-8")
    .header("content-disposition", `attachment; filename="${name}.mjcert.json"`)
    .send(text);

export const sendPaper = (reply: FastifyReply, name: string, pdf: Buffer): FastifyReply =>
  reply
    .type("application/pdf")
    .header("content-disposition", `attachment; filename="${name}.pdf"`)
    .send(pdf);

/** Somebody who waits at a browser gets a page that tries again, not a message for programs. */
async function orWaiting(
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  sendWaiting: SendWaiting,
  answer: () => Promise<FastifyReply>,
): Promise<FastifyReply> {
  try {
    return await answer();
  } catch (error) {
    const isWaiting = error instanceof RuleViolation && error.code === "certificate.being-issued";
    if (!isWaiting || !isBrowser(request)) throw error;
    return sendWaiting(request, reply);
  }
}

export type SendWaiting = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

export function addPublicCertificateRoute(
  app: FastifyInstance,
  {
    store,
    buildCertificate,
    paperOf,
    sendWaiting,
  }: CertificateRouteDeps & { readonly sendWaiting: SendWaiting },
): void {
  app.get<{ Params: Static<typeof Params> }>(
    "/api/public/processes/:ocid/certificate",
    {
      config: { permission: "public" },
      schema: { summary: "Certificate of what is public of a process", params: Params },
    },
    async (request, reply) =>
      orWaiting({ request, reply }, sendWaiting, async () => {
        const { ocid } = request.params;
        await store.getProcess(ocid);
        return send(reply, ocid, await buildCertificate({ ocid, audience: "public" }));
      }),
  );
  app.get<{ Params: Static<typeof Params> }>(
    "/api/public/processes/:ocid/certificate.pdf",
    {
      config: { permission: "public" },
      schema: { summary: "The same certificate on paper, the file attached", params: Params },
    },
    async (request, reply) =>
      orWaiting({ request, reply }, sendWaiting, async () => {
        const { ocid } = request.params;
        await store.getProcess(ocid);
        const text = await buildCertificate({ ocid, audience: "public" });
        return sendPaper(reply, ocid, await paperOf(text));
      }),
  );
}

interface PartyRequest {
  Params: Static<typeof Params>;
  Querystring: Static<typeof PartyQuery>;
}

export function addPartyCertificateRoute(
  app: FastifyInstance,
  { store, buildCertificate, paperOf, clock }: CertificateRouteDeps & { readonly clock: Clock },
): void {
  const textFor = async (ocid: string, party: string): Promise<string> => {
    if (!isUscc(party)) throw new RuleViolation("certificate.bad-party", {}, { status: 422 });
    const { process } = await store.getProcess(ocid);
    // Before the opening even the centre must not learn who has bid.
    const { openingAt } = process;
    if (openingAt === undefined || openingAt > clock.now().toISOString())
      throw new RuleViolation("certificate.before-opening", { ocid });
    return buildCertificate({ ocid, audience: `party:${party}` });
  };
  const config = {
    permission: "certificates.issue",
    audit: { object: "certificate", sensitive: true },
  } as const;
  const schema = { params: Params, querystring: PartyQuery };
  app.get<PartyRequest>(
    "/api/processes/:ocid/certificate",
    {
      config,
      schema: {
        summary:
          "Certificate for a bidder with its own receipts; the centre hands it over after the opening",
        ...schema,
      },
    },
    async ({ params: { ocid }, query: { party } }, reply) => {
      const text = await textFor(ocid, party);
      return send(reply.header("cache-control", "no-store"), `${ocid}-${party}`, text);
    },
  );
  app.get<PartyRequest>(
    "/api/processes/:ocid/certificate.pdf",
    { config, schema: { summary: "Certificate for a bidder on paper", ...schema } },
    async ({ params: { ocid }, query: { party } }, reply) => {
      const pdf = await paperOf(await textFor(ocid, party));
      return sendPaper(reply.header("cache-control", "no-store"), `${ocid}-${party}`, pdf);
    },
  );
}
