/** A reply while it is written: kept on this device, sent only when it is signed. Pure. */
import type { ReplyDraft } from "../../../../contract/src/voice-acts.ts";
import type { Finding, Service } from "../../../../contract/src/voice-values.ts";

export interface FindingForm {
  readonly result: Finding["result"] | "";
  readonly text: string;
  readonly articles: readonly string[];
}

export interface ReplyForm {
  readonly letterNo: string;
  readonly decidedOn: string;
  readonly decision: string;
  readonly way: Service["way"];
  readonly servedOn: string;
  readonly proof: string;
  /** By index of the claim. */
  readonly findings: Readonly<Record<string, FindingForm>>;
}

export const NO_FINDING: FindingForm = { result: "", text: "", articles: [] };

export const emptyReply = (today: string): ReplyForm => ({
  letterNo: "",
  decidedOn: today,
  decision: "",
  way: "platform",
  servedOn: today,
  proof: "",
  findings: {},
});

export const findingOf = ({ findings }: ReplyForm, claim: number): FindingForm =>
  findings[String(claim)] ?? NO_FINDING;

export const isWritten = ({ result, text }: FindingForm): boolean =>
  result !== "" && text.trim() !== "";

function findingsOf({ findings }: ReplyForm): Finding[] {
  return Object.entries(findings).flatMap(([claim, { result, text, articles }]) =>
    result === "" || text.trim() === ""
      ? []
      : [{ claim: Number(claim), result, text: text.trim(), articles: [...articles] }],
  );
}

/** Stands where a word is still missing, so that the meter can look at the findings already. */
const NOT_YET = "——";

/** What the meter looks at: unfinished parts count as missing. */
export const draftOf = (form: ReplyForm, today: string): ReplyDraft => ({
  letterNo: form.letterNo.trim() || NOT_YET,
  decidedOn: form.decidedOn || today,
  findings: findingsOf(form),
  decision: form.decision.trim().length < 2 ? NOT_YET : form.decision.trim(),
});

export const FAULTS = ["letterNo", "decidedOn", "decision", "servedOn", "proof"] as const;
export type ReplyFault = (typeof FAULTS)[number];

/** Members without which nothing can be signed. */
export function faultsOf(form: ReplyForm): readonly ReplyFault[] {
  const isMissing: Readonly<Record<ReplyFault, boolean>> = {
    letterNo: form.letterNo.trim() === "",
    decidedOn: form.decidedOn === "",
    decision: form.decision.trim().length < 2,
    servedOn: form.servedOn === "",
    proof: form.way !== "platform" && form.proof.trim() === "",
  };
  return FAULTS.filter((fault) => isMissing[fault]);
}

export function serviceOf({ way, servedOn, proof }: ReplyForm): Service {
  return { way, servedOn, ...(proof.trim() === "" ? {} : { proof: proof.trim() }) };
}
