/** What follows a lead: reports, right of reply, triage, letters and talks. */
import type { Module } from "../../platform/module.ts";
import { followUpCalendar, summariseFollowUp } from "./clocks.service.ts";
import { followUpFacts } from "./followup.facts.ts";
import {
  addLeadRoutes,
  addNoticeRoutes,
  addReportRoutes,
  type FollowUpDeps,
} from "./followup.routes.ts";
import { labelsSubscriber } from "./labels.subscriber.ts";
import { FOLLOWUP_NOTICES } from "./notices.ts";
import {
  addLetterRoutes,
  addOwnRoutes,
  addRegisterRoutes,
  addTalkRoutes,
  addTriageRoutes,
} from "./paper.routes.ts";
import {
  AUDITORS,
  CLEARERS,
  CONCERNED,
  HANDLERS,
  HOLDERS,
  READERS,
  RECIPIENT_ROLES,
  REPLIERS,
  REVIEWERS,
  SENDERS,
  TALKERS,
} from "./roles.ts";

export { summariseFollowUp } from "./clocks.service.ts";
export {
  holdNotice,
  replyToNotice,
  requireHeardFirms,
  serveNotice,
  weighReply,
} from "./hearing.service.ts";
export { answerLetter, holdTalk, inviteTalk, receiveLetter, sendLetter } from "./paper.service.ts";
export { giveFeedback, receiveReport, sendReport } from "./report.service.ts";
export { drawDismissed, giveReview, takeReview } from "./triage.service.ts";
export { type CountedFollowUp, countFollowUp } from "./view.service.ts";

export function createFollowUpModule(deps: FollowUpDeps): Module {
  return {
    name: "followup",
    facts: followUpFacts,
    permissions: {
      "followup.read": READERS,
      "followup.send": SENDERS,
      "followup.receive": RECIPIENT_ROLES,
      "followup.receive-letter": [...RECIPIENT_ROLES, "police", "entity", "agency"],
      "followup.hold": HOLDERS,
      "followup.serve": HANDLERS,
      "followup.reply": REPLIERS,
      "followup.clear": CLEARERS,
      "followup.talk": TALKERS,
      "followup.own": CONCERNED,
      "followup.ask": ["expert"],
      "followup.answer": ["bidder"],
      "followup.review": REVIEWERS,
      "followup.audit": AUDITORS,
    },
    notices: FOLLOWUP_NOTICES,
    subscribers: [labelsSubscriber(deps.registry), followUpCalendar],
    routes(app) {
      addLeadRoutes(app, deps);
      addReportRoutes(app, deps);
      addNoticeRoutes(app, deps);
      addRegisterRoutes(app, deps);
      addLetterRoutes(app, deps);
      addTalkRoutes(app, deps);
      addOwnRoutes(app, deps);
      addTriageRoutes(app, deps);
    },
    afterRestore: async () =>
      `summarised again: ${await summariseFollowUp(deps.db)} reports and letters`,
  };
}
