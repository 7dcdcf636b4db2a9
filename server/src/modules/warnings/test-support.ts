/** For every node facts that hit it and their honest twin, which is silent. Used by the tests of the table. */
import type { WarningFacts } from "../../../../contract/src/warnings-facts.ts";

const yuan = (amount: number) => ({ amountMinor: String(amount * 100), currency: "CNY" });
const DEADLINE = "2026-05-21T09:30:00+08:00";

interface Case {
  readonly hit: WarningFacts;
  readonly silent: WarningFacts;
}

const of = (base: WarningFacts, hit: WarningFacts, silent: WarningFacts): Case => ({
  hit: { ...base, ...hit },
  silent: { ...base, ...silent },
});
const WORKS: WarningFacts = { regime: "works", isMandatory: true };
const BUYS: WarningFacts = { regime: "procurement" };

export const CASES: Readonly<Record<string, Case>> = {
  "W-PLA-01": of(WORKS, { method: "singleSource" }, { method: "open" }),
  "W-PLA-02": of(
    { ...WORKS, method: "invited" },
    { hasMethodGround: false },
    { hasMethodGround: true },
  ),
  "W-PLA-03": of(
    { ...BUYS, method: "negotiation" },
    { hasMethodGround: false },
    { hasMethodGround: true },
  ),
  "W-PLA-04": of(
    { ...BUYS, method: "enquiry", openThreshold: yuan(4_000_000) },
    { sameItemTotal: yuan(4_000_000) },
    { sameItemTotal: yuan(3_999_999) },
  ),
  "W-PLA-05": of(
    { ...WORKS, mandatoryThreshold: yuan(4_000_000) },
    { lotEstimates: [yuan(2_500_000), yuan(2_500_000)] },
    { lotEstimates: [yuan(4_500_000), yuan(2_500_000)] },
  ),
  "W-DOC-01": of(
    { ...WORKS, estimate: yuan(10_000_000) },
    { bidBond: yuan(200_001) },
    { bidBond: yuan(200_000) },
  ),
  "W-DOC-02": of(
    { ...BUYS, budget: yuan(1_000_000) },
    { bidBond: yuan(20_001) },
    { bidBond: yuan(20_000) },
  ),
  "W-DOC-03": of(WORKS, { hasFloorPrice: true }, { hasFloorPrice: false }),
  "W-DOC-04": of(
    WORKS,
    { documentText: "投标人须具有本市类似工程业绩两项。" },
    { documentText: "投标人须具有类似工程业绩两项。" },
  ),
  "W-DOC-05": of(
    BUYS,
    { documentText: "投标人应在本市设有本地分公司。" },
    { documentText: "中标人应在七日内到场服务。" },
  ),
  "W-DOC-06": of(
    BUYS,
    { documentText: "电缆必须选用某某品牌。" },
    { documentText: "电缆应符合现行国家标准。" },
  ),
  "W-DOC-07": of(
    WORKS,
    { documentText: "投标人注册资本不低于五千万元。" },
    { documentText: "投标人应具有独立法人资格。" },
  ),
  "W-DOC-08": of({ ...BUYS, purchaseKind: "goods" }, { priceWeight: 29 }, { priceWeight: 30 }),
  "W-DOC-09": of(
    { ...WORKS, bidValidityDays: 90 },
    { bondValidityDays: 89 },
    { bondValidityDays: 90 },
  ),
  "W-DOC-10": of(
    { ...WORKS, hasCeilingPrice: true },
    { isCeilingStated: false },
    { isCeilingStated: true },
  ),
  "W-NOT-01": of(
    { ...WORKS, bidDeadline: DEADLINE },
    { documentsFrom: "2026-05-02" },
    { documentsFrom: "2026-05-01" },
  ),
  "W-NOT-02": of(
    { ...BUYS, bidDeadline: DEADLINE },
    { documentsFrom: "2026-05-02" },
    { documentsFrom: "2026-05-01" },
  ),
  "W-NOT-03": of(
    { ...WORKS, documentsFrom: "2026-05-06" },
    { documentsTo: "2026-05-10" },
    { documentsTo: "2026-05-11" },
  ),
  // 2026-05-09 is a Saturday of work; the holiday ends on the 5th.
  "W-NOT-04": of(
    { ...BUYS, documentsFrom: "2026-05-11" },
    { documentsTo: "2026-05-15" },
    { documentsTo: "2026-05-18" },
  ),
  "W-NOT-05": of(WORKS, { isInDesignatedMedia: false }, { isInDesignatedMedia: true }),
  "W-NOT-06": of(
    { ...BUYS, noticeFrom: "2026-05-11" },
    { noticeTo: "2026-05-15" },
    { noticeTo: "2026-05-18" },
  ),
  "W-NOT-07": of(
    { ...WORKS, prequalificationSaleTo: "2026-05-10" },
    { prequalificationDeadline: "2026-05-14" },
    { prequalificationDeadline: "2026-05-15" },
  ),
  "W-NOT-08": of(
    { ...WORKS, bidDeadline: DEADLINE },
    { openingAt: "2026-05-21T10:00:00+08:00" },
    { openingAt: "2026-05-21T01:30:00Z" },
  ),
  "W-NOT-09": of(
    { ...BUYS, bidDeadline: DEADLINE },
    { openingAt: "2026-05-21T10:00:00+08:00" },
    { openingAt: DEADLINE },
  ),
  "W-NOT-10": of(
    { regime: "land", noticeFrom: "2026-05-01" },
    { startOn: "2026-05-20" },
    { startOn: "2026-05-21" },
  ),
  "W-CLA-01": of(
    { ...WORKS, affectsBids: true, bidDeadline: DEADLINE },
    { changeOn: "2026-05-07" },
    { changeOn: "2026-05-06" },
  ),
  "W-CLA-02": of(
    { ...BUYS, changeOn: "2026-05-10", bidDeadline: DEADLINE },
    { affectsBids: true },
    { affectsBids: false },
  ),
  "W-CLA-03": of(
    { ...WORKS, changeOn: "2026-05-10", bidDeadline: DEADLINE, previousCeilingPrice: yuan(900) },
    { ceilingPrice: yuan(1000) },
    { ceilingPrice: yuan(900) },
  ),
  "W-CLA-04": of({ ...WORKS, recipientCount: 7 }, { notifiedCount: 6 }, { notifiedCount: 7 }),
  "W-CLA-05": of(
    { ...WORKS, changeOn: "2026-05-10" },
    { prequalificationDeadline: "2026-05-12" },
    { prequalificationDeadline: "2026-05-13" },
  ),
  "W-CLA-06": of(WORKS, { openObjections: 1 }, { openObjections: 0 }),
  "W-BID-01": of(
    { ...WORKS, isAccepted: true, bidDeadline: DEADLINE },
    { receivedAt: "2026-05-21T09:30:01+08:00" },
    { receivedAt: DEADLINE },
  ),
  "W-BID-02": of(
    { ...BUYS, receivedAt: "2026-05-21T09:31:00+08:00", bidDeadline: DEADLINE },
    { isAccepted: true },
    { isAccepted: false },
  ),
  "W-BID-03": of({ ...WORKS, isAccepted: true }, { isSealed: false }, { isSealed: true }),
  "W-BID-04": of(
    { ...WORKS, isAccepted: true },
    { hasPassedPrequalification: false },
    { hasPassedPrequalification: true },
  ),
  "W-BID-05": of(WORKS, { isFromBasicAccount: false }, { isFromBasicAccount: true }),
  // Five days end on Saturday the 16th, so Monday the 18th is in time.
  "W-BID-06": of(
    { ...WORKS, withdrawnOn: "2026-05-11" },
    { bondReturnedOn: "2026-05-19" },
    { bondReturnedOn: "2026-05-18" },
  ),
  "W-BID-07": of(
    { ...BUYS, withdrawnOn: "2026-05-11" },
    { bondReturnedOn: "2026-05-19" },
    { bondReturnedOn: "2026-05-18" },
  ),
  "W-BID-08": of(WORKS, { revealsBuyers: true }, { revealsBuyers: false }),
  "W-OPE-01": of(WORKS, { bidderCount: 2 }, { bidderCount: 3 }),
  "W-OPE-02": of(
    { ...WORKS, bidDeadline: DEADLINE },
    { openedAt: "2026-05-21T09:41:00+08:00" },
    { openedAt: "2026-05-21T09:40:00+08:00" },
  ),
  "W-OPE-03": of(
    { ...BUYS, bidDeadline: DEADLINE },
    { openedAt: "2026-05-21T09:29:00+08:00" },
    { openedAt: DEADLINE },
  ),
  "W-OPE-04": of(
    { ...WORKS, bidDeadline: DEADLINE },
    { decryptedAt: "2026-05-21T09:29:59+08:00" },
    { decryptedAt: DEADLINE },
  ),
  "W-OPE-05": of(WORKS, { openObjections: 1 }, { openObjections: 0 }),
  "W-OPE-06": of({ ...WORKS, bidderCount: 5 }, { readCount: 4 }, { readCount: 5 }),
  "W-OPE-07": of(
    { ...WORKS, announcedVenue: "开标一室" },
    { venue: "开标二室" },
    { venue: "开标一室" },
  ),
  "W-OPE-08": of(
    { ...BUYS, longestGapSeconds: 12, oddPictures: 0 },
    { recordedPercent: 99.49 },
    { recordedPercent: 99.5 },
  ),
  "W-OPE-09": of(WORKS, { clockOffsetSeconds: 5.1 }, { clockOffsetSeconds: 5 }),
  "W-EVA-12": of(
    { ...WORKS, recordedPercent: 99.9, oddPictures: 0 },
    { longestGapSeconds: 30 },
    { longestGapSeconds: 29 },
  ),
  "W-EVA-13": of(BUYS, { clockOffsetSeconds: 61 }, { clockOffsetSeconds: 0.2 }),
  "W-EVA-14": of(WORKS, { unlistedEntries: 1 }, { unlistedEntries: 0 }),
  "W-EVA-01": of(WORKS, { committeeSize: 4 }, { committeeSize: 5 }),
  "W-EVA-02": of(WORKS, { committeeSize: 6 }, { committeeSize: 7 }),
  "W-EVA-03": of({ ...WORKS, committeeSize: 5 }, { expertCount: 3 }, { expertCount: 4 }),
  "W-EVA-04": of({ ...BUYS, budget: yuan(10_000_000) }, { committeeSize: 5 }, { committeeSize: 7 }),
  "W-EVA-05": of(BUYS, { isRandomDraw: false }, { isRandomDraw: true }),
  "W-EVA-06": of({ ...WORKS, relatedMembers: 1 }, { recusedMembers: 0 }, { recusedMembers: 1 }),
  "W-EVA-07": of(
    { ...WORKS, bidDeadline: DEADLINE, bidValidityDays: 60 },
    { evaluatedOn: "2026-07-21" },
    { evaluatedOn: "2026-07-20" },
  ),
  "W-EVA-08": of(WORKS, { validBidCount: 2 }, { validBidCount: 3 }),
  "W-EVA-09": of(WORKS, { hasSameCriteria: false }, { hasSameCriteria: true }),
  "W-EVA-10": of(
    { ...WORKS, committeeSize: 5, dissentCount: 1 },
    { signedCount: 3 },
    { signedCount: 4 },
  ),
  "W-EVA-11": of(
    { ...BUYS, hasLowBid: true },
    { isLowBidExplained: false },
    { isLowBidExplained: true },
  ),
  // Three days end on Sunday the 24th, so Monday the 25th is in time.
  "W-AWA-01": of(
    { ...WORKS, reportOn: "2026-05-21" },
    { disclosureFrom: "2026-05-26" },
    { disclosureFrom: "2026-05-25" },
  ),
  "W-AWA-02": of(
    { ...WORKS, disclosureFrom: "2026-05-25" },
    { disclosureTo: "2026-05-27" },
    { disclosureTo: "2026-05-28" },
  ),
  "W-AWA-03": of(WORKS, { candidateCount: 4 }, { candidateCount: 3 }),
  "W-AWA-04": of(
    { ...WORKS, isStateFunded: true, firstCandidate: "name:甲", awardee: "name:乙" },
    {},
    { isAwardChangeGrounded: true },
  ),
  "W-AWA-05": of(
    { ...WORKS, disclosureTo: "2026-05-28" },
    { awardOn: "2026-05-28" },
    { awardOn: "2026-05-29" },
  ),
  "W-AWA-06": of(WORKS, { openObjections: 2 }, { openObjections: 0 }),
  "W-AWA-07": of(BUYS, { isPaused: true }, { isPaused: false }),
  "W-AWA-08": of(
    { ...BUYS, reportOn: "2026-05-11" },
    { awardOn: "2026-05-19" },
    { awardOn: "2026-05-18" },
  ),
  "W-AWA-09": of(
    { ...BUYS, awardOn: "2026-05-11" },
    { resultPublishedOn: "2026-05-14" },
    { resultPublishedOn: "2026-05-13" },
  ),
  "W-AWA-10": of(
    { ...BUYS, evaluatedOn: "2026-05-11" },
    { reportOn: "2026-05-14" },
    { reportOn: "2026-05-13" },
  ),
  "W-AWA-11": of({ ...WORKS, bidderCount: 5 }, { notifiedCount: 4 }, { notifiedCount: 5 }),
  "W-AWA-12": of(WORKS, { isPaused: true }, { isPaused: false }),
  "W-CON-01": of(
    { ...WORKS, awardNoticeOn: "2026-05-11" },
    { signedOn: "2026-06-11" },
    { signedOn: "2026-06-10" },
  ),
  "W-CON-02": of(
    { ...BUYS, awardAmount: yuan(500) },
    { contractAmount: yuan(501) },
    { contractAmount: yuan(500) },
  ),
  "W-CON-03": of(
    { ...WORKS, contractAmount: yuan(1_000_000) },
    { performanceBond: yuan(100_001) },
    { performanceBond: yuan(100_000) },
  ),
  "W-CON-04": of(
    { ...WORKS, signedOn: "2026-05-11" },
    { bondReturnedOn: "2026-05-19" },
    { bondReturnedOn: "2026-05-18" },
  ),
  "W-CON-05": of(
    { ...BUYS, signedOn: "2026-05-11" },
    { bondReturnedOn: "2026-05-19" },
    { bondReturnedOn: "2026-05-18" },
  ),
  "W-CON-06": of(
    { ...BUYS, signedOn: "2026-05-11" },
    { filedOn: "2026-05-21" },
    { filedOn: "2026-05-20" },
  ),
  "W-CON-07": of(
    { ...BUYS, signedOn: "2026-05-11" },
    { contractPublishedOn: "2026-05-14" },
    { contractPublishedOn: "2026-05-13" },
  ),
  "W-CON-08": of(
    { ...BUYS, contractAmount: yuan(1_000_000) },
    { supplementTotal: yuan(100_001) },
    { supplementTotal: yuan(100_000) },
  ),
  "W-CON-09": of(
    { ...WORKS, awardOn: "2026-05-11" },
    { reportedOn: "2026-05-27" },
    { reportedOn: "2026-05-26" },
  ),
  "W-CON-10": of(
    { ...WORKS, awardee: "name:甲" },
    { contractParty: "name:乙" },
    { contractParty: "name:甲" },
  ),
  "W-CON-11": of(BUYS, { keptYears: 14 }, { keptYears: 15 }),
  "W-CON-12": of(BUYS, { openObjections: 1 }, { openObjections: 0 }),
};
