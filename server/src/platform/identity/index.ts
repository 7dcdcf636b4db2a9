/** Identity: organisation, posts, jurisdictions, sessions. */
import type { Module } from "../module.ts";
import { organisationFacts } from "./organisation.facts.ts";
import type { SessionStore } from "./session.store.ts";

/** NOTIFY channel: sessions or rights changed (migrations/0010_identity.sql). */
export const IDENTITY_CHANNEL = "mingjing_identity";

const SWEEP_SECONDS = 300;

export interface IdentityDeps {
  readonly sessions: SessionStore;
}

export const createIdentityModule = ({ sessions }: IdentityDeps): Module => ({
  name: "identity",
  facts: organisationFacts,
  jobs: [
    {
      name: "identity.sweep-sessions",
      everySeconds: SWEEP_SECONDS,
      run: () => sessions.sweep(),
    },
  ],
});
