/** Publication: the release rule, schema `released`, the public pages. */
import type { FastifyInstance } from "fastify";

import { decisionPublished } from "../../../../contract/src/facts/publication.decision-published.ts";
import { itemPublished } from "../../../../contract/src/facts/publication.item-published.ts";
import { itemWithdrawn } from "../../../../contract/src/facts/publication.item-withdrawn.ts";
import type { Clock } from "../../platform/clock.ts";
import { type Database, inTransaction } from "../../platform/database.ts";
import type { FactProjection } from "../../platform/facts/registry.ts";
import type { Module } from "../../platform/module.ts";
import {
  addPartyCertificateRoute,
  addPublicCertificateRoute,
  type CertificateRouteDeps,
} from "./certificate.routes.ts";
import { addPortalRoutes, type PortalDeps } from "./portal.routes.ts";
import { createPublicStore } from "./public.store.ts";
import { listAllOcids, listDue, refreshProcesses } from "./release.store.ts";
import { RELEASABLE_KINDS } from "./release.ts";

/** Decisions live in the public view only, which is made from the facts themselves. */
const publicationFacts: FactProjection = {
  kinds: [decisionPublished, itemPublished, itemWithdrawn],
  tables: [],
  apply: async () => undefined,
  retract: async () => undefined,
};

export interface PublicationDeps extends Pick<CertificateRouteDeps, "buildCertificate"> {
  readonly db: Database;
  readonly publicDb: Database;
  readonly clock: Clock;
}

export type PublicPagesDeps = Omit<PortalDeps, "store"> &
  Pick<CertificateRouteDeps, "buildCertificate"> & { readonly publicDb: Database };

/** The public pages, the public JSON, the certificate for everybody. */
export function addPublicPages(app: FastifyInstance, deps: PublicPagesDeps): void {
  const store = createPublicStore(deps.publicDb);
  addPortalRoutes(app, { ...deps, store });
  addPublicCertificateRoute(app, { ...deps, store });
}

export interface PublicationModule {
  readonly module: Module;
  /** Makes the whole public view again (after a rebuild or a restore). */
  refreshAll(): Promise<number>;
}

const SWEEP_SECONDS = 20;
const PAGE = 200;
/** Large: a process of which many facts came is made again once for all of them. */
const BATCH = 8000;

export function createPublicationModule(deps: PublicationDeps): PublicationModule {
  const { db, clock } = deps;
  const refresh = (ocids: readonly string[]) =>
    inTransaction(db, (tx) => refreshProcesses(tx, ocids, clock.now()));
  const refreshAll = async () => {
    const ocids = await listAllOcids(db);
    for (let start = 0; start < ocids.length; start += PAGE)
      await refresh(ocids.slice(start, start + PAGE));
    return ocids.length;
  };
  const module: Module = {
    name: "publication",
    facts: publicationFacts,
    subscribers: [
      {
        name: "publication.release",
        kinds: RELEASABLE_KINDS,
        isBlind: true,
        batch: BATCH,
        async handle(tx, facts) {
          const ocids = [...new Set(facts.map((fact) => fact.subject))];
          for (let start = 0; start < ocids.length; start += PAGE) {
            await refreshProcesses(tx, ocids.slice(start, start + PAGE), clock.now());
          }
        },
      },
    ],
    jobs: [
      {
        name: "publication.due",
        everySeconds: SWEEP_SECONDS,
        async run(now) {
          for (let due = await listDue(db, now); due.length > 0; due = await listDue(db, now))
            await refresh(due);
        },
      },
    ],
    permissions: { "certificates.issue": ["centre"] },
    routes: (app) =>
      addPartyCertificateRoute(app, { ...deps, store: createPublicStore(deps.publicDb) }),
    afterRestore: async () => `published again: ${await refreshAll()} processes`,
  };
  return { module, refreshAll };
}
