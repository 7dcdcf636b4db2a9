/** What runs beside requests: listeners, subscribers of the feed, jobs. */
import type { FastifyInstance } from "fastify";

import type { AppOptions } from "./app.ts";
import type { ProcessRole } from "./config.ts";
import type { BackupLoop } from "./platform/backup/index.ts";
import { type FeedRunner, startFeed } from "./platform/feed-runner.ts";
import { IDENTITY_CHANNEL } from "./platform/identity/index.ts";
import { startJobs } from "./platform/jobs.ts";
import { startListener } from "./platform/listen.ts";
import type { Module } from "./platform/module.ts";

interface StartedParts {
  readonly modules: readonly Module[];
  readonly backup: BackupLoop | undefined;
  readonly onIdentityChange: () => void;
  /** What stops those that run already. */
  readonly running: readonly (() => Promise<void>)[];
}

export interface Parts {
  /** Absent where the process has no role `jobs`. */
  readonly feed: FeedRunner | undefined;
  stop(): Promise<void>;
}

/** Starts what runs beside requests; stops it in the reverse order. */
export async function startParts(
  {
    app,
    appUrl,
    clock,
    log,
    roles,
  }: Pick<AppOptions, "app" | "appUrl" | "clock" | "log" | "roles">,
  { modules, backup, onIdentityChange, running }: StartedParts,
): Promise<Parts> {
  const stops: (() => Promise<void>)[] = [
    ...running,
    startListener({ url: appUrl, channel: IDENTITY_CHANNEL, log, onNotice: onIdentityChange }),
  ];
  if (backup !== undefined) stops.push(() => backup.stop());
  const stopAll = async () => {
    for (const stop of stops.toReversed()) await stop();
  };
  for (const module of modules) {
    const started = [
      roles.has("jobs") ? await module.start?.() : undefined,
      roles.has("console") ? await module.startConsole?.() : undefined,
      roles.has("video") ? await module.startVideo?.() : undefined,
    ];
    stops.push(...started.filter((stop) => stop !== undefined));
  }
  const subscribers = modules.flatMap((module) => module.subscribers ?? []);
  const isBusy = () => modules.some((module) => module.isBusy?.() === true);
  const feed = roles.has("jobs")
    ? startFeed({ db: app.db, url: appUrl, subscribers, log, isBusy })
    : undefined;
  if (feed !== undefined) stops.push(() => feed.stop());
  const jobs = modules.flatMap((module) => [
    ...(roles.has("jobs") ? (module.jobs ?? []) : []),
    ...(roles.has("video") ? (module.videoJobs ?? []) : []),
  ]);
  if (jobs.length > 0) stops.push(await startJobs({ url: appUrl, jobs, clock, log }));
  return { feed, stop: stopAll };
}

/** Routes of the roles that this process has. */
export async function addModuleRoutes(
  http: FastifyInstance,
  modules: readonly Module[],
  roles: ReadonlySet<ProcessRole>,
): Promise<void> {
  for (const module of modules) {
    if (roles.has("intake")) await module.intakeRoutes?.(http);
    if (roles.has("console")) await module.routes?.(http);
    if (roles.has("video")) await module.videoRoutes?.(http);
  }
}
