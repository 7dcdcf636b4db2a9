/** Which own acts a person may still put right. Pure. */
import { CORRECTION_MINUTES } from "../../../../contract/src/leads.ts";

/** An act as its event keeps it. */
export interface PastAct {
  readonly kind: string;
  /** RFC 3339. */
  readonly at: string;
  /** Who acted; absent for what the product did itself. */
  readonly account: string | undefined;
}

const CORRECTABLE: ReadonlySet<string> = new Set([
  "casework.step-recorded",
  "casework.lead-decided",
]);

/** Last instant at which this person may correct the act (RFC 3339, UTC); undefined when never. */
export function correctableUntil(
  past: PastAct,
  { account, isPublished }: { readonly account: string; readonly isPublished: boolean },
): string | undefined {
  if (isPublished || past.account !== account || !CORRECTABLE.has(past.kind)) return undefined;
  return new Date(Date.parse(past.at) + CORRECTION_MINUTES * 60_000).toISOString();
}
