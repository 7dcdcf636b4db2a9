/** Words and limits of tip-offs, without a schema library: the page of writers uses them, too. */

export const TIPOFF_TOPICS = [
  "collusion",
  "bribery",
  "leak",
  "tailored",
  "falseDocuments",
  "evaluation",
  "performance",
  "interference",
  "other",
] as const;
export type TipoffTopic = (typeof TIPOFF_TOPICS)[number];

/** Industries of works that have a department of their own. */
export const TIPOFF_INDUSTRIES = ["housing", "transport", "water", "agriculture"] as const;

/** Whom of the unit it concerns: its head, somebody else in it, or not known. */
export const TIPOFF_RANKS = ["head", "member", "unknown"] as const;
export type TipoffRank = (typeof TIPOFF_RANKS)[number];

export const MOST_FILES = 5;
/** Of one file and of all together, in bytes. */
export const MOST_FILE_BYTES = 8 * 1024 * 1024;
export const MOST_BYTES = 10 * 1024 * 1024;
