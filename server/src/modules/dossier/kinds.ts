/** Which part of a dossier a kind of fact belongs to. Pure. */
import type { DossierGroup, DossierStage } from "../../../../contract/src/dossier-values.ts";

export interface Place {
  readonly group: DossierGroup;
  readonly stage: DossierStage;
}

const place = (group: DossierGroup, stage: DossierStage): Place => ({ group, stage });

/** Kinds whose place differs from that of their module. Notices stand by their type. */
const PLACES: Readonly<Record<string, Place>> = {
  "procurement.document-downloaded": place("bid", "bidding"),
  "procurement.bid-committed": place("bid", "bidding"),
  "procurement.bid-received": place("bid", "bidding"),
  "procurement.bid-withdrawn": place("bid", "bidding"),
  "procurement.bid-decrypted": place("opening", "opening"),
  "procurement.bid-revealed": place("opening", "opening"),
  "procurement.bids-opened": place("opening", "opening"),
  "procurement.evaluation-rules-set": place("evaluation", "announce"),
  "procurement.expert-scored": place("evaluation", "evaluation"),
  "procurement.evaluation-completed": place("evaluation", "evaluation"),
  "procurement.candidates-published": place("result", "award"),
  "procurement.award-decided": place("result", "award"),
  "procurement.tender-failed": place("result", "award"),
  "procurement.contract-signed": place("result", "contract"),
  "procurement.objection-recorded": place("voice", "supervision"),
  "procurement.complaint-recorded": place("voice", "supervision"),
  "followup.clarification-asked": place("evaluation", "evaluation"),
  "followup.clarification-answered": place("evaluation", "evaluation"),
  "evidence.accessed": place("access", "supervision"),
  "complaints.pause-confirmed": place("voice", "supervision"),
  "casework.decision-released": place("publication", "supervision"),
};

const NOTICES: Readonly<Record<string, DossierStage>> = {
  awardCandidateNotice: "award",
  awardNotice: "award",
  contractNotice: "contract",
};

const MODULES: Readonly<Record<string, Place>> = {
  procurement: place("notice", "announce"),
  opening: place("opening", "opening"),
  evaluation: place("evaluation", "evaluation"),
  draws: place("witness", "evaluation"),
  venue: place("witness", "opening"),
  video: place("witness", "opening"),
  witnessing: place("witness", "opening"),
  warnings: place("warning", "supervision"),
  screening: place("lead", "supervision"),
  casework: place("lead", "supervision"),
  evidence: place("lead", "supervision"),
  followup: place("lead", "supervision"),
  lookback: place("lead", "supervision"),
  complaints: place("voice", "supervision"),
  deadlines: place("voice", "supervision"),
  oversight: place("voice", "supervision"),
  publication: place("publication", "supervision"),
  audit: place("access", "supervision"),
};
const ELSEWHERE = place("witness", "supervision");

const NOTICE_PUBLISHED = "procurement.notice-published";

/** The name under which a fact is placed: its kind, of a notice together with the type. */
export const placeKeyOf = (kind: string, noticeType: string | undefined): string =>
  kind === NOTICE_PUBLISHED && noticeType !== undefined ? `${kind}/${noticeType}` : kind;

export function placeOf(key: string): Place {
  const [kind = "", noticeType] = key.split("/");
  if (noticeType !== undefined) return place("notice", NOTICES[noticeType] ?? "announce");
  return PLACES[kind] ?? MODULES[kind.split(".")[0] ?? ""] ?? ELSEWHERE;
}

/** Fields that a dossier keeps back: traces are for retrieval, writers for their case, nonces for nobody. */
const WITHHELD: readonly string[] = [
  "trace",
  "writer",
  "receiptHash",
  "nonce",
  "input",
  "seen",
  "officials",
  "agent",
  "address",
];

export const withheldOf = (payload: Readonly<Record<string, unknown>>): readonly string[] =>
  WITHHELD.filter((name) => payload[name] !== undefined);

export const WITHHELD_FIELDS = WITHHELD;
