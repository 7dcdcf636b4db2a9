/** How a retrieval stands. Pure. */
import type { RetrievalState } from "../../../../contract/src/dossier-values.ts";

export interface Standing {
  readonly askedAt: Date;
  readonly days: number;
  /** Set where no second person is needed. */
  readonly until: Date | null;
  readonly outcome: "approved" | "rejected" | "withdrawn" | null;
  readonly closedAt: Date | null;
  /** When the request itself lapses unanswered. */
  readonly requestUntil: Date | null;
}

const DAY_MS = 86_400_000;

/** Last instant at which it may be opened; undefined while nobody approved. */
export function openUntil({ days, until, outcome, closedAt }: Standing): Date | undefined {
  if (until !== null) return until;
  if (outcome !== "approved" || closedAt === null) return undefined;
  return new Date(closedAt.getTime() + days * DAY_MS);
}

export function stateOf(standing: Standing, now: Date): RetrievalState {
  const { outcome, requestUntil } = standing;
  if (outcome === "rejected" || outcome === "withdrawn") return "refused";
  const until = openUntil(standing);
  if (until !== undefined) return until <= now ? "expired" : "approved";
  return requestUntil !== null && requestUntil <= now ? "expired" : "asked";
}
