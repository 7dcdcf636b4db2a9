/** Certificates of chosen events of a project, for the public, a party, a court or an organ of discipline inspection. */
import type { FastifyInstance } from "fastify";
import Type from "typebox";

import type { IssueChosen } from "../../../../contract/src/certificates.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { actorOf } from "../../platform/http/permission.ts";
import type { Actor } from "../../platform/identity/session.store.ts";
import { addChosenRoutes, audienceOf, type CertifyDeps, type Choice } from "../witness/index.ts";
import type { DossierDeps } from "./dossier.service.ts";
import { withheldOf } from "./kinds.ts";
import { findFacts, findMembers, getProjectHead } from "./timeline.store.ts";

const Ocid = Type.Object({ ocid: Type.String({ minLength: 3, maxLength: 140 }) });

/** Facts with withheld fields go out as fingerprints. @throws RuleViolation processes.not-found, dossier.fact-not-found */
async function choiceOf(
  deps: DossierDeps,
  actor: Actor,
  { ocid, body }: { readonly ocid: string; readonly body: IssueChosen },
): Promise<Choice> {
  const { scope } = actor;
  const { head, facts } = await deps.reader.read(scope, async (tx) => {
    const project = await getProjectHead(tx, scope, ocid);
    const members = await findMembers(tx, scope, project);
    return { head: project, facts: await findFacts(tx, members, body.facts) };
  });
  const missing = body.facts.find((id) => !facts.some((fact) => fact.id === id));
  if (missing !== undefined)
    throw new RuleViolation("dossier.fact-not-found", { id: missing }, { status: 404 });
  const idsOf = (isClosed: boolean) =>
    facts.filter(({ payload }) => withheldOf(payload).length > 0 === isClosed).map(({ id }) => id);
  return {
    subject: ocid,
    audience: audienceOf(body.audience, body.addressee),
    title: head.title,
    facts: idsOf(false),
    closed: idsOf(true),
  };
}

export function addCertificateRoutes(app: FastifyInstance, deps: DossierDeps & CertifyDeps): void {
  addChosenRoutes<{ ocid: string }>(app, {
    path: "/api/dossier/projects/:ocid/certificates",
    params: Ocid,
    permission: "dossier.certify",
    what: "chosen events of a project",
    paperOf: deps.paperOf,
    issue: async (request) => {
      const { body, params } = request;
      return deps.issueChosen(await choiceOf(deps, actorOf(request), { ...params, body }));
    },
  });
}
