/** For each rule over scores: panels in which it hits, and honest ones that differ in one thing. */
import { createRandom, gaussian } from "../../../../../screens/src/prices/index.ts";
import type { ScoreLine } from "./panel-case.ts";

const EXPERTS = ["a", "b", "c", "d", "e"];
const BIDS = ["1", "2", "3", "4", "5", "6"];
const CRITERIA: readonly (readonly [name: string, maximum: number])[] = [
  ["施工组织设计", 20],
  ["项目管理机构", 10],
  ["业绩数量", 5],
];

interface Place {
  readonly expert: number;
  readonly bid: number;
  readonly criterion: number;
}

/** The score; undefined leaves it out; NaN keeps the honest one. */
type Change = (place: Place, honest: number) => number | undefined;

interface PanelPlan {
  readonly lot?: number;
  readonly experts?: readonly string[];
  readonly change?: Change;
  readonly runBy?: string;
}

/** An honest panel: quality of the bid, severity of the expert, an error of its own; objective scores are the same for all. */
function panelOf({
  lot = 1,
  experts = EXPERTS,
  change = (_, honest) => honest,
  runBy,
}: PanelPlan = {}): ScoreLine[] {
  const random = createRandom(100 + lot);
  const severity = experts.map(() => 0.03 * gaussian(random));
  return BIDS.flatMap((bidder, bid) =>
    CRITERIA.flatMap(([criterion, maximum], place) => {
      const quality = 0.9 - 0.03 * ((bid * 5 + lot) % BIDS.length);
      return experts.flatMap((expert, row): ScoreLine[] => {
        const share = quality + (severity[row] ?? 0) + 0.015 * gaussian(random);
        const honest = place === 2 ? 3 : Math.round(10 * maximum * Math.min(0.99, share)) / 10;
        const score = change({ expert: row, bid, criterion: place }, honest);
        if (score === undefined) return [];
        return [
          {
            ocid: `ocds-mj0001-P${lot}`,
            lotId: "1",
            category: "演示",
            expert,
            bidder,
            criterion,
            score,
            maximum,
            ...(runBy === undefined ? {} : { runBy, winner: BIDS[lot % BIDS.length] ?? "" }),
          },
        ];
      });
    }),
  );
}

const at =
  (wanted: Partial<Place>, change: (honest: number) => number | undefined): Change =>
  (place, honest) =>
    Object.entries(wanted).every(([name, value]) => place[name as keyof Place] === value)
      ? change(honest)
      : honest;

const LOTS = Array.from({ length: 24 }, (_, lot) => lot + 1);
/** A pool of 40, five of them in turn. */
const drawn = (lot: number): string[] =>
  [0, 1, 2, 3, 4].map((seat) => `x${(lot * 5 + seat * 8 + lot) % 40}`);

const many = (experts: (lot: number) => readonly string[], change?: Change): ScoreLine[] =>
  LOTS.flatMap((lot) =>
    panelOf({ lot, experts: experts(lot), ...(change === undefined ? {} : { change }) }),
  );

/** Whoever is awarded, another firm each time, has more from the first expert than from the others. */
const awarded = (runBy: string): ScoreLine[] =>
  LOTS.flatMap((lot) =>
    panelOf({
      lot,
      runBy,
      change: at({ expert: 0, bid: lot % BIDS.length, criterion: 0 }, (honest) =>
        Math.min(20, honest + 2),
      ),
    }),
  );

export interface PanelDemonstration {
  /** The first lot is the one looked at. */
  readonly planted: readonly ScoreLine[];
  readonly twin: readonly ScoreLine[];
}

const one = (change: Change): PanelDemonstration => ({
  planted: panelOf({ change }),
  twin: panelOf(),
});

export const PANEL_DEMONSTRATIONS: Readonly<Record<string, PanelDemonstration>> = {
  "EXP-01": one(at({ expert: 1, bid: 2, criterion: 0 }, (honest) => honest - 6)),
  "EXP-02": one(at({ expert: 1, bid: 2 }, (honest) => honest * 0.5)),
  "EXP-03": one(at({ expert: 1, bid: 2, criterion: 2 }, () => 2)),
  "EXP-05": one(at({ expert: 1, bid: 2, criterion: 0 }, () => undefined)),
  "EXP-06": one(at({ expert: 1, bid: 2, criterion: 0 }, () => 20.5)),
  // Bid 2 leads by a few points, bid 1 follows.
  "EXP-07": one(({ expert, bid, criterion }, honest) => {
    if (expert !== 1 || criterion !== 0 || bid > 1) return honest;
    return bid === 0 ? 20 : 5;
  }),
  "EXP-08": one(({ expert, criterion }, honest) => {
    if (expert !== 1 || criterion === 2) return honest;
    return Math.round(10 * ((criterion === 0 ? 33 : 16.5) - honest)) / 10;
  }),
  "EXP-09": {
    planted: many(
      () => EXPERTS,
      at({ expert: 0, bid: 3, criterion: 0 }, (honest) => Math.min(20, honest + 2)),
    ),
    twin: many(() => EXPERTS),
  },
  "EXP-10": {
    planted: awarded("agency-1"),
    // Honest scores.
    twin: LOTS.flatMap((lot) => panelOf({ lot, runBy: `agency-${lot % 2}` })),
  },
  "EXP-11": (() => {
    const own = new Map(
      panelOf()
        .filter(({ expert }) => expert === "a")
        .map((line) => [`${line.bidder} ${line.criterion}`, line.score]),
    );
    const alike: Change = ({ expert, bid, criterion }, honest) =>
      expert === 1
        ? (own.get(`${BIDS[bid] ?? ""} ${CRITERIA[criterion]?.[0] ?? ""}`) ?? honest)
        : honest;
    return one(alike);
  })(),
  "EXP-12": {
    planted: many((lot) => [
      "x0",
      ...drawn(lot)
        .slice(0, 4)
        .map((name) => (name === "x0" ? "x39" : name)),
    ]),
    twin: many(drawn),
  },
  "EXP-13": {
    planted: many((lot) =>
      lot % 3 === 1
        ? [
            "x0",
            "x1",
            ...drawn(lot)
              .slice(0, 3)
              .map((name) => (name === "x0" || name === "x1" ? "x39" : name)),
          ]
        : drawn(lot),
    ),
    twin: many(drawn),
  },
};
