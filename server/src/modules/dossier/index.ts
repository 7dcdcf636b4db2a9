/** Dossier of a project and targeted retrieval of witness data. */
import type { Module } from "../../platform/module.ts";
import type { CertifyDeps } from "../witness/index.ts";
import { addCertificateRoutes } from "./certificate.routes.ts";
import { dossierFacts } from "./dossier.facts.ts";
import { addDossierRoutes } from "./dossier.routes.ts";
import { addRetrievalRoutes } from "./retrieval.routes.ts";
import { retrieveAct, type RetrievalDeps } from "./retrieval.service.ts";
import { APPROVERS, CERTIFIERS, READERS, RETRIEVERS } from "./roles.ts";

export { askRetrieval, type RetrievalDeps } from "./retrieval.service.ts";

export function createDossierModule(deps: RetrievalDeps & CertifyDeps): Module {
  return {
    name: "dossier",
    facts: dossierFacts,
    permissions: {
      "dossier.read": READERS,
      "dossier.export": READERS,
      "dossier.certify": CERTIFIERS,
      "dossier.retrieve": RETRIEVERS,
      "dossier.approve": APPROVERS,
    },
    dangerousActs: [retrieveAct],
    routes(app) {
      addDossierRoutes(app, deps);
      addRetrievalRoutes(app, deps);
      addCertificateRoutes(app, deps);
    },
  };
}
