/** Words of the warning nodes (警示节点): stages, acts, modes, what is advised. */
import Type, { type Static } from "typebox";

/** The nine stages of a tender, in their order. */
export const WARNING_STAGES = [
  "plan",
  "document",
  "notice",
  "clarification",
  "bidding",
  "opening",
  "evaluation",
  "award",
  "contract",
] as const;
export const WarningStage = Type.Enum(WARNING_STAGES);
export type WarningStage = (typeof WARNING_STAGES)[number];

/** What is about to be done, by stage. */
export const STAGE_ACTS = {
  plan: ["approvePlan"],
  document: ["issueDocuments"],
  notice: ["publishNotice", "publishPrequalification"],
  clarification: ["issueClarification", "changePrequalification", "continueTender"],
  bidding: ["acceptBid", "takeBond", "returnBond", "answerAboutBuyers"],
  opening: ["openBids", "decryptBid", "closeOpening", "recordOpening"],
  evaluation: ["formCommittee", "evaluate", "acceptReport", "recordEvaluation", "guardRoom"],
  award: ["sendReport", "publishCandidates", "decideAward", "publishResult"],
  contract: ["signContract", "refundBonds", "fileContract", "changeContract", "archive"],
} as const satisfies Record<WarningStage, readonly string[]>;
export type WarningAct = (typeof STAGE_ACTS)[WarningStage][number];
export const WARNING_ACTS: readonly WarningAct[] = WARNING_STAGES.flatMap(
  (stage): readonly WarningAct[] => STAGE_ACTS[stage],
);

/** From silent to strict. */
export const WARNING_MODES = ["shadow", "warn", "requireReason", "block"] as const;
export const WarningMode = Type.Enum(WARNING_MODES);
export type WarningMode = (typeof WARNING_MODES)[number];

export const WARNING_ADVICES = ["allow", "warn", "requireReason", "block"] as const;
export const WarningAdvice = Type.Enum(WARNING_ADVICES);
export type WarningAdvice = (typeof WARNING_ADVICES)[number];

/** What became of a warning, as facts tell it. */
export const WARNING_COURSES = ["open", "heeded", "overridden", "ignored", "after"] as const;
export const WarningCourse = Type.Enum(WARNING_COURSES);
export type WarningCourse = (typeof WARNING_COURSES)[number];

/** What staff did with it. */
export const WARNING_HANDLINGS = ["seen", "passedOn", "corrected"] as const;
export const WarningHandling = Type.Enum(WARNING_HANDLINGS);
export type WarningHandling = (typeof WARNING_HANDLINGS)[number];

/** Why an act is done in spite of a warning. */
export const OVERRIDE_GROUNDS = [
  "notMandatory",
  "approvedException",
  "emergency",
  "dataWrong",
  "other",
] as const;
export const OverrideGround = Type.Enum(OVERRIDE_GROUNDS);
export type OverrideGround = (typeof OVERRIDE_GROUNDS)[number];

export const NodeId = Type.String({ pattern: "^W-[A-Z]{3}-[0-9]{2}$" });

/** The asking system's own id of the act. */
export const ActId = Type.String({ pattern: "^[A-Za-z0-9._:/-]{1,100}$" });

/** Numbers behind a warning, for its sentence. */
export const WarningParams = Type.Record(
  Type.String(),
  Type.Union([Type.String(), Type.Number(), Type.Boolean()]),
);
export type WarningParams = Static<typeof WarningParams>;
