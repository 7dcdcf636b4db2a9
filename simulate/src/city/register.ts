/** The standing part of the city: everything that exists before the first notice. */
import type { FactInput } from "../../../contract/src/facts/fact.ts";
import type { Organisation } from "../../../contract/src/values.ts";
import { createRandom } from "../random.ts";
import { createDutyLists } from "./duties.ts";
import {
  createAgencies,
  createEntities,
  createExperts,
  type Entity,
  type Expert,
} from "./entities.ts";
import { createEnvironments, type Environment, environmentValues } from "./environments.ts";
import { createFirms, type Firm } from "./firms.ts";
import { createGroups, type Group } from "./groups.ts";
import { BLANK_DISK, BLANK_LOCK, BLANK_MAC, createAddresses } from "./machines.ts";
import { type CityOrganisation, createOrganisation } from "./organisation.ts";
import { DEPARTMENTS, type Department, VENUES } from "./places.ts";
import { TRADES } from "./trades.ts";

export interface City {
  readonly seed: number;
  readonly departments: readonly Department[];
  readonly venues: readonly string[];
  readonly entities: readonly Entity[];
  readonly agencies: readonly Organisation[];
  readonly experts: readonly Expert[];
  readonly environments: readonly Environment[];
  readonly firms: readonly Firm[];
  readonly groups: readonly Group[];
  /** Firms of each trade, by trade id. */
  readonly firmsOf: ReadonlyMap<string, readonly Firm[]>;
  readonly groupOf: ReadonlyMap<Firm, Group>;
  /** Where a value that two bidders share comes from: an environment id, a group id or `blank`. */
  readonly origins: ReadonlyMap<string, string>;
}

/** Builds the whole standing city; equal seeds give equal cities. */
export function createCity(seed: number): City {
  const addresses = createAddresses();
  const environments = createEnvironments(createRandom(seed, "environments"), addresses);
  const firms = createFirms({ random: createRandom(seed, "firms"), addresses, environments });
  const groups = createGroups({ random: createRandom(seed, "groups"), addresses, firms });
  const firmsOf = new Map<string, Firm[]>();
  for (const firm of firms) {
    for (const trade of firm.trades) firmsOf.set(trade, [...(firmsOf.get(trade) ?? []), firm]);
  }
  return {
    seed,
    departments: DEPARTMENTS,
    venues: VENUES,
    entities: createEntities(createRandom(seed, "entities")),
    agencies: createAgencies(createRandom(seed, "agencies")),
    experts: createExperts(createRandom(seed, "experts")),
    environments,
    firms,
    groups,
    firmsOf,
    groupOf: new Map(groups.flatMap((group) => group.members.map((member) => [member, group]))),
    origins: collectOrigins(environments, groups),
  };
}

function collectOrigins(
  environments: readonly Environment[],
  groups: readonly Group[],
): Map<string, string> {
  const origins = new Map<string, string>();
  for (const { id, office } of groups) {
    const { ip, machine, phone, email, lockNo, payerAccount } = office;
    const values = [ip, machine.mac, machine.disk, machine.toolId, phone, email, lockNo];
    for (const value of [...values, payerAccount]) origins.set(value, id);
  }
  for (const environment of environments) {
    for (const { cpu: _series, ...values } of environmentValues(environment)) {
      for (const value of Object.values(values)) origins.set(value, environment.id);
    }
  }
  for (const value of [BLANK_MAC, BLANK_DISK, BLANK_LOCK]) origins.set(value, "blank");
  return origins;
}

/** What the demo server shows and loads first. */
export interface CityRegister {
  readonly departments: readonly Department[];
  readonly agencies: readonly Organisation[];
  readonly procuringEntities: readonly Organisation[];
  readonly venues: readonly string[];
  readonly environments: readonly Environment[];
  /** Units, posts and persons, and an account for every role. */
  readonly organisation: CityOrganisation;
  /** Lists of duties, shared environments, and the register of firms, ready to send. */
  readonly facts: readonly FactInput[];
}

/** One instant for every caller: the same register sent twice is a duplicate, not a conflict. */
const REGISTERED_AT = "2020-01-02T09:00:00+08:00";

/** The public standing data of a seed's city and the facts that register it. */
export function cityRegister(seed: number): CityRegister {
  const city = createCity(seed);
  return {
    departments: city.departments,
    agencies: city.agencies,
    procuringEntities: city.entities.map(({ party }) => party),
    venues: city.venues,
    environments: city.environments,
    organisation: organisationOf(city),
    facts: registerFacts(city),
  };
}

/** The firms that bid most come first: few firms in trades with much work. Their accounts have something to look at. */
function byWork({ firms, firmsOf }: City): readonly Firm[] {
  const weights = new Map(TRADES.map(({ id, weight }) => [id, weight]));
  const workOf = ({ trades }: Firm) =>
    trades.reduce(
      (sum, trade) => sum + (weights.get(trade) ?? 0) / (firmsOf.get(trade)?.length ?? 1),
      0,
    );
  return firms.toSorted((left, right) => workOf(right) - workOf(left));
}

function organisationOf(city: City): CityOrganisation {
  const { entities, agencies, experts } = city;
  const [entity] = entities;
  const [agency] = agencies;
  const [bidder, otherBidder] = byWork(city);
  const [expert] = experts;
  if (!entity || !agency || !bidder || !otherBidder || !expert)
    throw new RangeError("the city is empty");
  return createOrganisation({
    entity: entity.party,
    agency,
    bidder: bidder.party,
    otherBidder: otherBidder.party,
    expertToken: expert.party.token,
  });
}

/** Lists of duties and the registered part of the shared environments, always at the same instants. */
export function registerFacts(city: City): FactInput[] {
  const duties = createDutyLists().map(({ list, publishedAt }): FactInput => ({
    kind: "duties.list-published",
    sourceId: `YL/duties/${list.number}`,
    subject: `dutyList:${list.number}`,
    occurredAt: publishedAt,
    payload: list,
  }));
  const environments = city.environments
    .filter(({ registered }) => registered)
    .map((environment): FactInput => ({
      kind: "procurement.environment-registered",
      sourceId: `YL/environment/${environment.id}`,
      subject: `environment:${environment.id}`,
      occurredAt: REGISTERED_AT,
      payload: {
        environmentKind: environment.kind,
        name: environment.name,
        values: environmentValues(environment),
      },
    }));
  const firms = city.firms.map(registerExtract);
  return [...duties, ...environments, ...firms].toSorted((a, b) =>
    a.occurredAt.localeCompare(b.occurredAt),
  );
}

/** What the register of market entities says of a firm; one in three hundred was found missing at its address. */
function registerExtract({ uscc, party, legalRep }: Firm): FactInput {
  const sum = Array.from(uscc).reduce(
    (total, letter) => (total * 31 + letter.charCodeAt(0)) % 65_521,
    7,
  );
  const two = (value: number) => String(value).padStart(2, "0");
  return {
    kind: "procurement.firm-registered",
    sourceId: `YL/firm/${uscc}`,
    subject: `firm:${uscc}`,
    occurredAt: REGISTERED_AT,
    payload: {
      firm: party,
      asOf: REGISTERED_AT.slice(0, 10),
      foundedOn: `${1996 + (sum % 22)}-${two(1 + (sum % 12))}-${two(1 + (sum % 28))}`,
      status: sum % 300 === 0 ? "abnormal" : "active",
      headToken: legalRep,
    },
  };
}
