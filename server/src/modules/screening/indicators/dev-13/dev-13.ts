/** DEV-13: machines tie bidders of this lot into a community of firms (indicators.md D.1; 条例 39, 40). */
import type { Evidence, EvidenceSide } from "../../../../../../contract/src/screening.ts";
import { type Finding, type Indicator, notComputable } from "../../indicator.ts";
import type { DeviceNetwork, NetworkMachine } from "../../input.ts";
import { type Bidder, type Lot, shareFirm } from "../../lot.ts";
import {
  type Community,
  componentsOf,
  isCommunity,
  modularityOf,
  type Tie,
  tieOf,
} from "../../network.ts";
import { environmentsOfDevice } from "../../register.ts";
import { round } from "../../statistics/tail.ts";
import { isOneMachine } from "../../values/device-codes.ts";
import { manifest } from "./manifest.ts";

const Z = 3;
const SHOWN = 6;

interface Tied {
  readonly left: Bidder;
  readonly right: Bidder;
  readonly tie: Tie;
}

/** Unrelated bidders of the lot that the community ties, strongest first. */
function tiedIn(lot: Lot, { firms, machines }: Community, all: number): Tied[] {
  const inside = new Set(firms);
  const members = lot.standing.filter((bidder) => [...bidder.firms].some((key) => inside.has(key)));
  const tied = members.flatMap((left, place) =>
    members.slice(place + 1).flatMap((right): Tied[] => {
      if (shareFirm(left, right)) return [];
      const tie = tieOf(machines, [left.firms, right.firms], all);
      return tie === undefined ? [] : [{ left, right, tie }];
    }),
  );
  return tied.toSorted((one, other) => other.tie.bits - one.tie.bits);
}

const isOpen = (lot: Lot, { mac }: NetworkMachine): boolean =>
  isOneMachine(mac) && environmentsOfDevice(lot.register, { mac }).length === 0;

function run(lot: Lot): Finding {
  const { machines: network } = lot.input.history;
  const bids = lot.standing.length;
  const known = knownIn(lot, network);
  if (network === undefined || known < 2)
    return notComputable(known, "noDeviceHistory", { have: known, bids });
  const open = network.machines.filter((machine) => isOpen(lot, machine));
  const { city, degrees } = network;
  const found = componentsOf(open)
    .filter(isCommunity)
    .flatMap((community) => {
      if (city === undefined) return [];
      const tied = tiedIn(lot, community, city.firms);
      const modularity = modularityOf(community, degrees, city);
      return tied.length > 0 ? [{ community, tied, modularity }] : [];
    })
    .toSorted((one, other) => other.modularity.z - one.modularity.z);
  const [best] = found;
  if (best === undefined) return { outcome: "noHit", n: known, value: "community=0" };
  const { community, tied, modularity } = best;
  const isHit = modularity.z > Z;
  return {
    outcome: isHit ? "hit" : "noHit",
    n: known,
    value: `firms=${community.firms.length}; machines=${community.machines.length}; z=${modularity.z.toFixed(1)}`,
    bits: isHit ? round(tied[0]?.tie.bits ?? 0) : 0,
    expectedByChance: round(modularity.expectedPairs),
    evidence: isHit ? tied.slice(0, SHOWN).map((one) => evidenceOf(one, city?.firms ?? 1)) : [],
  };
}

const knownIn = (lot: Lot, network: DeviceNetwork | undefined): number => {
  const seen = new Set(network?.known);
  return lot.standing.filter(({ firms }) => [...firms].some((key) => seen.has(key))).length;
};

function evidenceOf({ left, right, tie }: Tied, all: number): Evidence {
  const [one, other] = tie.machines;
  const firmsSeen = new Set([...one.users, ...other.users].map(({ firm }) => firm)).size;
  return {
    left: sideOf(left, one),
    right: sideOf(right, other),
    rarity: firmsSeen / all,
    firmsSeen,
    firmsTotal: all,
  };
}

/** The act of an earlier project from which the machine is known. */
const sideOf = ({ party, firms }: Bidder, { mac, users }: NetworkMachine): EvidenceSide => ({
  party,
  factId: users.find(({ firm }) => firms.has(firm))?.factId ?? "",
  field: "trace.mac",
  value: mac,
});

export const dev13: Indicator = { manifest, run };
