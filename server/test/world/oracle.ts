/**
 * Who sees what in the world, by the words of the issue and none of the product's code: jurisdiction = matter × regime ×
 * industry × place × amount band; delegation and deputy between their days; recusal by relation.
 */
import {
  DAY,
  type Dated,
  type World,
  type WorldClause,
  type WorldPost,
  type WorldProcess,
} from "./world.ts";

export interface OracleSession {
  readonly post: string;
  readonly basis: "appointment" | "delegation" | "deputy";
  readonly role: string;
  readonly unit: string;
}

export interface Oracle {
  /** Posts the person may act for, own ones first, each group by name. */
  sessions(person: string): readonly OracleSession[];
  processes(person: string, session: OracleSession): ReadonlySet<string>;
  leads(person: string, session: OracleSession): ReadonlySet<string>;
}

const isOn = ({ from, to }: Dated): boolean => from <= DAY && (to === undefined || DAY <= to);

/** In yuan, as the bands are cut: 50万, 100万, 200万, 400万, 1000万, 3000万, 1亿, 4亿. */
const CUTS = [5e5, 1e6, 2e6, 4e6, 1e7, 3e7, 1e8, 4e8];
const bandOf = ({ amount, currency }: WorldProcess): number | undefined =>
  amount === null || currency !== "CNY" ? undefined : CUTS.filter((cut) => amount >= cut).length;

function covers(clause: WorldClause, process: WorldProcess): boolean {
  const { regimes, industries, places, bandFrom = 0, bandTo = 8 } = clause;
  const { regime, industry, place } = process;
  if (regimes !== undefined && !regimes.includes(regime)) return false;
  if (industries !== undefined && (industry === null || !industries.includes(industry)))
    return false;
  if (places !== undefined && (place === null || !places.some((one) => place.startsWith(one))))
    return false;
  const band = bandOf(process);
  return band === undefined || (bandFrom <= band && band <= bandTo);
}

interface Held extends OracleSession {
  readonly clauses: readonly WorldClause[];
  readonly matters: readonly string[] | undefined;
}

// oxlint-disable-next-line max-lines-per-function -- one closure over one world
export function createOracle(world: World): Oracle {
  const unitOf = new Map(world.units.map((unit) => [unit.unit, unit]));
  const postOf = (name: string): WorldPost | undefined => {
    const begun = world.posts.filter(({ post, from }) => post === name && from <= DAY);
    const version = begun.toSorted((a, b) => (a.from < b.from ? 1 : -1))[0];
    return version !== undefined && isOn(version) ? version : undefined;
  };
  const holds = (person: string, post: string) =>
    world.appointments.some((one) => one.person === person && one.post === post && isOn(one));

  function heldBy(person: string): readonly Held[] {
    const own = world.appointments.filter((one) => one.person === person && isOn(one));
    const given = world.delegations.filter(
      (one) => one.taker === person && isOn(one) && holds(one.giver, one.post),
    );
    const away = world.leaves
      .filter((one) => one.deputy === person && isOn(one))
      .flatMap((leave) =>
        world.appointments.filter((one) => one.person === leave.person && isOn(one)),
      );
    return [...named(own, "appointment"), ...named(given, "delegation"), ...named(away, "deputy")];
  }

  function named(
    found: readonly { readonly post: string; readonly matters?: readonly string[] }[],
    basis: Held["basis"],
  ): Held[] {
    const names = [...new Set(found.map(({ post }) => post))].toSorted();
    return names.flatMap((name) => {
      const version = postOf(name);
      if (version === undefined) return [];
      const { unit, role, clauses } = version;
      const ways = found.filter(({ post }) => post === name);
      const matters = ways.some((way) => way.matters === undefined)
        ? undefined
        : ways.flatMap((way) => way.matters ?? []);
      return [{ post: name, basis, unit, role, clauses, matters }];
    });
  }

  const heldAs = (person: string, { post, basis }: OracleSession): Held => {
    const held = heldBy(person).find((one) => one.post === post && one.basis === basis);
    if (held === undefined) throw new Error(`${person} does not hold ${post}`);
    return held;
  };
  const clausesFor = ({ clauses, matters }: Held, matter: string) =>
    clauses.filter(
      (clause) =>
        clause.matters.includes(matter) && (matters === undefined || matters.includes(matter)),
    );
  const partiesRecused = (person: string) =>
    new Set(
      world.recusals.filter((one) => one.person === person && isOn(one)).map(({ party }) => party),
    );
  const isBelow = (unit: string | undefined, top: string | undefined): boolean => {
    if (unit === undefined || top === undefined) return false;
    return unit === top || isBelow(unitOf.get(unit)?.parent, top);
  };

  return {
    sessions: heldBy,
    processes(person, session) {
      const held = heldAs(person, session);
      const clauses = clausesFor(held, "process");
      const recused = partiesRecused(person);
      const party = ["entity", "agency"].includes(held.role)
        ? unitOf.get(held.unit)?.party
        : undefined;
      const seen = world.processes.filter((process) => {
        const names = [process.entity, process.agency].filter((name) => name !== null);
        if (names.some((name) => recused.has(name))) return false;
        if (party !== undefined && names.includes(party)) return true;
        return clauses.some((clause) => covers(clause, process));
      });
      return new Set(seen.map(({ ocid }) => ocid));
    },
    leads(person, session) {
      const held = heldAs(person, session);
      const clauses = clausesFor(held, "lead");
      const recused = partiesRecused(person);
      const seen = world.leads.filter(({ process, unit, parties }) => {
        const names = [process.entity, process.agency ?? "", ...parties];
        if (names.some((name) => recused.has(name))) return false;
        return clauses.some((clause) => {
          const { units = "own" } = clause;
          const top = units === "own" ? held.unit : unitOf.get(held.unit)?.stationedIn;
          return (units === "any" || isBelow(unit, top)) && covers(clause, process);
        });
      });
      return new Set(seen.map(({ id }) => id));
    },
  };
}
