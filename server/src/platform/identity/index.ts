/** Identity: organisation, posts, jurisdictions, sessions. */
import { type Role, ROLES } from "../../../../contract/src/organisation.ts";
import type { Module } from "../module.ts";
import { addAccountsRoutes } from "./accounts/accounts.routes.ts";
import { openPrivilegedAccounts } from "./accounts/open-accounts-act.ts";
import { organisationActs } from "./organisation-acts.ts";
import { organisationFacts } from "./organisation.facts.ts";
import { addOrganisationRoutes, type OrganisationRouteDeps } from "./organisation.routes.ts";
import type { SessionStore } from "./session.store.ts";

/** NOTIFY channel: sessions or rights changed (migrations/0010_identity.sql). */
export const IDENTITY_CHANNEL = "mingjing_identity";

const SWEEP_SECONDS = 300;

export interface IdentityDeps extends OrganisationRouteDeps {
  readonly sessions: SessionStore;
  /** Address that people use, for links in letters. */
  readonly publicUrl?: string | undefined;
}

/** Parties of processes and experts see nobody's posts. */
const OUTSIDE: ReadonlySet<Role> = new Set(["entity", "agency", "bidder", "expert", "province"]);
const MANAGERS = ["systemAdmin", "securityAdmin"] as const satisfies readonly Role[];

export const createIdentityModule = ({ sessions, ...deps }: IdentityDeps): Module => ({
  name: "identity",
  facts: organisationFacts,
  permissions: {
    "organisation.read": ROLES.filter((role) => !OUTSIDE.has(role)),
    "organisation.own": ROLES,
    "organisation.appoint": [...MANAGERS, "chief"],
    "organisation.manage": MANAGERS,
    "organisation.approve": [...MANAGERS, "coordinator"],
    "accounts.manage": MANAGERS,
    "accounts.read": [...MANAGERS, "auditor", "chief"],
    // Not the system administrator, who has the database at hand (三员分离).
    "accounts.open": ["securityAdmin", "chief"],
  },
  dangerousActs: [
    ...organisationActs(deps.registry),
    openPrivilegedAccounts(deps.registry, () => deps.clock.now()),
  ],
  routes(app) {
    addOrganisationRoutes(app, deps);
    addAccountsRoutes(app, deps);
  },
  jobs: [
    {
      name: "identity.sweep-sessions",
      everySeconds: SWEEP_SECONDS,
      run: () => sessions.sweep(),
    },
  ],
});
