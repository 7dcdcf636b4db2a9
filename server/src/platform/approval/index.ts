/** Four eyes across units for dangerous acts. */
import type { ApprovalRequested } from "../../../../contract/src/facts/approval.requested.ts";
import type { Role } from "../../../../contract/src/organisation.ts";
import type { Module } from "../module.ts";
import { approvalFacts } from "./approval.facts.ts";
import { addApprovalRoutes, type ApprovalRouteDeps } from "./approval.routes.ts";
import { platformActs, type PlatformActDeps } from "./platform-acts.ts";
import { addPlatformRoutes, type PlatformRouteDeps } from "./platform.routes.ts";

export { type ActContext, type DangerousAct, defineAct } from "./act.ts";
export { type Approvals, createApprovals } from "./approval.service.ts";

/** Everybody who asks for or approves one of the acts, and the auditor. */
const READERS = [
  "systemAdmin",
  "securityAdmin",
  "auditor",
  "coordinator",
  "director",
  "inspector",
  "police",
  "chief",
] as const satisfies readonly Role[];

export const createApprovalModule = (
  deps: ApprovalRouteDeps & PlatformActDeps & PlatformRouteDeps,
): Module => ({
  name: "approval",
  facts: approvalFacts,
  permissions: {
    "approvals.read": READERS,
    "platform.request": ["systemAdmin"],
    "platform.approve": ["securityAdmin", "director", "coordinator"],
  },
  keeps: [
    { table: "approval.parameters", read: "whole", key: "request" },
    { table: "approval.collection", read: "whole", key: "request" },
  ],
  dangerousActs: platformActs(deps),
  notices: [
    {
      // Those who can approve it: the act's roles, in other units.
      fact: "approval.requested",
      notice: "approvalRequested",
      concerned({ payload }) {
        const { act, by } = payload as unknown as ApprovalRequested;
        return { roles: deps.approvals.approvers(act), outside: by.unit, except: by.person };
      },
    },
  ],
  routes(app) {
    addApprovalRoutes(app, deps);
    addPlatformRoutes(app, deps);
  },
});
