/** Bid openings: planned, locked by the clock, run from the host's desk, watched by everybody, signed. */
import { bidDecrypted } from "../../../../contract/src/facts/procurement.bid-decrypted.ts";
import { bidRevealed } from "../../../../contract/src/facts/procurement.bid-revealed.ts";
import type { Subscriber } from "../../platform/facts/feed.ts";
import type { Job, Module } from "../../platform/module.ts";
import { lockDue } from "./acts.service.ts";
import { takeDecryptions } from "./decryptions.service.ts";
import { openingFacts } from "./opening.facts.ts";
import { addOpeningRoutes, type OpeningDeps } from "./opening.routes.ts";
import { ACTORS, PLANNERS, READERS } from "./roles.ts";
import { listDue, sessionsOfLots } from "./session.store.ts";

export type { OpeningContext } from "./act.service.ts";
export {
  answerObjection,
  handleBid,
  lockDue,
  postMessage,
  raiseObjection,
  signIn,
  signRecord,
  takeStep,
} from "./acts.service.ts";
export { hallEventsOf, hallSessionOf } from "./hall.ts";
export { planOpening } from "./plan.service.ts";
export { OPENING_KINDS } from "./opening.facts.ts";
export { simulatedSeals } from "./seal.ts";
export {
  getSession,
  listAllSessions,
  listSessions,
  readEvents,
  readReplays,
  readSessions,
  sessionsWithin,
} from "./session.store.ts";
export { type SessionState, stateOf } from "./session.ts";

const LOCK_SECONDS = 5;

/** What the trading system reports of decryption, while a session decrypts. */
function decryptions({ registry }: OpeningDeps): Subscriber {
  return {
    name: "opening.decryptions",
    kinds: [bidDecrypted.kind, bidRevealed.kind],
    async handle(tx, facts) {
      const lots = new Map(
        facts.map(({ subject, payload }) => {
          const lotId = String(payload["lotId"]);
          return [`${subject}\n${lotId}`, { ocid: subject, lotId }];
        }),
      );
      for (const id of await sessionsOfLots(tx, [...lots.values()]))
        await takeDecryptions(tx, { registry }, id);
    },
  };
}

const lockJob = ({ db, registry }: OpeningDeps): Job => ({
  name: "opening.lock",
  everySeconds: LOCK_SECONDS,
  async run(now) {
    for (const id of await listDue(db, now)) await lockDue({ db, registry }, id, now);
  },
});

export function createOpeningModule(deps: OpeningDeps): Module {
  return {
    name: "opening",
    facts: openingFacts,
    permissions: {
      "openings.read": READERS,
      "openings.plan": PLANNERS,
      "openings.act": ACTORS,
    },
    subscribers: [decryptions(deps)],
    jobs: [lockJob(deps)],
    routes(app) {
      addOpeningRoutes(app, deps);
    },
  };
}
