/** Organisations of chance for T27, and who of them must know nothing of a tip-off: an oracle without product code. */
import type { Role, UnitKind } from "../../../contract/src/organisation.ts";
import type { TipoffCoded } from "../../../contract/src/tipoff-values.ts";
import type { OrganisationChange } from "../../src/platform/identity/organisation.service.ts";
import type { Draw } from "./draw.ts";

/** Since when everything holds. */
export const FROM = "2020-01-01";

interface Unit {
  readonly id: string;
  readonly kind: UnitKind;
  readonly parent: string | undefined;
  readonly stationedIn: string | undefined;
  readonly place: string;
}

export interface Post {
  readonly id: string;
  readonly unit: string;
  readonly role: Role;
  /** Whether its scope is every office, or those at and below its unit. */
  readonly isWide: boolean;
}

export interface Organisation {
  readonly units: readonly Unit[];
  readonly posts: readonly Post[];
  /** Person → posts in which the person acts, whatever brought them there. */
  readonly acting: ReadonlyMap<string, ReadonlySet<string>>;
  /** Person → units from which the person is recused. */
  readonly recused: ReadonlyMap<string, ReadonlySet<string>>;
  readonly changes: readonly OrganisationChange[];
}

const KINDS = [
  "committee",
  "department",
  "department",
  "stationedDiscipline",
  "procuringEntity",
  "tradingCentre",
] as const satisfies readonly UnitKind[];

const roleOf = (kind: UnitKind): Role => {
  if (kind === "discipline") return "inspector";
  return kind === "coordinator" ? "coordinator" : "chief";
};
const partyOf = (unit: string) => ({ kind: "organisation", name: `当事人${unit}` });

function drawUnits(draw: Draw, prefix: string, place: string): readonly Unit[] {
  const kinds = [
    "discipline",
    "coordinator",
    ...Array.from({ length: 4 + draw.below(4) }, () => draw.pick(KINDS)),
  ] as const;
  const idOf = (at: number) => `${prefix}u${at}`;
  return kinds.map((kind, at) => ({
    id: idOf(at),
    kind,
    place,
    parent: at > 0 && draw.chance(0.7) ? idOf(draw.below(at)) : undefined,
    stationedIn: draw.chance(kind === "stationedDiscipline" ? 0.9 : 0.1)
      ? idOf(draw.below(kinds.length))
      : undefined,
  }));
}

type Pairs = Map<string, Set<string>>;

const add = (pairs: Pairs, person: string, value: string) =>
  pairs.set(person, new Set([...(pairs.get(person) ?? []), value]));

const unitChange = ({ id, kind, place, parent, stationedIn }: Unit): OrganisationChange => ({
  kind: "unit-registered",
  payload: {
    unit: id,
    name: `${id}名`,
    unitKind: kind,
    place,
    party: partyOf(id),
    validFrom: FROM,
    ...(parent === undefined ? {} : { parent }),
    ...(stationedIn === undefined ? {} : { stationedIn }),
  },
});

const personOf = ({ id }: Post): string => id.replace("-head", "-p");

interface Drawn {
  readonly say: (kind: OrganisationChange["kind"], payload: object) => void;
  readonly appointed: Pairs;
  readonly delegated: Pairs;
  /** Deputy → persons who are away. */
  readonly standsFor: Pairs;
}

/** Who holds each post. */
function fillPost(post: Post, { say, appointed }: Drawn): void {
  const { id, unit, role, isWide } = post;
  const person = personOf(post);
  const jurisdiction = [{ matters: ["tipoff"], units: isWide ? "any" : "own" }];
  say("post-defined", { post: id, unit, title: "负责人", role, jurisdiction });
  say("person-registered", { person, name: person });
  say("appointment-made", { appointment: id, person, post: id });
  add(appointed, person, id);
}

/** Now and then somebody else acts in a post as well: appointed, by delegation, or as a deputy. */
function lendPost(
  draw: Draw,
  { post, toPerson }: { readonly post: Post; readonly toPerson: string },
  { say, appointed, delegated, standsFor }: Drawn,
): void {
  const person = personOf(post);
  const chance = draw.next();
  if (person === toPerson || chance >= 0.15) return;
  const link = { validTo: "2030-01-01", reason: "测试" };
  if (chance < 0.05) {
    say("appointment-made", { appointment: `${post.id}-2`, person: toPerson, post: post.id });
    add(appointed, toPerson, post.id);
  } else if (chance < 0.1) {
    const given = { fromPerson: person, toPerson, post: post.id };
    say("delegation-made", { delegation: post.id, ...given, ...link });
    add(delegated, toPerson, post.id);
  } else {
    say("leave-recorded", { leave: post.id, person, deputy: toPerson, ...link });
    add(standsFor, toPerson, person);
  }
}

export function drawOrganisation(draw: Draw, number: number): Organisation {
  const units = drawUnits(draw, `o${number}`, String(7000 + number));
  const posts = units.map(({ id, kind }): Post => ({
    id: `${id}-head`,
    unit: id,
    role: roleOf(kind),
    isWide: draw.chance(0.5),
  }));
  const changes = units.map(unitChange);
  const drawn: Drawn = {
    say: (kind, payload) => void changes.push({ kind, payload: { validFrom: FROM, ...payload } }),
    appointed: new Map(),
    delegated: new Map(),
    standsFor: new Map(),
  };
  const recused: Pairs = new Map();
  for (const post of posts) fillPost(post, drawn);
  for (const post of posts) {
    lendPost(draw, { post, toPerson: personOf(draw.pick(posts)) }, drawn);
    if (!draw.chance(0.2)) continue;
    const [person, unit] = [personOf(post), draw.pick(units).id];
    const party = partyOf(unit);
    drawn.say("recusal-declared", { recusal: post.id, person, party, relation: "family" });
    add(recused, person, unit);
  }
  return { units, posts, acting: actingOf(drawn), recused, changes };
}

/** A deputy acts in every post to which the absent person was appointed. */
const actingOf = ({ appointed, delegated, standsFor }: Drawn): Organisation["acting"] =>
  new Map(
    [...appointed.keys()].map((person) => {
      const persons = [person, ...(standsFor.get(person) ?? [])];
      const posts = persons.flatMap((one) => [...(appointed.get(one) ?? [])]);
      return [person, new Set([...posts, ...(delegated.get(person) ?? [])])];
    }),
  );

/** A unit and all above it. */
export const aboveOf = (units: readonly Unit[], id: string | undefined): string[] =>
  id === undefined ? [] : [id, ...aboveOf(units, units.find((one) => one.id === id)?.parent)];

/** The relation written anew: above, below or itself. */
const isRelated = (units: readonly Unit[], a: string, b: string): boolean =>
  aboveOf(units, a).includes(b) || aboveOf(units, b).includes(a);

/** Whether a unit, or one above it, is stationed with relatives of the reported one, or with a unit that is. */
function sitsWith(units: readonly Unit[], a: string, reported: string): boolean {
  const seen = new Set<string>();
  const isNear = (id: string | undefined): boolean => {
    if (id === undefined || seen.has(id)) return false;
    seen.add(id);
    const unit = units.find((one) => one.id === id);
    const host = unit?.stationedIn;
    if (host !== undefined && isRelated(units, host, reported)) return true;
    return isNear(host) || isNear(unit?.parent);
  };
  return isNear(a);
}

/** Whether people of a unit must know nothing of a tip-off about another. */
export function isClose(
  { units }: Organisation,
  unit: string,
  { unit: reported, rank }: TipoffCoded,
): boolean {
  if (reported === undefined) return false;
  return isRelated(units, unit, reported) || (rank !== "member" && sitsWith(units, unit, reported));
}

export function mustNotSee(
  organisation: Organisation,
  person: string,
  coded: TipoffCoded,
): boolean {
  const { acting, posts, recused } = organisation;
  const units = posts.filter(({ id }) => acting.get(person)?.has(id)).map(({ unit }) => unit);
  if (coded.unit !== undefined && recused.get(person)?.has(coded.unit) === true) return true;
  return units.some((unit) => isClose(organisation, unit, coded));
}
