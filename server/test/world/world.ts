/** A random city of units, posts, people and rows, as plain data (T18). Nothing here knows how rights are computed. */
import { createDraw, type Draw } from "./draw.ts";

export const DAY = "2026-06-01";

export interface WorldUnit {
  readonly unit: string;
  readonly unitKind: string;
  readonly parent?: string;
  readonly stationedIn?: string;
  /** Name of the party the unit is. */
  readonly party?: string;
}

export interface WorldClause {
  readonly matters: readonly string[];
  readonly regimes?: readonly string[];
  readonly industries?: readonly string[];
  readonly places?: readonly string[];
  readonly bandFrom?: number;
  readonly bandTo?: number;
  readonly units?: "own" | "stationed" | "any";
}

/** One version of a post. */
export interface WorldPost {
  readonly post: string;
  readonly unit: string;
  readonly role: string;
  readonly clauses: readonly WorldClause[];
  readonly from: string;
  readonly to?: string;
}

export interface Dated {
  readonly from: string;
  readonly to?: string;
}

export interface WorldProcess {
  readonly ocid: string;
  readonly title: string;
  readonly regime: string;
  readonly industry: string | null;
  readonly place: string | null;
  /** In yuan; null = not published. */
  readonly amount: number | null;
  readonly currency: string;
  readonly entity: string;
  readonly agency: string | null;
}

export interface WorldLead {
  readonly id: string;
  readonly process: WorldProcess;
  readonly unit: string;
  readonly parties: readonly string[];
}

export interface World {
  readonly units: readonly WorldUnit[];
  readonly posts: readonly WorldPost[];
  readonly people: readonly string[];
  readonly appointments: readonly (Dated & { readonly person: string; readonly post: string })[];
  readonly delegations: readonly (Required<Dated> & {
    readonly giver: string;
    readonly taker: string;
    readonly post: string;
    readonly matters?: readonly string[];
  })[];
  readonly leaves: readonly (Required<Dated> & {
    readonly person: string;
    readonly deputy: string;
  })[];
  readonly recusals: readonly (Dated & { readonly person: string; readonly party: string })[];
  readonly processes: readonly WorldProcess[];
  readonly leads: readonly WorldLead[];
}

export interface WorldSize {
  readonly seed: number;
  readonly users: number;
  readonly processes: number;
  readonly leads: number;
}

const REGIMES = ["works", "procurement", "land", "property", "other"];
const INDUSTRIES = [
  "housing",
  "transport",
  "water",
  "agriculture",
  "health",
  "education",
  "energy",
];
const PLACES = ["330102", "330105", "330182", "330203", "330212", "331002", "331004"];
const PREFIXES = [...PLACES, "3301", "3302", "3310", "33"];
const ROLES = ["officer", "officer", "officer", "chief", "coordinator", "centre", "inspector"];
const WORDS = ["道路", "泵站", "学校", "医院", "桥梁", "绿化", "监理", "设备"];
const ENTITIES = Array.from({ length: 30 }, (_, n) => `云澜第${n}采购人`);
const AGENCIES = Array.from({ length: 12 }, (_, n) => `云澜第${n}代理`);
const BIDDERS = Array.from({ length: 60 }, (_, n) => `云澜第${n}投标人`);
const UNITS = 50;
const DEPARTMENTS = 30;
const PARTY_UNITS = 12;

/** A third of the dated things is over or yet to come. */
function dates(draw: Draw): Dated {
  const fate = draw.next();
  if (fate < 0.12) return { from: "2020-01-01", to: "2026-05-31" };
  if (fate < 0.2) return { from: "2026-06-02" };
  if (fate < 0.35) return { from: DAY, to: DAY };
  return fate < 0.6 ? { from: "2020-01-01", to: "2026-12-31" } : { from: "2020-01-01" };
}

const bounded = (draw: Draw): Required<Dated> => {
  const { from, to } = dates(draw);
  return { from, to: to ?? "2027-01-01" };
};

function createUnits(draw: Draw): WorldUnit[] {
  return Array.from({ length: UNITS }, (_, n): WorldUnit => {
    const unit = `unit-${n}`;
    if (n === 0) return { unit, unitKind: "committee" };
    // Any earlier department may be the parent, so chains of several steps come about.
    if (n < DEPARTMENTS) return { unit, unitKind: "department", parent: `unit-${draw.below(n)}` };
    if (n < UNITS - PARTY_UNITS)
      return {
        unit,
        unitKind: "stationedDiscipline",
        stationedIn: `unit-${1 + draw.below(DEPARTMENTS - 1)}`,
      };
    const isEntity = n % 2 === 0;
    return {
      unit,
      unitKind: isEntity ? "procuringEntity" : "procurementAgency",
      party: draw.pick(isEntity ? ENTITIES : AGENCIES),
    };
  });
}

function createClause(draw: Draw): WorldClause {
  const from = draw.below(9);
  return {
    matters: draw.pick([["process"], ["lead"], ["process", "lead"], ["process", "score"]]),
    ...(draw.chance(0.55) ? { regimes: draw.some(REGIMES, 2) } : {}),
    ...(draw.chance(0.6) ? { industries: draw.some(INDUSTRIES, 3) } : {}),
    ...(draw.chance(0.45) ? { places: draw.some(PREFIXES, 2) } : {}),
    ...(draw.chance(0.3) ? { bandFrom: from, bandTo: from + draw.below(9 - from) } : {}),
    ...(draw.chance(0.6) ? {} : { units: draw.pick(["own", "stationed", "any"] as const) }),
  };
}

function createPosts(draw: Draw, users: number, units: readonly WorldUnit[]): WorldPost[] {
  return Array.from({ length: users }, (_, n) => n).flatMap((n) => {
    const unit = draw.pick(units);
    const isParty = unit.party !== undefined;
    const role = isParty
      ? unit.unitKind === "procuringEntity"
        ? "entity"
        : "agency"
      : draw.pick(ROLES);
    const version = (from: string, to?: string): WorldPost => ({
      post: `post-${n}`,
      unit: unit.unit,
      role,
      clauses: isParty ? [] : Array.from({ length: 1 + draw.below(3) }, () => createClause(draw)),
      from,
      ...(to === undefined ? {} : { to }),
    });
    // A tenth was redefined, now or later; a twentieth was closed.
    const first = version("2020-01-01", draw.chance(0.05) ? "2026-05-30" : undefined);
    if (draw.chance(0.1)) return [first, version(draw.pick([DAY, "2026-05-01", "2026-07-01"]))];
    return [first];
  });
}

function createProcesses(draw: Draw, count: number): WorldProcess[] {
  return Array.from({ length: count }, (_, n) => ({
    ocid: `ocds-mj0001-w${n}`,
    title: `${draw.pick(WORDS)}${draw.pick(WORDS)}项目${n}`,
    regime: draw.pick(REGIMES),
    industry: draw.chance(0.1) ? null : draw.pick(INDUSTRIES),
    place: draw.chance(0.1) ? null : draw.pick(PLACES),
    amount: draw.chance(0.15) ? null : Math.round(10 ** (4 + draw.next() * 5)),
    currency: draw.chance(0.03) ? "USD" : "CNY",
    entity: draw.pick(ENTITIES),
    agency: draw.chance(0.2) ? null : draw.pick(AGENCIES),
  }));
}

export function createWorld({ seed, users, processes, leads }: WorldSize): World {
  const draw = createDraw(seed);
  const units = createUnits(draw);
  const people = Array.from({ length: users }, (_, n) => `person-${n}`);
  const posts = createPosts(draw, users, units);
  const rows = createProcesses(draw, processes);
  const departments = units.slice(0, DEPARTMENTS);
  const times = (count: number) => Array.from({ length: Math.round(count) });
  return {
    units,
    posts,
    people,
    appointments: [
      ...people.map((person, n) => ({ person, post: `post-${n}`, ...dates(draw) })),
      ...times(users / 10).map(() => ({
        person: draw.pick(people),
        post: `post-${draw.below(users)}`,
        ...dates(draw),
      })),
    ],
    delegations: times(users / 5).map(() => {
      const giver = draw.below(users);
      return {
        giver: `person-${giver}`,
        taker: draw.pick(people),
        // Now and then of a post the giver does not hold.
        post: draw.chance(0.85) ? `post-${giver}` : `post-${draw.below(users)}`,
        ...(draw.chance(0.4) ? { matters: draw.pick([["process"], ["lead"]]) } : {}),
        ...bounded(draw),
      };
    }),
    leaves: times(users / 8).map(() => ({
      person: draw.pick(people),
      deputy: draw.pick(people),
      ...bounded(draw),
    })),
    recusals: times(users / 4).map(() => ({
      person: draw.pick(people),
      party: draw.pick([...ENTITIES, ...AGENCIES, ...BIDDERS]),
      ...dates(draw),
    })),
    processes: rows,
    leads: Array.from({ length: leads }, (_, n) => ({
      id: `lead-${n}`,
      process: draw.pick(rows),
      unit: draw.pick(departments).unit,
      parties: draw.some(BIDDERS, 3),
    })),
  };
}
