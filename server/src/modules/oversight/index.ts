/** Oversight (监督再监督): the board over the departments, proofs of the log, notices and score cards. */
import type { Module } from "../../platform/module.ts";
import type { Log } from "../../platform/telemetry.ts";
import { cardJob } from "./card.job.ts";
import { addCardRoutes } from "./cards.routes.ts";
import { draftSubscriber } from "./draft.subscriber.ts";
import { addNoticeRoutes } from "./notices.routes.ts";
import { OVERSIGHT_NOTICES } from "./notices.service.ts";
import { oversightFacts } from "./oversight.facts.ts";
import { addBoardRoutes, type OversightDeps } from "./oversight.routes.ts";
import { startProofs } from "./proof.service.ts";
import { recountJob, noticeRecountSubscriber } from "./recount.job.ts";
import {
  ANSWERERS,
  CARD_READERS,
  COMMENTERS,
  NOTICE_READERS,
  RELEASERS,
  WATCHERS,
} from "./roles.ts";
import { summariseOversight } from "./summary.service.ts";

export { draftCards } from "./card.service.ts";
export { listOpenNotices } from "./open-letters.service.ts";
export { lookAtProofs } from "./proof.service.ts";
export { summariseOversight } from "./summary.service.ts";

interface OversightModuleDeps extends OversightDeps {
  readonly log: Log;
}

export function createOversightModule(deps: OversightModuleDeps): Module {
  return {
    name: "oversight",
    facts: oversightFacts,
    permissions: {
      "oversight.read": WATCHERS,
      "oversight.sign": WATCHERS,
      "oversight.notices": NOTICE_READERS,
      "oversight.answer": ANSWERERS,
      "oversight.cards": CARD_READERS,
      "oversight.comment": COMMENTERS,
      "oversight.release": RELEASERS,
    },
    notices: OVERSIGHT_NOTICES,
    jobs: [cardJob(deps), recountJob(deps)],
    subscribers: [draftSubscriber, noticeRecountSubscriber],
    keeps: [{ table: "oversight.draft", read: "whole", key: "id" }],
    routes(app) {
      addBoardRoutes(app, deps);
      addNoticeRoutes(app, deps);
      addCardRoutes(app, deps);
    },
    start: async () => startProofs(deps, deps.log),
    afterRestore: async () =>
      `summarised again: ${await summariseOversight(deps.db)} notices and cards`,
  };
}
