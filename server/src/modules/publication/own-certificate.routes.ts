/** The certificate of a bidder's own receipts, before the opening and before the result too. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type from "typebox";

import { RuleViolation } from "../../kernel/rule-violation.ts";
import { isUscc } from "../../kernel/uscc.ts";
import { actorOf } from "../../platform/http/permission.ts";
import { type CertificateRouteDeps, send, sendPaper } from "./certificate.routes.ts";

const Params = Type.Object({ ocid: Type.String({ maxLength: 200 }) });
type ByOcid = { Params: { ocid: string } };
const CONFIG = {
  permission: "certificates.own",
  audit: { object: "certificate", sensitive: true },
} as const;
const KEY = "uscc:";

/** Code of the unit in whose name the reader acts. @throws RuleViolation `certificate.no-own-code` */
function ownCode(request: FastifyRequest): string {
  const found = actorOf(request)
    .scope.own.filter((key) => key.startsWith(KEY))
    .map((key) => key.slice(KEY.length))
    .find(isUscc);
  if (found === undefined) throw new RuleViolation("certificate.no-own-code");
  return found;
}

export function addOwnCertificateRoutes(
  app: FastifyInstance,
  { buildCertificate, paperOf }: Omit<CertificateRouteDeps, "store">,
): void {
  const textFor = (request: FastifyRequest<ByOcid>) =>
    buildCertificate({ ocid: request.params.ocid, audience: `party:${ownCode(request)}` });
  app.get<ByOcid>(
    "/api/own/processes/:ocid/certificate",
    {
      config: CONFIG,
      schema: { summary: "Certificate of the bidder's own receipts", params: Params },
    },
    async (request, reply) => {
      const text = await textFor(request);
      return send(reply.header("cache-control", "no-store"), request.params.ocid, text);
    },
  );
  app.get<ByOcid>(
    "/api/own/processes/:ocid/certificate.pdf",
    {
      config: CONFIG,
      schema: { summary: "The same certificate on paper", params: Params },
    },
    async (request, reply) => {
      const pdf = await paperOf(await textFor(request));
      return sendPaper(reply.header("cache-control", "no-store"), request.params.ocid, pdf);
    },
  );
}
