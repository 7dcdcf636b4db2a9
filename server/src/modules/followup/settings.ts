/** Figures of the product and of the city's agreement; no statutory periods. Pure. */
import type { Recipient } from "../../../../contract/src/followup-values.ts";

/** Working days for the feedback on a report. */
export const FEEDBACK_DAYS: Readonly<Record<Recipient, number>> = {
  discipline: 20,
  coordinator: 5,
  department: 10,
};

/** Fewest calendar days that a firm has for its reply. */
export const REPLY_DAYS_MIN = 3;

/** Share of leads that a second person reviews without seeing the first review. */
export const DOUBLE_SHARE = 0.2;
/** Share of dismissed leads that is drawn for audit. */
export const AUDIT_SHARE = 0.1;
