/** Publication: the release rule, schema `released`, the public pages. */
import type { FastifyInstance } from "fastify";

import { type CopySent, copySent } from "../../../../contract/src/facts/publication.copy-sent.ts";
import type { Role } from "../../../../contract/src/organisation.ts";
import type { Clock } from "../../platform/clock.ts";
import { type Database, inTransaction, type Tx } from "../../platform/database.ts";
import type { Subscriber } from "../../platform/facts/feed.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { fetchPage } from "../../platform/fetch-page.ts";
import { sendWaiting } from "../../platform/http/public-page.ts";
import type { Job, Module } from "../../platform/module.ts";
import type { NoticeRule } from "../../platform/notify/rule.ts";
import { recoverEntries } from "./answer-entries.store.ts";
import { updateMap } from "./answer-map.store.ts";
import { addAnswerRoutes } from "./answers.routes.ts";
import {
  addPartyCertificateRoute,
  addPublicCertificateRoute,
  type CertificateRouteDeps,
} from "./certificate.routes.ts";
import { createColumnStore } from "./column.store.ts";
import { erasureSubscriber } from "./erasure.subscriber.ts";
import { hallSubscriber, refreshAllHalls } from "./halls.service.ts";
import { listAllItems, listExpired, refreshItems } from "./item-release.store.ts";
import { ITEM_RELEASE_KINDS, itemIdOf, publicationFacts } from "./item.facts.ts";
import { addItemRoutes } from "./items.routes.ts";
import { addOwnCertificateRoutes } from "./own-certificate.routes.ts";
import { createPageCheck } from "./page-check.job.ts";
import { addPortalRoutes, type PortalDeps } from "./portal.routes.ts";
import { createPublicStore } from "./public.store.ts";
import { listAllOcids, listDue, refreshProcesses } from "./release.store.ts";
import { RELEASABLE_KINDS } from "./release.ts";

export {
  type ItemActContext,
  newItemId,
  publishItem,
  requireWithdrawal,
  signCopy,
  withdrawItem,
} from "./items.service.ts";

/** Who sees what is published and copied in the console. */
const MEMBERS = [
  "officer",
  "chief",
  "coordinator",
  "centre",
  "director",
  "inspector",
  "police",
  "court",
] as const satisfies readonly Role[];
const PUBLISHERS = ["officer", "chief", "police", "court"] as const satisfies readonly Role[];

export interface PublicationDeps extends Pick<
  CertificateRouteDeps,
  "buildCertificate" | "paperOf"
> {
  readonly db: Database;
  readonly publicDb: Database;
  readonly clock: Clock;
  readonly registry: FactRegistry;
  /** Where pages are looked for; absent: nothing is fetched. */
  readonly sites?: SitesOptions | undefined;
}

export interface SitesOptions {
  /** Address that citizens use; undefined: not known yet. */
  readonly publicUrl: () => string | undefined;
  /** Hosts inside that units' pages may stand on (MINGJING_SITE_HOSTS). */
  readonly hosts: readonly string[];
}

export type PublicPagesDeps = Omit<PortalDeps, "store" | "columns"> &
  Pick<CertificateRouteDeps, "paperOf">;

/** The public pages, the public JSON, the certificate for everybody. */
export function addPublicPages(app: FastifyInstance, deps: PublicPagesDeps): void {
  const store = createPublicStore(deps.publicDb);
  addPortalRoutes(app, { ...deps, store, columns: createColumnStore(deps.publicDb) });
  addPublicCertificateRoute(app, {
    ...deps,
    store,
    sendWaiting: (request, reply) => sendWaiting(deps, request, reply),
  });
  addAnswerRoutes(app, deps.publicDb);
}

/** This installation's own address may stand inside; of the others only those that were named. */
function pageCheckJobs({ db, registry, sites }: PublicationDeps): readonly Job[] {
  if (sites === undefined) return [];
  const publicUrl = () => sites.publicUrl()?.replace(/\/+$/u, "");
  const ownHost = () => {
    const url = publicUrl();
    return url === undefined ? [] : [new URL(url).host];
  };
  return [
    createPageCheck({
      db,
      registry,
      publicUrl,
      fetch: (url, site) =>
        fetchPage(url, { allowed: new Set(site === "centre" ? ownHost() : sites.hosts) }),
    }),
  ];
}

export interface PublicationModule {
  readonly module: Module;
  /** Makes the whole public view again (after a rebuild or a restore). */
  refreshAll(): Promise<number>;
  /** Brings the map of released records up to date. @returns its root, for the log */
  mapRoot(tx: Tx): Promise<Buffer>;
}

/** The readers of every unit that gets a copy; what is told says nothing of the item. */
const COPY_NOTICE: NoticeRule = {
  fact: copySent.kind,
  notice: "copySent",
  concerned: ({ payload }) => ({
    units: (payload as unknown as CopySent).units.map(({ id }) => id),
    roles: MEMBERS,
  }),
};

const SWEEP_SECONDS = 20;
const PAGE = 200;
/** Large: a process of which many facts came is made again once for all of them. */
const BATCH = 8000;

/** Keeps the public side of items: after their facts, and by the clock. */
function createItemRelease({ db, clock }: Pick<PublicationDeps, "db" | "clock">) {
  const refresh = (ids: readonly string[], now: Date) =>
    inTransaction(db, (tx) => refreshItems(tx, ids, now));
  const subscriber: Subscriber = {
    name: "publication.items",
    kinds: ITEM_RELEASE_KINDS,
    isBlind: true,
    async handle(tx, facts) {
      const ids = [...new Set(facts.map(({ subject }) => itemIdOf(subject)))];
      await refreshItems(tx, ids, clock.now());
    },
  };
  const expireJob: Job = {
    name: "publication.expire",
    everySeconds: SWEEP_SECONDS,
    run: async (now) => refresh(await listExpired(db, now), now),
  };
  return {
    subscriber,
    expireJob,
    async refreshAll() {
      const ids = await listAllItems(db);
      for (let start = 0; start < ids.length; start += PAGE)
        await refresh(ids.slice(start, start + PAGE), clock.now());
    },
  };
}

const PERMISSIONS = {
  "certificates.issue": ["centre"],
  "certificates.own": ["bidder"],
  "publications.read": MEMBERS,
  "publications.publish": PUBLISHERS,
  "publications.sign": MEMBERS,
} as const;

async function publishAgain(db: Database, refreshAll: () => Promise<number>): Promise<string> {
  await inTransaction(db, recoverEntries);
  return `published again: ${await refreshAll()} processes`;
}

export function createPublicationModule(deps: PublicationDeps): PublicationModule {
  const { db, clock } = deps;
  const refresh = (ocids: readonly string[]) =>
    inTransaction(db, (tx) => refreshProcesses(tx, ocids, clock.now()));
  const items = createItemRelease(deps);
  const refreshAll = async () => {
    const ocids = await listAllOcids(db);
    for (let start = 0; start < ocids.length; start += PAGE)
      await refresh(ocids.slice(start, start + PAGE));
    await items.refreshAll();
    await refreshAllHalls(db);
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
      items.subscriber,
      erasureSubscriber(clock),
      hallSubscriber,
    ],
    jobs: [
      items.expireJob,
      ...pageCheckJobs(deps),
      {
        name: "publication.due",
        everySeconds: SWEEP_SECONDS,
        async run(now) {
          for (let due = await listDue(db, now); due.length > 0; due = await listDue(db, now))
            await refresh(due);
        },
      },
    ],
    permissions: PERMISSIONS,
    notices: [COPY_NOTICE],
    routes(app) {
      addOwnCertificateRoutes(app, deps);
      addPartyCertificateRoute(app, { ...deps, store: createPublicStore(deps.publicDb) });
      addItemRoutes(app, deps);
    },
    keeps: [{ table: "released.answer_entry", read: "key", key: "n" }],
    afterRestore: () => publishAgain(db, refreshAll),
  };
  return { module, refreshAll, mapRoot: (tx) => updateMap(tx, clock.now()) };
}
