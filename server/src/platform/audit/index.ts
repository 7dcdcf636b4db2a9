/** Audit: who looked at what, who changed what, and who may know (docs/security/audit.md). */
import type { Accessed } from "../../../../contract/src/facts/audit.accessed.ts";
import type { Module } from "../module.ts";
import type { AccessLog } from "./access-log.service.ts";
import { auditActs } from "./audit-acts.ts";
import { auditFacts } from "./audit.facts.ts";
import { addAuditRoutes, type AuditRouteDeps } from "./audit.routes.ts";
import { retentionJob } from "./retention.job.ts";
import { addSealedRoutes, registerSealKey, type SealedRouteDeps } from "./sealed.routes.ts";

export { addSealedCountRoute } from "./audit.routes.ts";
export { type Access, type AccessLog, createAccessLog } from "./access-log.service.ts";

export interface AuditDeps extends AuditRouteDeps, Omit<SealedRouteDeps, "keys"> {
  readonly accessLog: AccessLog;
}

export function createAuditModule(deps: AuditDeps) {
  const { db, registry, retentionDays, accessLog } = deps;
  const sealing: SealedRouteDeps = { ...deps, keys: accessLog.keys };
  const module: Module = {
    name: "audit",
    facts: auditFacts,
    permissions: {
      "audit.read": ["auditor"],
      "audit.read-unit": ["chief"],
      "audit.read-sealed": ["inspector", "police"],
      "audit.register-seal-key": ["inspector", "police"],
      "audit.request-retention": ["auditor"],
      "audit.approve-retention": ["securityAdmin", "director", "coordinator"],
    },
    dangerousActs: auditActs({ registry, keys: accessLog.keys, configured: retentionDays }),
    notices: [
      {
        // The token on the host rebuilds, downloads a backup and registers sources without a second person.
        fact: "audit.accessed",
        notice: "operatorAct",
        concerned({ payload }) {
          const { actor, visitor, status } = payload as unknown as Accessed;
          const isOperator = actor === undefined && visitor === undefined;
          return isOperator && status < 400
            ? { roles: ["systemAdmin", "auditor"], outside: "", except: "" }
            : { persons: [] };
        },
      },
    ],
    jobs: [retentionJob({ db, registry, configured: retentionDays })],
    routes(app) {
      addAuditRoutes(app, deps);
      addSealedRoutes(app, sealing);
    },
  };
  return {
    module,
    accessLog,
    /** For the demo city and tests, which have no browser to make keys in. */
    registerSealKey: (key: Parameters<typeof registerSealKey>[1]) => registerSealKey(sealing, key),
  };
}
