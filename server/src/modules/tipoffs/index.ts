/** Tip-offs: sealed in the writer's browser, routed by coded fields, answered through a mailbox. */
import type { Role } from "../../../../contract/src/organisation.ts";
import type { SecretStore } from "../../platform/migrate.ts";
import type { Module } from "../../platform/module.ts";
import { newTipoffSecret, TIPOFF_SECRET } from "./challenge.ts";
import { deleteContentJob } from "./delete-content.job.ts";
import { tipoffNotices } from "./notices.ts";
import { passOnJob } from "./pass-on.job.ts";
import { tipoffFacts } from "./tipoffs.facts.ts";
import { addTipoffRoutes, type TipoffDeps } from "./tipoffs.routes.ts";
import { addWriterRoutes } from "./writer.routes.ts";

export {
  answerTipoff,
  askWriter,
  closeTipoff,
  publishKey,
  recordTipoffStep,
} from "./acts.service.ts";
export { recordWaiting } from "./pass-on.job.ts";
export { prepareTipoff } from "./writer.service.ts";
export { addTipoffPages } from "./page.routes.ts";

export interface TipoffModuleDeps extends TipoffDeps {
  readonly secret: SecretStore;
  readonly isDemo: () => boolean;
}

/** Centre, director and administrators are not among them. */
const OFFICES = ["officer", "chief", "coordinator", "inspector"] as const satisfies readonly Role[];
const KEY_MAKERS = ["chief", "coordinator", "inspector"] as const satisfies readonly Role[];

export function createTipoffsModule({ secret, isDemo, ...deps }: TipoffModuleDeps): Module {
  return {
    name: "tipoffs",
    facts: tipoffFacts,
    permissions: {
      "tipoffs.read": OFFICES,
      "tipoffs.handle": OFFICES,
      "tipoffs.make-key": KEY_MAKERS,
    },
    notices: tipoffNotices,
    jobs: [passOnJob({ ...deps, isDemo }), deleteContentJob(deps)],
    // What waits for its hour is not kept: the instant of a backup would tell when it came.
    keeps: [
      { table: "tipoffs.sealed_box", read: "feed", key: "id" },
      { table: "tipoffs.read_mark", read: "whole", key: "message" },
    ],
    routes: (app) => addTipoffRoutes(app, deps),
    intakeRoutes: (app) =>
      addWriterRoutes(app, { ...deps, secret: () => secret(TIPOFF_SECRET, newTipoffSecret) }),
  };
}
