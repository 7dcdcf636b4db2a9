/**
 * What the city set for watching its departments (docs/decisions/0017-oversight-settings-and-proof-pass.md): no statute
 * names these figures, and every page that uses one says so. Pure.
 */

/** Calendar days by which an act may be written down later than it happened (SUP-05). */
export const GRACE_DAYS = 1;
/** Calendar days a voice may lie before anybody signs for it (SUP-02). */
export const UNCLAIMED_DAYS = 2;
/** Returns from which shoving about is a lead (SUP-02). */
export const BOUNCES = 2;
/** Calendar days of one pause from which it is shown. */
export const PAUSED_LONG_DAYS = 30;
/** Working days before the end from which the begin of a pause is a clue (SUP-06). */
export const LATE_PAUSE_DAYS = 1;
/** Share of claims that must have an answer (SUP-03). */
export const ANSWERED_RATIO = 0.8;
/** Working days from the handing over of a lead to its end (SUP-09). */
export const LEAD_DAYS = 15;
/** Tail from which a share among peers is a clue, and the false discovery rate over units (indicators.md D.0.6). */
export const TAIL = 0.05;
export const FALSE_DISCOVERIES = 0.1;
/** Fewer peers, or fewer cases of theirs, and nothing is said. */
export const FEWEST_PEERS = 2;
export const FEWEST_CASES = 20;
/** Working days for the answer to a notice. */
export const ANSWER_DAYS = { remind: 3, urge: 5, correct: 10 } as const;
/** Hours within which a unit signs for a notice. */
export const RECEIPT_HOURS = 24;
/** Working days for a department's word on its card. */
export const COMMENT_DAYS = 10;
