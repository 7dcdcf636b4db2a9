/** Who may end a request, and when. Pure. */
import type { ApprovalState } from "../../../../contract/src/approval.ts";

export interface Standing {
  readonly outcome: "approved" | "rejected" | "withdrawn" | null;
  readonly expiresAt: Date;
  readonly requester: string;
  readonly unit: string;
}

export interface Reader {
  readonly person: string;
  /** Units of every post the person may act for today. */
  readonly units: readonly string[];
  readonly mayApprove: boolean;
}

export function stateOf(standing: Standing, now: Date): ApprovalState {
  if (standing.outcome !== null) return standing.outcome;
  return standing.expiresAt <= now ? "expired" : "pending";
}

/** HTTP status of each reason: who may never is 403, what came too late is 409. */
export const REASONS = {
  "approval.self": 403,
  "approval.same-unit": 403,
  "permission.denied": 403,
  "approval.expired": 409,
  "approval.used": 409,
} as const;
export type Reason = keyof typeof REASONS;

/** Why this person may not approve or reject; undefined if he may. */
export function refusalOf(standing: Standing, reader: Reader, now: Date): Reason | undefined {
  if (reader.person === standing.requester) return "approval.self";
  if (reader.units.includes(standing.unit)) return "approval.same-unit";
  if (!reader.mayApprove) return "permission.denied";
  const state = stateOf(standing, now);
  if (state === "expired") return "approval.expired";
  return state === "pending" ? undefined : "approval.used";
}
