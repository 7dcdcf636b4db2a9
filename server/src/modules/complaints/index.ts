/** Complaints: enquiry 询问, challenge 质疑, objection 异议, complaint 投诉; their clocks, answers and publication. */
import { randomBytes } from "node:crypto";

import type { SecretStore } from "../../platform/migrate.ts";
import type { Module } from "../../platform/module.ts";
import { complaintsFacts } from "./complaints.facts.ts";
import { dropDraftsJob } from "./draft.service.ts";
import { addEntryRoutes } from "./entry.routes.ts";
import { addFiguresRoute } from "./figures.routes.ts";
import { addVoiceIntakeRoutes, type VoiceIntakeDeps } from "./intake.routes.ts";
import { COMPLAINT_NOTICES } from "./notices.service.ts";
import { pauseEndJob } from "./pause-end.job.ts";
import { addProfileRoutes } from "./profile.routes.ts";
import { recountJob, voiceRecountSubscriber } from "./recount.job.ts";
import { CHIEFS, CLERKS, DEPARTMENTS, HANDLERS, READERS, ROUTERS, WATCHERS } from "./roles.ts";
import { summariseAll, summariseUnmeasured } from "./summary.service.ts";
import { addVoiceFileRoutes } from "./voice-files.routes.ts";
import { addVoicePaperRoutes } from "./voice-papers.routes.ts";
import { addVoiceRoutes, type ComplaintsDeps } from "./voices.routes.ts";
import type { WriteDeps } from "./write-site.routes.ts";
import { addWriteRoutes } from "./write.routes.ts";

export type { Target } from "./act.service.ts";
export * from "./acts.service.ts";
export { type CountedVoice, isKept } from "./figures.ts";
export { readCounted } from "./figures.store.ts";
export { addDeadlineRoutes } from "./deadline.routes.ts";
export { voicesOn } from "./process-voices.ts";
export { publishReply, questionReply, serveReply, takeDownReply } from "./reply.service.ts";
export { listOpenLetters } from "./open-letters.service.ts";
export { listOpenVoices } from "./open-voices.service.ts";
export type { KnownLaw } from "./known-law.ts";
export { readKnownLaw } from "./law.service.ts";
export { COPIED } from "./reply-quality.ts";
export { clocksOf, pauseEndOf, type Standing, standingOf, type VoiceEvent } from "./standing.ts";
export { type KnownVoice, readVoices } from "./summary.service.ts";
export { receiveVoice, type VoiceContent, type VoiceReceipt } from "./receive.service.ts";
export { listVoices } from "./voice.store.ts";
export { transferVoice } from "./transfer.service.ts";
export { summariseAll as summariseVoices } from "./summary.service.ts";

/** Key of form tokens and of the tokens of persons. */
const SECRET = "voice-key";

export interface ComplaintsModuleDeps
  extends ComplaintsDeps, VoiceIntakeDeps, Omit<WriteDeps, "secret"> {
  readonly secret: SecretStore;
}

const secretOf =
  ({ secret }: ComplaintsModuleDeps) =>
  () =>
    secret(SECRET, () => randomBytes(32).toString("base64url"));

export function createComplaintsModule(deps: ComplaintsModuleDeps): Module {
  return {
    name: "complaints",
    facts: complaintsFacts,
    permissions: {
      "voices.read": READERS,
      "voices.enter": CLERKS,
      "voices.take": HANDLERS,
      "voices.return": DEPARTMENTS,
      "voices.transfer": DEPARTMENTS,
      "voices.route": ROUTERS,
      "voices.accept": DEPARTMENTS,
      "voices.correct": HANDLERS,
      "voices.pause": DEPARTMENTS,
      "voices.work": HANDLERS,
      "voices.reply": HANDLERS,
      "voices.question": WATCHERS,
      "voices.publish": DEPARTMENTS,
      "voices.profile": CHIEFS,
    },
    notices: COMPLAINT_NOTICES,
    subscribers: [voiceRecountSubscriber],
    jobs: [pauseEndJob(deps), recountJob(deps), dropDraftsJob(deps)],
    keeps: [{ table: "complaints.file", read: "feed", key: "id" }],
    async start() {
      await summariseUnmeasured(deps.db);
      return async () => undefined;
    },
    routes(app) {
      addVoiceRoutes(app, deps);
      addVoiceFileRoutes(app, deps);
      addVoicePaperRoutes(app, deps);
      addFiguresRoute(app, deps);
      addProfileRoutes(app, deps);
      addEntryRoutes(app, { ...deps, secret: secretOf(deps) });
    },
    secretFiles: [SECRET],
    replaceableFiles: [SECRET],
    intakeRoutes(app) {
      addVoiceIntakeRoutes(app, deps);
      addWriteRoutes(app, { ...deps, secret: secretOf(deps) });
    },
    afterRestore: async () => `summarised again: ${await summariseAll(deps.db)} voices`,
  };
}
