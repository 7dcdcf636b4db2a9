/** "期限怎么算": every statutory date with the days it was counted by, for everybody. */
import type { FastifyInstance } from "fastify";

import type * as portal from "../../../../web/src/apps/portal/index.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import {
  addPublicPage,
  type PageQuery,
  PUBLIC,
  type PublicSite,
} from "../../platform/http/public-page.ts";
import { publicDutiesOn } from "../duties/index.ts";
import { readPublicStatutes } from "../statutes/index.ts";
import { answerQuestion, readQuestion } from "./deadline.ts";
import { readPublicLimits } from "./public-limits.store.ts";
import { limitsOf } from "./public-limits.ts";
import { voiceState } from "./voice.ts";

export interface DeadlineDeps extends PublicSite {
  readonly pages: typeof portal;
}

export function addDeadlineRoutes(app: FastifyInstance, deps: DeadlineDeps): void {
  addPublicPage(app, deps, [
    "/deadline",
    async (page, query) => {
      const asked = readQuestion(query);
      const question = asked?.question;
      const statutes = await readPublicStatutes(deps.publicDb);
      return deps.pages.renderDeadline({
        page,
        bad: asked?.bad ?? [],
        question: question ?? null,
        explanation: question === undefined ? null : answerQuestion(question, statutes),
        entered: statutes.entries,
      });
    },
  ]);
  addPublicPage(app, deps, [
    "/voice",
    async (page, query) => {
      const today = plainDateOf(deps.clock.now());
      return deps.pages.renderVoice({
        page,
        today,
        state: voiceState(query, today, await readPublicStatutes(deps.publicDb)),
      });
    },
  ]);
  const limits = async () => {
    const day = plainDateOf(deps.clock.now());
    const [{ law }, duties, set] = await Promise.all([
      readPublicStatutes(deps.publicDb),
      publicDutiesOn(deps.publicDb, day),
      readPublicLimits(deps.publicDb),
    ]);
    return limitsOf(set, { duties, law, day });
  };
  addPublicPage(app, deps, [
    "/limits",
    async (page) => deps.pages.renderLimits({ page, ...(await limits()) }),
  ]);
  app.get("/api/public/limits", { config: PUBLIC }, limits);
  /** Parameters as of `mingjing clock explain`: kind, regime, event, accepted, matter. */
  app.get("/api/public/deadline", { config: PUBLIC }, async (request) => {
    const asked = readQuestion(request.query as PageQuery);
    if (asked?.question === undefined) {
      const errors = (asked?.bad ?? ["kind", "regime", "event"]).map((name) => ({
        path: `querystring.${name}`,
        code: "request.bad-field",
        params: { rule: "deadline", expected: "" },
      }));
      throw new RuleViolation("request.invalid", {}, { status: 400, errors });
    }
    return answerQuestion(asked.question, await readPublicStatutes(deps.publicDb));
  });
}
