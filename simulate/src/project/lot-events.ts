/** The moments of one lot: downloads, bids, opening, evaluation, candidates, award, contract. */
import type { BidsOpened } from "../../../contract/src/facts/procurement.bids-opened.ts";
import type { Offer } from "../../../contract/src/values.ts";
import { isSale } from "../city/trades.ts";
import { dayNumberOf, formatDay, formatInstant, MINUTE } from "../time.ts";
import type { Bidder } from "./bidders.ts";
import type { Ranked, ScoreSheet } from "./evaluation.ts";
import type { Chapter, Moment } from "./events.ts";
import type { Lot } from "./lot.ts";
import { offerOf } from "./price.ts";
import type { Project } from "./project.ts";
import { bidTrace, decryptTrace, downloadTrace } from "./trace.ts";

const CANDIDATES = 3;
/** Scoring ends with the report, which takes the last few minutes. */
const SCORING = 50 * MINUTE;

/** The parts of one lot: downloads, bids, opening, scores, result. */
export function lotChapters(project: Project, lot: Lot): Chapter[] {
  const { noticeAt, deadlineAt, evaluationAt } = project.schedule;
  const { evaluation } = lot;
  const senders = lot.withdrawn === undefined ? lot.bidders : [lot.withdrawn, ...lot.bidders];
  const firstBidAt = Math.min(deadlineAt, ...senders.map(({ bidAt }) => bidAt));
  const before: Chapter[] = [
    { at: noticeAt, moments: () => downloads(lot, senders) },
    { at: firstBidAt, moments: () => bids(project, lot, senders) },
  ];
  if (evaluation === undefined) {
    const failed = failure(project, lot);
    return [...before, { at: failed.at, moments: () => [failed] }];
  }
  const { sheet } = evaluation;
  const scoring = evaluationAt - SCORING;
  return [
    ...before,
    { at: deadlineAt, moments: () => opening(project, lot, evaluation.ranked) },
    ...(sheet === undefined
      ? []
      : [{ at: scoring, moments: () => scoreEvents(project, evaluation.ranked, { lot, sheet }) }]),
    { at: evaluationAt, moments: () => afterOpening(project, lot, evaluation.ranked) },
  ];
}

const offerIn = (project: Project, { ratio, fen }: Bidder): Offer =>
  offerOf(project.trade.offerKind, ratio, fen);

function downloads(lot: Lot, senders: readonly Bidder[]): Moment[] {
  const { lotId } = lot;
  return [...senders, ...lot.onlookers].map(({ firm, trace, downloadAt }, index) => ({
    at: downloadAt,
    kind: "procurement.document-downloaded",
    path: `lot${lotId}/download/${index + 1}`,
    payload: () => ({ lotId, bidder: firm.party, trace: downloadTrace(trace) }),
  }));
}

function bids(project: Project, lot: Lot, senders: readonly Bidder[]): Moment[] {
  const { lotId, withdrawn } = lot;
  const hasLock = project.trade.regime === "works";
  const received = senders.map(({ firm, trace, bidAt }, index): Moment => ({
    at: bidAt,
    kind: "procurement.bid-received",
    path: `lot${lotId}/bid/${index + 1}`,
    payload: () => ({ lotId, bidder: firm.party, trace: bidTrace(trace, hasLock) }),
  }));
  if (withdrawn === undefined) return received;
  const middle = (withdrawn.bidAt + project.schedule.deadlineAt) / 2;
  return [
    ...received,
    {
      at: Math.floor(middle),
      kind: "procurement.bid-withdrawn",
      path: `lot${lotId}/withdrawal/1`,
      payload: () => ({ lotId, bidder: withdrawn.firm.party, reason: "投标人自行撤回" }),
    },
  ];
}

function opening(project: Project, lot: Lot, ranked: readonly Ranked[]): Moment[] {
  const { lotId } = lot;
  const { deadlineAt } = project.schedule;
  const pace = (0.75 * (lot.openedAt - deadlineAt)) / (lot.bidders.length + 1);
  const decryptions = ranked.map(({ bidder, state }, index): Moment => ({
    at: Math.floor(deadlineAt + pace * (index + 1)),
    kind: "procurement.bid-decrypted",
    path: `lot${lotId}/decryption/${index + 1}`,
    payload: () => ({
      lotId,
      bidder: bidder.firm.party,
      succeeded: state !== "notDecrypted",
      ...(state === "notDecrypted" ? {} : { trace: decryptTrace(bidder.trace) }),
    }),
  }));
  return [
    ...decryptions,
    {
      at: lot.openedAt,
      kind: "procurement.bids-opened",
      path: `lot${lotId}/opening`,
      payload: () => openedPayload(project, lot, ranked),
    },
  ];
}

function failure(project: Project, { lotId, outcome }: Lot): Moment {
  const { deadlineAt } = project.schedule;
  const isCancelled = outcome === "cancelled";
  return {
    at: isCancelled ? deadlineAt - 25 * 60 * MINUTE : deadlineAt + 20 * MINUTE,
    kind: "procurement.tender-failed",
    path: `lot${lotId}/failure`,
    payload: () =>
      isCancelled
        ? { lotId, reason: "cancelled", detail: "项目建设内容调整，终止本次招标（采购）" }
        : { lotId, reason: "tooFewBids", detail: "截至截止时间，递交文件的单位不足法定数量" },
  };
}

function openedPayload(project: Project, lot: Lot, ranked: readonly Ranked[]): BidsOpened {
  const ceiling = { amountMinor: String(lot.ceilingFen), currency: "CNY" };
  return {
    lotId: lot.lotId,
    ...(isSale(project.trade) ? {} : { ceilingPrice: ceiling }),
    bids: ranked.map(({ bidder, state, reason }) => {
      const shared = { bidder: bidder.firm.party, receivedAt: formatInstant(bidder.bidAt) };
      if (state === "notDecrypted") {
        return { ...shared, status: state, statusReason: reason ?? "" };
      }
      return { ...shared, status: "valid", offer: offerIn(project, bidder) };
    }),
  };
}

function afterOpening(project: Project, lot: Lot, ranked: readonly Ranked[]): Moment[] {
  const { lotId } = lot;
  const { schedule } = project;
  const candidates = ranked
    .filter(({ rank }) => rank !== undefined)
    .toSorted((left, right) => (left.rank ?? 0) - (right.rank ?? 0));
  const winner = candidates[0]?.bidder;
  if (winner === undefined) return [];
  const moments: Moment[] = [
    {
      at: schedule.evaluationAt,
      kind: "procurement.evaluation-completed",
      path: `lot${lotId}/evaluation`,
      payload: () => evaluationPayload(project, lot, ranked),
    },
    awardMoment(project, lot, winner),
    contractMoment(project, lot, winner),
  ];
  const { candidatesAt, disclosureFrom, disclosureTo } = schedule;
  if (candidatesAt === undefined) return moments;
  moments.push({
    at: candidatesAt,
    kind: "procurement.candidates-published",
    path: `lot${lotId}/candidates`,
    payload: () => ({
      lotId,
      candidates: candidates.slice(0, CANDIDATES).map(({ bidder, rank }) => ({
        rank,
        bidder: bidder.firm.party,
        offer: offerIn(project, bidder),
      })),
      disclosureFrom,
      disclosureTo,
    }),
  });
  return moments;
}

function evaluationPayload(project: Project, lot: Lot, ranked: readonly Ranked[]): object {
  const reviewed = ranked.filter(({ state }) => state !== "notDecrypted");
  return {
    lotId: lot.lotId,
    ranking: reviewed.map(({ bidder, rank, points, reason, state }) => ({
      bidder: bidder.firm.party,
      ...(rank === undefined ? {} : { rank }),
      ...(points === undefined || rank === undefined ? {} : { score: points.toFixed(2) }),
      ...priceOf(
        lot.evaluation?.sheet,
        ranked.findIndex((one) => one.bidder === bidder),
      ),
      offer: offerIn(project, bidder),
      status: state,
      ...(reason === undefined ? {} : { statusReason: reason }),
    })),
  };
}

function priceOf(sheet: ScoreSheet | undefined, place: number): object {
  return sheet === undefined ? {} : { priceScore: (sheet.priceScores[place] ?? 0).toFixed(2) };
}

function awardMoment(project: Project, { lotId }: Lot, winner: Bidder): Moment {
  return {
    at: project.schedule.awardAt,
    kind: "procurement.award-decided",
    path: `lot${lotId}/award`,
    payload: () => ({ lotId, supplier: winner.firm.party, offer: offerIn(project, winner) }),
  };
}

function contractMoment(project: Project, lot: Lot, winner: Bidder): Moment {
  const { lotId, title } = lot;
  const at = project.schedule.contractAt;
  const isTotal = project.trade.offerKind === "total";
  return {
    at,
    kind: "procurement.contract-signed",
    path: `lot${lotId}/contract`,
    payload: () => ({
      lotId,
      contractNo: `${project.code}-${lotId}`,
      supplier: winner.firm.party,
      ...(isTotal ? { amount: { amountMinor: String(winner.fen), currency: "CNY" } } : {}),
      signedOn: formatDay(dayNumberOf(at)),
      title,
    }),
  };
}

/** The rules of the tender documents, then one fact per expert, bid and criterion, in the hour before the report is signed. */
function scoreEvents(
  project: Project,
  ranked: readonly Ranked[],
  { lot, sheet }: { lot: Lot; sheet: ScoreSheet },
): Moment[] {
  const { lotId } = lot;
  const start = project.schedule.evaluationAt - SCORING;
  const scores = sheet.experts.flatMap((expert, expertIndex) =>
    ranked.flatMap(({ bidder, state }, bidderIndex) =>
      (state === "valid" ? sheet.criteria : []).flatMap(
        ({ name, maximum }, criterionIndex): Moment[] => {
          const score = sheet.points[expertIndex]?.[bidderIndex]?.[criterionIndex];
          if (score === undefined) return [];
          return [
            {
              at: start + (bidderIndex * 4 + criterionIndex) * 50 + expertIndex * 7,
              kind: "procurement.expert-scored",
              path: `lot${lotId}/score/${expertIndex + 1}-${bidderIndex + 1}-${criterionIndex + 1}`,
              payload: () => ({
                lotId,
                evaluator: expert.party,
                bidder: bidder.firm.party,
                criterion: name,
                score: score.toFixed(1),
                maximum: String(maximum),
              }),
            },
          ];
        },
      ),
    ),
  );
  return [rulesMoment(lotId, start, sheet), ...scores];
}

function rulesMoment(lotId: string, at: number, sheet: ScoreSheet): Moment {
  return {
    at,
    kind: "procurement.evaluation-rules-set",
    path: `lot${lotId}/rules`,
    payload: () => ({
      lotId,
      criteria: [
        ...sheet.criteria.map(({ name, maximum, isObjective = false }) => ({
          name,
          kind: isObjective ? "objective" : "subjective",
          maximum: String(maximum),
          step: "0.5",
        })),
        { name: "投标报价", kind: "price", maximum: "40" },
      ],
      combine: "mean",
      decimals: 2,
      evaluators: sheet.experts.length,
    }),
  };
}
