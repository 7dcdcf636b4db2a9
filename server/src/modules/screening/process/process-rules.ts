/** Rules over the course of a process (indicators.md D.8): each is a question put to the timeline of one lot. */
import { dayAfter } from "../../../kernel/plain-date.ts";
import { dayOf, judged, lastDayOf, missing, type ProcessRule } from "./process-rule.ts";
import type { OpenedFile } from "./timeline.ts";

type FileState = "same" | "replaced" | "late" | "unproven";

/** A file against its receipt and its commitment. */
function fileStateOf(file: OpenedFile, deadline: string): FileState {
  const { isReceived, hasCommitments, committedAt, recordedAt } = file;
  if (isReceived === false) return "replaced";
  if (!hasCommitments) return "same";
  if (committedAt === undefined || recordedAt === undefined) return "replaced";
  if (Date.parse(recordedAt) < Date.parse(deadline)) return "same";
  return Date.parse(committedAt) < Date.parse(deadline) ? "unproven" : "late";
}

export const PROCESS_RULES: readonly ProcessRule[] = [
  {
    manifest: {
      id: "PRO-01",
      version: "1.0.0",
      group: "PRO",
      names: { zh: "不足三家开标", en: "Opened with fewer than three" },
      level: "block",
      law: [
        { article: "ZTB-T-44", regimes: ["works"] },
        { article: "ZTB-28", regimes: ["works"] },
        { article: "MOF87-41", regimes: ["procurement"] },
      ],
      facts: ["procurement.bids-opened"],
      method: "An open or invited tender was opened although fewer than three bids stood.",
      trigger: "opened<3",
      innocent: ["singleSourceLawful", "countedOtherwise"],
      clearing: ["tenderedAgain", "recordCorrected"],
    },
    run({ opened, method }) {
      if (opened === undefined) return missing("notOpened");
      if (method !== "open" && method !== "invited") return missing("methodHasOneBidder");
      return judged(opened < 3, `bidders=${opened}`);
    },
  },
  {
    manifest: {
      id: "PRO-02",
      version: "1.0.0",
      group: "PRO",
      names: { zh: "截止前解密或打开", en: "Opened early" },
      level: "lead",
      law: [
        { article: "ZTB-T-41", item: "第（一）项", regimes: ["works"] },
        { article: "ZTB-34", regimes: ["works"] },
      ],
      facts: ["procurement.bid-decrypted", "procurement.notice-published"],
      method: "Content of a bid was decrypted before the deadline for bids.",
      trigger: "decryptedAt<deadline",
      innocent: ["clockSkew", "healthCheck"],
      clearing: ["clockRecord", "recordCorrected"],
    },
    run({ bidDeadline, decryptions }) {
      if (bidDeadline === undefined) return missing("noDeadline");
      if (decryptions.length === 0) return missing("noDecryptions");
      const early = decryptions.filter(({ at }) => Date.parse(at) < Date.parse(bidDeadline));
      return judged(early.length > 0, `early=${early.length}`);
    },
  },
  {
    manifest: {
      id: "PRO-03",
      version: "1.1.0",
      group: "PRO",
      names: { zh: "截止后接收或替换", en: "Late bid or replaced file" },
      level: "lead",
      law: [
        { article: "ZTB-T-36", regimes: ["works"], level: "determination" },
        { article: "ZTB-28", regimes: ["works"] },
      ],
      facts: [
        "procurement.bid-received",
        "procurement.bid-withdrawn",
        "procurement.bid-committed",
        "procurement.bid-revealed",
        "procurement.notice-published",
      ],
      method:
        "A bid was received after the deadline for bids and not taken back; or the file at the opening is another than the one that was received or committed to, or its commitment was made after the deadline. A commitment that is said to be in time but was recorded after the deadline proves nothing either way.",
      trigger: "receivedAt>deadline or file<>committed or committedAt>=deadline",
      innocent: ["clockSkew", "deadlineMoved"],
      clearing: ["clockRecord", "noticeOfExtension"],
    },
    run(timeline) {
      const { bidDeadline, receipts, withdrawals, files = [] } = timeline;
      if (bidDeadline === undefined) return missing("noDeadline");
      if (receipts.length === 0 && files.length === 0) return missing("noReceipts");
      const back = new Set(withdrawals.map(({ by }) => by));
      const late = receipts.filter(
        ({ by, at }) => Date.parse(at) > Date.parse(bidDeadline) && !back.has(by),
      );
      const states = files.map((file) => fileStateOf(file, bidDeadline));
      const count = (state: FileState) => states.filter((one) => one === state).length;
      const found = [late.length, count("replaced"), count("late")];
      const isHit = found.some((cases) => cases > 0);
      if (!isHit && count("unproven") > 0) return missing("clockSkew");
      const [received, replaced, committed] = found;
      const ofFiles =
        files.length === 0 ? "" : `; replaced=${replaced}; committedLate=${committed}`;
      return judged(isHit, `late=${received}${ofFiles}`);
    },
  },
  {
    manifest: {
      id: "PRO-04",
      version: "1.0.0",
      group: "PRO",
      names: { zh: "开标异议未当场答复", en: "No answer on the spot" },
      level: "lead",
      law: [{ article: "ZTB-T-44", regimes: ["works"] }],
      facts: ["procurement.objection-recorded", "procurement.bids-opened"],
      method: "An objection raised on the day of the opening was not answered on that day.",
      trigger: "answeredOn>openedOn",
      innocent: ["notAboutOpening", "recordLater"],
      clearing: ["minutesShowAnswer", "recordCorrected"],
    },
    run({ openedAt, objections }) {
      if (openedAt === undefined) return missing("notOpened");
      const day = dayOf(openedAt);
      const own = objections.filter(({ at }) => dayOf(at) === day && at >= openedAt);
      const open = own.filter(({ closedAt }) => closedAt === undefined || dayOf(closedAt) > day);
      return judged(open.length > 0, `objections=${own.length}; unanswered=${open.length}`);
    },
  },
  {
    manifest: {
      id: "PRO-05",
      version: "1.0.0",
      group: "PRO",
      names: { zh: "异议未答复即推进", en: "Went on during an objection" },
      level: "lead",
      law: [
        { article: "ZTB-T-22", regimes: ["works"] },
        { article: "ZTB-T-54", regimes: ["works"] },
      ],
      facts: [
        "procurement.objection-recorded",
        "procurement.award-decided",
        "procurement.contract-signed",
      ],
      method: "The award was decided, or the contract signed, while an objection was open.",
      trigger: "award or contract while objection open",
      innocent: ["objectionAnsweredOrally", "recordLater"],
      clearing: ["minutesShowAnswer", "recordCorrected"],
    },
    run({ awards, contractOn, objections }) {
      const stages = [
        ...awards.map(({ at }) => at),
        ...(contractOn === undefined ? [] : [contractOn]),
      ];
      if (stages.length === 0) return missing("noAward");
      const passed = objections.filter(({ at, closedAt }) =>
        stages.some(
          (stage) =>
            dayOf(stage) > dayOf(at) && (closedAt === undefined || dayOf(stage) < dayOf(closedAt)),
        ),
      );
      return judged(passed.length > 0, `objections=${objections.length}; open=${passed.length}`);
    },
  },
  {
    manifest: {
      id: "PRO-06",
      version: "1.0.0",
      group: "PRO",
      names: { zh: "评标委员会组成", en: "Composition of the committee" },
      level: "block",
      law: [
        { article: "ZTB-37", regimes: ["works"] },
        { article: "MOF87-47", regimes: ["procurement"] },
      ],
      facts: ["procurement.expert-scored"],
      method:
        "Fewer than five members scored, or an even number did. The share of experts is not in the facts.",
      trigger: "members<5 or even",
      innocent: ["memberDidNotScore", "smallPurchase"],
      clearing: ["rosterShown", "recordCorrected"],
    },
    run({ evaluators }) {
      if (evaluators === 0) return missing("noScores");
      return judged(evaluators < 5 || evaluators % 2 === 0, `members=${evaluators}`);
    },
  },
  {
    manifest: {
      id: "PRO-08",
      version: "1.0.0",
      group: "PRO",
      names: { zh: "公示迟或短", en: "Publicity late or short" },
      level: "lead",
      law: [{ article: "ZTB-T-54", regimes: ["works"] }],
      facts: ["procurement.candidates-published", "procurement.evaluation-completed"],
      method:
        "The candidates were published later than three days after the committee's report, or for fewer than three days. A period that ends on a day of rest ends on the next working day (民法典 203); the day of publication is not counted.",
      trigger: "publishedOn>report+3 or days<3",
      innocent: ["reportReceivedLater", "holidays"],
      clearing: ["receiptOfReport", "recordCorrected"],
    },
    run({ candidatesAt, evaluatedAt, disclosureFrom, disclosureTo }) {
      if (candidatesAt === undefined) return missing("noCandidates");
      if (evaluatedAt === undefined) return missing("noEvaluation");
      const late = dayOf(candidatesAt) > lastDayOf(dayOf(evaluatedAt), 3);
      const from = disclosureFrom ?? dayOf(candidatesAt);
      const short = disclosureTo !== undefined && disclosureTo < dayAfter(from, 2);
      return judged(late || short, `late=${late}; short=${short}`);
    },
  },
  {
    manifest: {
      id: "PRO-09",
      version: "1.0.0",
      group: "PRO",
      names: { zh: "未按排名定标", en: "Not the first candidate" },
      level: "lead",
      law: [{ article: "ZTB-T-55", regimes: ["works"] }],
      facts: ["procurement.evaluation-completed", "procurement.award-decided"],
      method:
        "The award went to another bidder than the one ranked first, and no later report of the committee says otherwise.",
      trigger: "winner<>first",
      innocent: ["candidateGaveUp", "separateDecision"],
      clearing: ["groundListed", "recordCorrected"],
    },
    run({ awards, first }) {
      const winner = awards.at(-1);
      if (winner === undefined) return missing("noAward");
      if (first === undefined) return missing("noRanking");
      return judged(winner.by !== first, `isFirst=${winner.by === first}`);
    },
  },
  {
    manifest: {
      id: "PRO-10",
      version: "1.0.0",
      group: "PRO",
      names: { zh: "结果异常变更", en: "Result changed" },
      level: "lead",
      law: [
        { article: "ZTB-T-56", regimes: ["works"] },
        { article: "ZTB-45", regimes: ["works"] },
      ],
      facts: ["procurement.award-decided"],
      method: "Two awards of one lot name different winners.",
      trigger: "winners>1",
      innocent: ["candidateGaveUp", "complaintUpheld"],
      clearing: ["decisionNamed", "recordCorrected"],
    },
    run({ awards }) {
      if (awards.length === 0) return missing("noAward");
      const winners = new Set(awards.map(({ by }) => by));
      return judged(winners.size > 1, `winners=${winners.size}`);
    },
  },
  {
    manifest: {
      id: "PRO-11",
      version: "1.0.0",
      group: "PRO",
      names: { zh: "合同逾期", en: "Contract late" },
      level: "lead",
      law: [
        { article: "ZTB-46", regimes: ["works"] },
        { article: "CG-46", regimes: ["procurement"] },
      ],
      facts: ["procurement.award-decided", "procurement.contract-signed"],
      method:
        "The contract was signed later than thirty days after the award; a period that ends on a day of rest ends on the next working day. The award stands for its notice, whose day the facts do not give.",
      trigger: "signedOn>award+30",
      innocent: ["complaintSuspension", "noticeLater"],
      clearing: ["suspensionShown", "noticeDay"],
    },
    run({ awards, contractOn }) {
      const award = awards.at(-1);
      if (award === undefined) return missing("noAward");
      if (contractOn === undefined) return missing("noContract");
      const last = lastDayOf(dayOf(award.at), 30);
      return judged(contractOn > last, `signed=${contractOn}; last=${last}`);
    },
  },
];
