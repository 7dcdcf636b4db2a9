/** One lot as the facts that a trading system sends of it, from a few words. */
import type { FactInput } from "../../../contract/src/facts/fact.ts";
import type { BidsOpened } from "../../../contract/src/facts/procurement.bids-opened.ts";
import type { DeviceTrace } from "../../../contract/src/facts/trace.ts";
import type { Method, Organisation, Place, Regime } from "../../../contract/src/values.ts";
import { formatInstant, HOUR, type Seconds } from "../time.ts";

/** What a bidder's machine showed at each act. */
export interface Traces {
  readonly download?: DeviceTrace;
  readonly upload?: DeviceTrace;
  readonly decrypt?: DeviceTrace;
}

export interface LotBid {
  readonly firm: Organisation;
  /** Fen. */
  readonly price: number;
  readonly traces?: Traces;
  /** Instead of nine hours after the bidder before. */
  readonly uploadedBefore?: Seconds;
}

export interface LotPlan {
  /** Behind ocds-mj0001-. */
  readonly code: string;
  readonly title: string;
  readonly category: string;
  readonly openedAt: Seconds;
  readonly bids: readonly LotBid[];
  /** Fetched the documents and did not bid. */
  readonly onlookers?: readonly Organisation[];
  readonly winner?: Organisation;
  readonly ceiling?: number;
  readonly place?: Place;
  readonly regime?: Regime;
  readonly method?: Method;
}

const yuan = (fen: number) => ({ amountMinor: String(Math.round(fen)), currency: "CNY" });

/** 福州: the province has articles of its own. */
const FUZHOU: Place = { code: "350100", name: "福建省福州市" };

/** Notice, downloads, receipts, decryptions, opening and, with a winner, the award. */
export function lotFacts(plan: LotPlan): FactInput[] {
  const { openedAt, bids, onlookers = [], winner } = plan;
  const fact = factOf(plan);
  const submissions = bids.flatMap(({ firm, traces = {}, uploadedBefore }, index) => [
    fact(["document-downloaded", `download/${index}`, openedAt - (200 - index) * HOUR], {
      bidder: firm,
      ...(traces.download === undefined ? {} : { trace: traces.download }),
    }),
    fact(
      ["bid-received", `bid/${index}`, openedAt - (uploadedBefore ?? (100 - 9 * index) * HOUR)],
      {
        bidder: firm,
        ...(traces.upload === undefined ? {} : { trace: traces.upload }),
      },
    ),
    fact(["bid-decrypted", `decryption/${index}`, openedAt - 1], {
      bidder: firm,
      succeeded: true,
      ...(traces.decrypt === undefined ? {} : { trace: traces.decrypt }),
    }),
  ]);
  const looks = onlookers.map((firm, index) =>
    fact(["document-downloaded", `onlooker/${index}`, openedAt - 150 * HOUR], { bidder: firm }),
  );
  const award =
    winner === undefined
      ? []
      : [fact(["award-decided", "award", openedAt + 72 * HOUR], { supplier: winner })];
  return [noticeOf(plan), ...submissions, ...looks, openingOf(plan, fact), ...award];
}

type Maker = (
  where: readonly [kind: string, path: string, at: Seconds],
  payload: Readonly<Record<string, unknown>>,
) => FactInput;

const factOf =
  ({ code }: LotPlan): Maker =>
  ([kind, path, at], payload) => ({
    kind: `procurement.${kind}`,
    sourceId: `${code}/${path}`,
    subject: `ocds-mj0001-${code}`,
    occurredAt: formatInstant(at),
    payload: { lotId: "1", ...payload },
  });

function noticeOf(plan: LotPlan): FactInput {
  const { code, title, category, openedAt, ceiling } = plan;
  const lot = { lotId: "1", ...(ceiling === undefined ? {} : { ceilingPrice: yuan(ceiling) }) };
  return {
    kind: "procurement.notice-published",
    sourceId: `${code}/notice`,
    subject: `ocds-mj0001-${code}`,
    occurredAt: formatInstant(openedAt - 30 * 24 * HOUR),
    payload: {
      noticeType: "tenderNotice",
      title,
      category,
      regime: plan.regime ?? "works",
      method: plan.method ?? "open",
      industry: "housing",
      place: plan.place ?? FUZHOU,
      procuringEntity: { kind: "organisation", name: "云澜市城建管理中心" },
      lots: [lot],
      bidDeadline: formatInstant(openedAt),
      openingAt: formatInstant(openedAt),
    },
  };
}

function openingOf({ bids, openedAt, ceiling }: LotPlan, fact: Maker): FactInput {
  const opened: Pick<BidsOpened, "bids"> = {
    bids: bids.map(({ firm, price }) => ({
      bidder: firm,
      status: "valid",
      offer: { kind: "total", amount: yuan(price) },
    })),
  };
  return fact(["bids-opened", "opening", openedAt], {
    ...opened,
    ...(ceiling === undefined ? {} : { ceilingPrice: yuan(ceiling) }),
  });
}
