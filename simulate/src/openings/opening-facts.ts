/** One lot on its way to the opening, as a trading system tells it: notice, receipts, commitments with empty ones among them; then, bid by bid, decryption and file. */
import { createHash } from "node:crypto";

import type { FactInput } from "../../../contract/src/facts/fact.ts";
import type { Organisation } from "../../../contract/src/values.ts";
import { createRandom } from "../random.ts";
import { DAY, formatInstant, HOUR, MINUTE, type Seconds } from "../time.ts";

export interface OpeningPlan {
  /** Behind ocds-mj0001-. */
  readonly code: string;
  readonly title: string;
  readonly category: string;
  readonly industry: string;
  readonly room: string;
  readonly openedAt: Seconds;
  /** Fen. */
  readonly ceiling: number;
  readonly entity: Organisation;
  readonly agency: Organisation;
  readonly bidders: readonly Organisation[];
  readonly seed: number;
}

export interface OpeningFacts {
  readonly ocid: string;
  /** Up to the deadline, in order of time. */
  readonly before: readonly FactInput[];
  /** Decryption of the n-th bidder (from 0) and what its file is. */
  readonly decrypted: (bidder: number, at: Seconds) => readonly FactInput[];
  /** Fen, by bidder. */
  readonly prices: readonly number[];
}

/** As many commitments stand for no bid, so that their number says nothing. */
const EMPTY = 4;

const sha256 = (...parts: readonly (string | Buffer)[]): string => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
};

const commitmentOf = ({ nonce, fileHash }: { nonce: string; fileHash: string }): string =>
  sha256(Buffer.from(nonce, "hex"), Buffer.from(fileHash, "hex"));

const cny = (fen: number) => ({ amountMinor: String(Math.round(fen)), currency: "CNY" });

type Maker = (
  where: readonly [kind: string, path: string, at: Seconds],
  payload: object,
) => FactInput;

const makerOf =
  (code: string): Maker =>
  ([kind, path, at], payload) => ({
    kind: `procurement.${kind}`,
    sourceId: `${code}/${path}`,
    subject: `ocds-mj0001-${code}`,
    occurredAt: formatInstant(at),
    payload: { lotId: "1", ...payload },
  });

/** Below the ceiling by 3 to 12 %, to the fen. */
function pricesOf({ bidders, ceiling, seed, code }: OpeningPlan): number[] {
  const random = createRandom(seed, code);
  return bidders.map(() => Math.round(ceiling * (0.88 + 0.09 * random.next())));
}

const fileOf = ({ code, seed }: OpeningPlan, name: string) => ({
  fileHash: sha256(`${code} ${name} file`),
  nonce: sha256(`${seed} ${code} ${name} nonce`),
});

const traceOf = ({ seed, code }: OpeningPlan, n: number) => ({
  ip: `198.19.${(seed % 200) + 1}.${n + 10}`,
  mac: `3C-52-82-C0-${hex(seed % 256)}-${hex(n)}`,
  cpu: "BFEBFBFF000906EA",
  disk: `WD-OP${seed}${code}${n}`,
});

/** Download, receipt and commitment of each bidder, and the commitments that stand for none. */
function submissionsOf(plan: OpeningPlan, fact: Maker): FactInput[] {
  const { bidders, openedAt } = plan;
  const committed = (path: string, at: Seconds, name: string) =>
    fact(["bid-committed", `commitment/${path}`, at], {
      commitment: commitmentOf(fileOf(plan, name)),
      sizeClass: "200M",
    });
  const bids = bidders.flatMap((bidder, n) => {
    const at = openedAt - (30 - 2.5 * n) * HOUR - n * 7 * MINUTE;
    const { fileHash } = fileOf(plan, `bid ${n}`);
    const trace = traceOf(plan, n);
    return [
      fact(["document-downloaded", `download/${n}`, at - 9 * DAY], { bidder, trace }),
      fact(["bid-received", `receipt/${n}`, at], { bidder, fileHash, trace }),
      committed(`bid/${n}`, at + 2, `bid ${n}`),
    ];
  });
  const empty = Array.from({ length: EMPTY }, (_, n) =>
    committed(`empty/${n}`, openedAt - (20 - 4 * n) * HOUR, `empty ${n}`),
  );
  return [...bids, ...empty];
}

export function openingFacts(plan: OpeningPlan): OpeningFacts {
  const { code, bidders } = plan;
  const fact = makerOf(code);
  const prices = pricesOf(plan);
  const before = [noticeOf(plan), ...submissionsOf(plan, fact)];
  return {
    ocid: `ocds-mj0001-${code}`,
    prices,
    before: before.toSorted(
      (left, right) => Date.parse(left.occurredAt) - Date.parse(right.occurredAt),
    ),
    decrypted: (n, at) => {
      const bidder = bidders[n];
      const trace = traceOf(plan, n);
      const offer = { kind: "total", amount: cny(prices[n] ?? 0) };
      return [
        fact(["bid-decrypted", `decryption/${n}`, at], { bidder, succeeded: true, trace }),
        fact(["bid-revealed", `reveal/${n}`, at], { bidder, ...fileOf(plan, `bid ${n}`), offer }),
      ];
    },
  };
}

const hex = (value: number): string => value.toString(16).toUpperCase().padStart(2, "0");

function noticeOf(plan: OpeningPlan): FactInput {
  const { code, title, category, industry, room, openedAt, ceiling, entity, agency } = plan;
  return {
    kind: "procurement.notice-published",
    sourceId: `${code}/notice`,
    subject: `ocds-mj0001-${code}`,
    occurredAt: formatInstant(openedAt - 26 * DAY),
    payload: {
      noticeType: "tenderNotice",
      title,
      category,
      regime: "works",
      method: "open",
      industry,
      place: { code: "999901", name: "云澜市" },
      procuringEntity: entity,
      procurementAgency: agency,
      venue: room,
      lots: [{ lotId: "1", ceilingPrice: cny(ceiling) }],
      bidDeadline: formatInstant(openedAt),
      openingAt: formatInstant(openedAt),
    },
  };
}
