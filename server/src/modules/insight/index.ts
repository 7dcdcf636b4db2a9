/** Insight: figures of the whole city for those who see only their part of it (docs/how-to/insight.md). */
import type { Role } from "../../../../contract/src/organisation.ts";
import type { Module } from "../../platform/module.ts";
import { closePeriodsJob } from "./close-periods.job.ts";
import { addInsightRoutes, type InsightDeps } from "./insight.routes.ts";
import { addReportRoutes, type ReportsDeps } from "./reports.routes.ts";

const READERS = [
  "officer",
  "chief",
  "coordinator",
  "centre",
  "director",
  "inspector",
  "province",
] as const satisfies readonly Role[];

const REPORTERS = ["director", "centre", "coordinator"] as const satisfies readonly Role[];

export const createInsightModule = (deps: InsightDeps & ReportsDeps): Module => ({
  name: "insight",
  permissions: { "insight.read": READERS, "reports.read": REPORTERS },
  jobs: [closePeriodsJob(deps.db)],
  // Closed for good: made again from facts they would differ, and two versions can be compared.
  keeps: [{ table: "insight.period", read: "whole", key: "id" }],
  routes(app) {
    addInsightRoutes(app, deps);
    addReportRoutes(app, deps);
  },
});
