/** Sign-in as a part of the application: facts, permissions, what backups keep. Its routes stand with the sessions. */
import { randomBytes } from "node:crypto";

import { type Role, ROLES } from "../../../../../contract/src/organisation.ts";
import type { Database } from "../../database.ts";
import type { Module } from "../../module.ts";
import { createPendingStore } from "./pending.store.ts";
import { signInFacts } from "./sign-in.facts.ts";
import { sweepRates } from "./slow-down.ts";

export type { SignInSettings } from "./door.ts";

/** A new key for <data dir>/secrets/factor-key. */
export const newFactorKey = (): string => randomBytes(32).toString("hex");

const REQUESTERS = ["securityAdmin", "chief"] as const satisfies readonly Role[];
const APPROVERS = ["securityAdmin", "systemAdmin"] as const satisfies readonly Role[];

export const createSignInModule = ({ db }: { readonly db: Database }): Module => ({
  name: "sign-in",
  facts: signInFacts,
  permissions: {
    "account.manage": ROLES,
    "identity.reset-read": [...new Set<Role>([...REQUESTERS, ...APPROVERS])],
    "identity.reset-request": REQUESTERS,
    "identity.reset-approve": APPROVERS,
  },
  keeps: [
    { table: "identity.totp", read: "whole", key: "account" },
    { table: "identity.passkey", read: "whole", key: "id" },
    { table: "identity.recovery_code", read: "whole", key: "code_hash" },
    { table: "identity.external_identity", read: "whole", key: "subject" },
    { table: "identity.certificate", read: "whole", key: "id" },
  ],
  secretFiles: ["secrets/factor-key"],
  // Without it second factors are enrolled again, after a reset.
  replaceableFiles: ["secrets/factor-key"],
  jobs: [
    {
      name: "identity.sweep-sign-ins",
      everySeconds: 300,
      async run() {
        await createPendingStore(db).sweep();
        await sweepRates(db);
      },
    },
  ],
});
