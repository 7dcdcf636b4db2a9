/** Several leads received at once: each stands for itself, and each refusal says why. */
import type { ReceiptResults, ReceiveLeads } from "../../../../contract/src/leads.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { type ActContext } from "../../platform/facts/act.ts";
import { receiveLead } from "./acts.service.ts";

/** One transaction a lead, so that one refusal takes nothing from the others. */
export async function receiveLeads(
  context: ActContext,
  { leads }: ReceiveLeads,
): Promise<ReceiptResults> {
  const results: ReceiptResults["results"] = [];
  for (const { id, version } of leads) {
    try {
      await receiveLead(context, { id, version });
      results.push({ id, received: true });
    } catch (error) {
      if (!(error instanceof RuleViolation)) throw error;
      results.push({ id, received: false, code: error.code });
    }
  }
  return { results };
}
