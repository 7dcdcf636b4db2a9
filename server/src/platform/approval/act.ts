/** A dangerous act: asked for by one person, done when a person of another unit approves it. */
import type { TSchema } from "typebox";

import type { ChangeLine } from "../../../../contract/src/approval.ts";
import type { ApprovalActor } from "../../../../contract/src/facts/approval.requested.ts";
import type { Database, Tx } from "../database.ts";

/** What the approver reads. */
export interface ActDescription {
  /** What the act is about, in a few words; the approver types it to confirm. */
  readonly subject: string;
  readonly lines: readonly ChangeLine[];
}

export interface ActContext {
  readonly requester: ApprovalActor;
  /** Absent while it is asked for. */
  readonly approver?: ApprovalActor;
  /** Instant of the request or of the approval. */
  readonly at: string;
}

export interface DangerousAct<Params = unknown> {
  /** `<area>.<verb>`; its sentences are in locales/approvals.json. */
  readonly kind: string;
  readonly requestPermission: string;
  readonly approvePermission: string;
  readonly params: TSchema;
  /** What would change, computed from the state as it is now. */
  describe(db: Database | Tx, params: Params): Promise<ActDescription>;
  /** Refuses what could not be done; called when it is asked for and again before it is done. */
  check?(tx: Tx, params: Params, context: ActContext): Promise<void>;
  /** Does it, in the transaction of the approval. */
  execute(tx: Tx, params: Params, context: ActContext): Promise<void>;
  /** After the commit, for what lives outside the transaction. A failure here is logged; the act stands. */
  after?(params: Params): Promise<void>;
  /** True if the approval lets the requester fetch something, once. */
  readonly isCollected?: boolean;
}

/** Keeps the type of the parameters inside the act; the registry checks them by schema. */
export function defineAct<Params>(act: DangerousAct<Params>): DangerousAct {
  return act;
}
