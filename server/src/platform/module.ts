/** What a module gives the application. A new module is a folder and one line in app.ts. */
import type { FastifyInstance } from "fastify";

import type { Role } from "../../../contract/src/organisation.ts";
import type { DangerousAct } from "./approval/act.ts";
import type { KeptTable } from "./backup/backup.store.ts";
import type { Subscriber } from "./facts/feed.ts";
import type { FactProjection } from "./facts/registry.ts";
import type { NoticeRule } from "./notify/rule.ts";

/** Permission → the roles that hold it. Deny by default: what is not listed is refused. */
export type Permissions = Readonly<Record<string, readonly Role[]>>;

export interface Job {
  readonly name: string;
  readonly everySeconds: number;
  /** Idempotent; `now` is given, the clock is not read. */
  readonly run: (now: Date) => Promise<void>;
}

/** State of one dependency, for /api/health. */
export interface HealthCheck {
  readonly name: string;
  /** A warning leaves it well: somebody has to act, but the server serves. */
  readonly check: () => Promise<{
    readonly ok: boolean;
    readonly detail?: string;
    readonly warning?: string;
  }>;
}

/** What the operator lets a restore do. */
export interface RestoreAllowances {
  /** The backup may hold less than the log's key has signed; the log is sealed then, and another one opened. */
  readonly isLossAllowed?: boolean;
}

export interface Module {
  readonly name: string;
  readonly facts?: FactProjection;
  readonly permissions?: Permissions;
  readonly subscribers?: readonly Subscriber[];
  readonly jobs?: readonly Job[];
  /** Those that work on recordings: they run where these are kept, in processes of role `video`. */
  readonly videoJobs?: readonly Job[];
  /** Which of its facts concern whom: those persons are notified. */
  readonly notices?: readonly NoticeRule[];
  readonly health?: readonly HealthCheck[];
  /**
   * Adds routes of the console; each names its permission in `config.permission`, or the boot is refused.
   * What the public sees is no part of a module's routes but of portal-routes.ts.
   */
  readonly routes?: (app: FastifyInstance) => void | Promise<void>;
  /** Adds routes that serve what this process records, behind `routes` if there are both: processes of role `video`. */
  readonly videoRoutes?: (app: FastifyInstance) => void | Promise<void>;
  /** Adds routes by which facts come in. */
  readonly intakeRoutes?: (app: FastifyInstance) => void | Promise<void>;
  /** Acts that wait for a second person of another unit. */
  readonly dangerousActs?: readonly DangerousAct[];
  /** Tables that are neither facts nor follow from them: backups keep their rows. */
  readonly keeps?: readonly KeptTable[];
  /** Files below the data directory that backups keep under the passphrase. */
  readonly secretFiles?: readonly string[];
  /** Those of them without which a restore may go on: what they protect is made anew. */
  readonly replaceableFiles?: readonly string[];
  /** Makes good what follows from facts but is no projection, once a backup is back. @returns a line for the report */
  readonly afterRestore?: (allowances: RestoreAllowances) => Promise<string>;
  /** True while it takes facts in; subscribers of the feed then work less often. */
  readonly isBusy?: () => boolean;
  /** Starts what runs beside requests, in processes of role `jobs`; the result stops it. */
  readonly start?: () => Promise<() => Promise<void>>;
  /** The same in processes of role `video`. */
  readonly startVideo?: () => Promise<() => Promise<void>>;
  /** The same in processes of role `console`. */
  readonly startConsole?: () => Promise<() => Promise<void>>;
}
