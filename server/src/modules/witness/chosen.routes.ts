/** How modules hand out certificates of what their readers chose: as a file with its count, and on paper. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { TObject } from "typebox";

import { IssueChosen, IssuedChosen } from "../../../../contract/src/certificates.ts";
import { type Certificate, certificateText, isShown } from "./certificate.ts";
import type { Choice } from "./chosen.service.ts";

export interface CertifyDeps {
  readonly issueChosen: (choice: Choice) => Promise<Certificate>;
  /** PDF of the text of a certificate. */
  readonly paperOf: (text: string) => Promise<Buffer>;
}

interface ChosenRoute<Params> {
  readonly path: string;
  readonly params: TObject;
  readonly permission: string;
  /** What is certified, for the summary. */
  readonly what: string;
  readonly paperOf: CertifyDeps["paperOf"];
  /** Checks that whoever asks may see what was chosen. */
  readonly issue: (
    request: FastifyRequest<{ Params: Params; Body: IssueChosen }>,
  ) => Promise<Certificate>;
}

export function addChosenRoutes<Params>(app: FastifyInstance, route: ChosenRoute<Params>): void {
  type Asked = { Params: Params; Body: IssueChosen };
  const { path, params, permission, what, paperOf } = route;
  const config = { permission, audit: { object: "certificate", sensitive: true } } as const;
  const issue = (request: FastifyRequest<Asked>) => {
    request.audited.purpose ??= request.body.purpose;
    return route.issue(request);
  };
  app.post<Asked>(
    path,
    {
      config,
      schema: {
        summary: `Certificate of ${what}`,
        params,
        body: IssueChosen,
        response: { 200: IssuedChosen },
      },
    },
    async (request, reply) => {
      const certificate = await issue(request);
      const shown = certificate.rows.filter(isShown).length;
      void reply.header("cache-control", "no-store");
      return {
        number: certificate.certificateId,
        shown,
        sealed: request.body.facts.length - shown,
        certificate: certificateText(certificate),
      };
    },
  );
  app.post<Asked>(
    `${path}/paper`,
    { config, schema: { summary: `Certificate of ${what} on paper`, params, body: IssueChosen } },
    async (request, reply) => {
      const certificate = await issue(request);
      return reply
        .type("application/pdf")
        .header("cache-control", "no-store")
        .header("content-disposition", `attachment; filename="${certificate.certificateId}.pdf"`)
        .send(await paperOf(certificateText(certificate)));
    },
  );
}
