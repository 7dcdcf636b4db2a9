/** What was planted, lot by lot: the key by which a detector is measured. Never sent as a fact. */
import type { Firm } from "./city/firms.ts";
import type { GroupKind, TraceMode } from "./city/groups.ts";
import type { City } from "./city/register.ts";
import type { Bidder } from "./project/bidders.ts";
import type { CoverPattern } from "./project/collusion.ts";
import type { ScoreFlaw } from "./project/evaluation.ts";
import type { Lot } from "./project/lot.ts";
import type { Project } from "./project/project.ts";
import { bidTrace } from "./project/trace.ts";
import { formatInstant, type Seconds } from "./time.ts";

/** `sharedWorkshop`: honest bids that happen to share a place, a carrier's address or a blank code. */
export type LotKind = "honest" | "sharedWorkshop" | GroupKind;

/** One value that at least two bidders of a lot gave away. */
export interface SharedTrace {
  readonly field: string;
  readonly value: string;
  /** Codes of the bidders that share it. */
  readonly firms: readonly string[];
  /** Environment id, group id, or `blank` for a code that many tools write. */
  readonly origin: string;
}

export interface LotTruth {
  readonly kind: LotKind;
  /** Bids that took part. */
  readonly bids: number;
  /** Members of the group that bid; of a shared workshop the bidders concerned; else nobody. */
  readonly firms: readonly string[];
  readonly traces: readonly SharedTrace[];
  /** Planned opening; after the end of the file the lot is still open. */
  readonly opensAt: string;
  readonly opened: boolean;
  /** The group's id. */
  readonly ring?: string;
  readonly traceMode?: TraceMode;
  readonly pattern?: CoverPattern;
  readonly agreedWinner?: string;
  /** Whether the agreed winner won. */
  readonly succeeded?: boolean;
  /** What was planted into its scores; absent: honest scores, or none. */
  readonly scoreFlaw?: ScoreFlaw;
}

export interface GroupTruth {
  readonly id: string;
  readonly kind: GroupKind;
  readonly trade: string;
  readonly discipline: "careful" | "careless";
  readonly firms: readonly string[];
  readonly lots: readonly string[];
}

export interface Truth {
  readonly seed: number;
  /** By `<ocid>/<lotId>`; lots without a bid are absent. */
  readonly lots: Readonly<Record<string, LotTruth>>;
  readonly rings: readonly GroupTruth[];
}

interface TruthBook {
  note(project: Project): void;
  read(): Truth;
}

/** Collects the truth while projects are planned; `until` is the end of the file. */
export function createTruthBook(city: City, until: Seconds): TruthBook {
  const lots = new Map<string, LotTruth>();
  const lotsOf = new Map<string, string[]>();
  return {
    note: (project) => {
      for (const lot of project.lots.filter(({ bidders }) => bidders.length > 0)) {
        const key = `${project.ocid}/${lot.lotId}`;
        const truth = truthOf(city, lot, { project, until });
        lots.set(key, truth);
        if (truth.ring !== undefined) {
          lotsOf.set(truth.ring, [...(lotsOf.get(truth.ring) ?? []), key]);
        }
      }
    },
    read: () => ({
      seed: city.seed,
      lots: Object.fromEntries(lots),
      rings: city.groups.map(({ id, kind, trade, discipline, members }) => ({
        id,
        kind,
        trade,
        discipline,
        firms: codes(members),
        lots: lotsOf.get(id) ?? [],
      })),
    }),
  };
}

const codes = (firms: readonly Firm[]): string[] => firms.map(({ uscc }) => uscc);

function truthOf(
  city: City,
  lot: Lot,
  { project, until }: { project: Project; until: Seconds },
): LotTruth {
  const { plant, evaluation, bidders } = lot;
  const traces = sharedTraces(city, bidders, project.trade.regime === "works");
  const shared = {
    bids: bidders.length,
    traces,
    opensAt: formatInstant(lot.openedAt),
    opened: evaluation !== undefined && lot.openedAt <= until,
    ...(evaluation?.sheet?.flaw === undefined ? {} : { scoreFlaw: evaluation.sheet.flaw }),
  };
  if (plant === undefined) {
    const firms = [...new Set(traces.flatMap((trace) => trace.firms))];
    return { kind: firms.length > 0 ? "sharedWorkshop" : "honest", firms, ...shared };
  }
  const winner = evaluation?.ranked.find(({ rank }) => rank === 1)?.bidder.firm;
  return {
    kind: plant.group.kind,
    firms: codes(bidders.filter(({ planted }) => planted).map(({ firm }) => firm)),
    ...shared,
    ring: plant.group.id,
    traceMode: plant.mode,
    pattern: plant.pattern,
    agreedWinner: plant.winner.uscc,
    succeeded: winner === plant.winner,
  };
}

/** Fields whose equality says something; a processor series is shared by half the city. */
const FIELDS = [
  "ip",
  "mac",
  "disk",
  "toolId",
  "lockNo",
  "contactPhone",
  "contactEmail",
  "agent",
  "payerAccount",
] as const;

function sharedTraces(city: City, bidders: readonly Bidder[], hasLock: boolean): SharedTrace[] {
  const traces = bidders.map(({ firm, trace }) => ({ firm, values: bidTrace(trace, hasLock) }));
  return FIELDS.flatMap((field) => {
    const holders = new Map<string, string[]>();
    for (const { firm, values } of traces) {
      const value = values[field];
      if (value !== undefined) holders.set(value, [...(holders.get(value) ?? []), firm.uscc]);
    }
    return [...holders]
      .filter(([, firms]) => firms.length > 1)
      .map(([value, firms]) => ({
        field,
        value,
        firms,
        origin: city.origins.get(value) ?? "unknown",
      }));
  });
}
