/** Evidence (证据): sealed at the alert, pre-registered, handed out in packs that anybody checks offline. */
import type { Module } from "../../platform/module.ts";
import type { CertifyDeps } from "../witness/index.ts";
import { addCertificateRoutes } from "./certificate.routes.ts";
import { evidenceFacts } from "./evidence.facts.ts";
import { addEvidenceRoutes, type EvidenceDeps } from "./evidence.routes.ts";
import { pageProgram } from "./page-program.ts";
import { addRateRoutes } from "./rates.routes.ts";
import { ENDERS, HOLDERS, OPENERS, RATE_READERS, READERS, REVIEWERS, VERIFIERS } from "./roles.ts";
import { sealingSubscriber } from "./sealing.subscriber.ts";

export { recordLook, recordReview, setHold } from "./custody.service.ts";
export { openQuarter } from "./rates.service.ts";

interface EvidenceModuleDeps extends Omit<EvidenceDeps, "program">, CertifyDeps {
  /** Where the page of packs was built. */
  readonly pages: string;
}

export function createEvidenceModule({ pages, ...rest }: EvidenceModuleDeps): Module {
  const deps = { ...rest, program: pageProgram(pages) };
  return {
    name: "evidence",
    facts: evidenceFacts,
    permissions: {
      "evidence.read": READERS,
      "evidence.export": READERS,
      "evidence.hold": HOLDERS,
      "evidence.end-hold": ENDERS,
      "evidence.review": REVIEWERS,
      "evidence.rates": RATE_READERS,
      "evidence.open": OPENERS,
      "evidence.verify": VERIFIERS,
    },
    subscribers: [sealingSubscriber(deps.registry)],
    routes(app) {
      addEvidenceRoutes(app, deps);
      addRateRoutes(app, deps);
      addCertificateRoutes(app, deps);
    },
  };
}
