/** The own step or unpublished decision of the last ten minutes, put right by a new fact. */
import { CORRECTION_MINUTES, type CorrectAct } from "../../../../contract/src/leads.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { type ActContext } from "../../platform/facts/act.ts";
import { act, type Target } from "./acts.service.ts";
import { correctableUntil } from "./correction.ts";
import { findPastAct } from "./lead.store.ts";

const SHAPE = {
  "casework.step-recorded": "step",
  "casework.lead-decided": "decision",
} as const satisfies Record<string, keyof CorrectAct>;

/**
 * @throws RuleViolation leads.not-correctable when the act is another person's, older than ten minutes, published,
 *   of a kind that is never corrected, or when the correction has not its shape
 */
export const correctAct = (
  context: ActContext,
  target: Target,
  { corrects, ground, step, decision }: Omit<CorrectAct, "version">,
): Promise<void> =>
  act(
    context,
    { ...target, act: "correct", kind: "casework.act-corrected" },
    async (tx, { state }) => {
      const past = await findPastAct(tx, target.id, corrects);
      const until =
        past === undefined
          ? undefined
          : correctableUntil(past, {
              account: context.officer.account,
              isPublished: state === "published",
            });
      const given = { step, decision };
      const shape = SHAPE[past?.kind as keyof typeof SHAPE];
      const right = shape === undefined ? undefined : given[shape];
      const isOne = (step === undefined) !== (decision === undefined);
      if (until === undefined || context.at > until || right === undefined || !isOne)
        throw new RuleViolation("leads.not-correctable", { minutes: CORRECTION_MINUTES });
      return { corrects, ground, [shape]: right };
    },
  );
