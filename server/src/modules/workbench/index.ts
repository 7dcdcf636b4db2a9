/** Workbench: the home of each role, saved views, and the public bodies that people look for. */
import { type Role, ROLES } from "../../../../contract/src/organisation.ts";
import type { Module } from "../../platform/module.ts";
import type { HomeDeps } from "./home.service.ts";
import { addWorkbenchRoutes } from "./workbench.routes.ts";

/** Everybody but those whose unit is a party of processes, and experts. */
const PARTIES: ReadonlySet<Role> = new Set(["entity", "agency", "bidder", "expert"]);

export const createWorkbenchModule = (deps: HomeDeps): Module => ({
  name: "workbench",
  permissions: {
    "workbench.home": ROLES,
    "workbench.views": ROLES,
    "workbench.units": ROLES.filter((role) => !PARTIES.has(role)),
  },
  keeps: [{ table: "workbench.view", read: "whole", key: "id" }],
  routes: (app) => addWorkbenchRoutes(app, deps),
});
