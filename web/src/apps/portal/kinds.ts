/** Titles of the fact kinds that can be public, from the contract. */
import { replaySealed } from "../../../../contract/src/facts/opening.replay-sealed.ts";
import { awardDecided } from "../../../../contract/src/facts/procurement.award-decided.ts";
import { bidsOpened } from "../../../../contract/src/facts/procurement.bids-opened.ts";
import { candidatesPublished } from "../../../../contract/src/facts/procurement.candidates-published.ts";
import { complaintRecorded } from "../../../../contract/src/facts/procurement.complaint-recorded.ts";
import { contractSigned } from "../../../../contract/src/facts/procurement.contract-signed.ts";
import { evaluationCompleted } from "../../../../contract/src/facts/procurement.evaluation-completed.ts";
import { noticePublished } from "../../../../contract/src/facts/procurement.notice-published.ts";
import { objectionRecorded } from "../../../../contract/src/facts/procurement.objection-recorded.ts";
import { tenderFailed } from "../../../../contract/src/facts/procurement.tender-failed.ts";
import { decisionPublished } from "../../../../contract/src/facts/publication.decision-published.ts";
import { itemPublished } from "../../../../contract/src/facts/publication.item-published.ts";
import { pictureReplaySealed } from "../../../../contract/src/facts/video.replay-sealed.ts";
import type { Language } from "./views.ts";

const TITLES = new Map(
  [
    noticePublished,
    bidsOpened,
    replaySealed,
    pictureReplaySealed,
    evaluationCompleted,
    candidatesPublished,
    objectionRecorded,
    complaintRecorded,
    awardDecided,
    contractSigned,
    tenderFailed,
    decisionPublished,
    itemPublished,
  ].map(({ kind, title }) => [kind, title]),
);

const shortOf = (lang: Language) => (lang === "en" ? "en" : "zh");

/** Title of a fact kind; a kind this portal does not know shows its code. */
export const kindTitle = (kind: string, lang: Language): string =>
  TITLES.get(kind)?.[shortOf(lang)] ?? kind;

/** All titles in a language, for the verifier in the browser. */
export const kindTitles = (lang: Language): Readonly<Record<string, string>> =>
  Object.fromEntries([...TITLES].map(([kind, title]) => [kind, title[shortOf(lang)]]));
