/** Times as recorders count them, and as facts write them. Pure. */

/** Milliseconds since 1970 as text. */
export const isoOf = (at: number): string => new Date(Math.round(at)).toISOString();

/** So little between two segments is a joint, not missing pictures. */
export const JOINT_MS = 150;
