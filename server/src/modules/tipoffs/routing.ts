/**
 * Which office gets a tip-off, by its coded fields alone: never the reported unit, never one above or below it. Pure.
 *
 * Law: 信访工作条例 arts. 17, 30 (matters of discipline go to the discipline inspection); 监察法 art. 35; 公共资源交易
 * boards answer by the list of duties.
 */
import type { Department } from "../../../../contract/src/casework.ts";
import type { UnitKind } from "../../../../contract/src/organisation.ts";
import type { TipoffCoded } from "../../../../contract/src/tipoff-values.ts";

export interface OfficeUnit {
  readonly id: string;
  readonly name: string;
  readonly kind: UnitKind;
  readonly parent: string | null;
  readonly stationedIn: string | null;
  readonly place: string | null;
}

export interface DutyFound {
  readonly department: Department;
  readonly legalBasis: string;
}

export interface RoutingInput {
  readonly coded: TipoffCoded;
  readonly units: readonly OfficeUnit[];
  /** By the list of duties; undefined: it names nobody. */
  readonly duty: DutyFound | undefined;
  /** Units that have a key: to another nothing can be sealed. */
  readonly haveKeys: ReadonlySet<string>;
}

export interface Route extends DutyFound {
  readonly matched: "discipline" | "duty" | "coordinator";
}

export type Routing =
  | { readonly route: Route; readonly family: readonly string[] }
  | { readonly refusal: "nobody" | "noKey"; readonly family: readonly string[] };

const idOf = ({ id }: OfficeUnit): string => id;

/** Everything that can be reached from a unit along a relation, the unit itself included. */
function closure(start: string, next: (unit: string) => readonly string[]): Set<string> {
  const found = new Set([start]);
  for (const unit of found) for (const other of next(unit)) found.add(other);
  return found;
}

/**
 * The reported unit, all above it, all below it. Discipline groups stationed in one of them belong to them when the
 * head is concerned or it is not known who, with all below them and the groups stationed there in turn: a group sits
 * with the people it watches. The order of the units does not matter.
 */
export function familyOf(
  { unit, rank }: Pick<TipoffCoded, "unit" | "rank">,
  units: readonly OfficeUnit[],
): readonly string[] {
  if (unit === undefined) return [];
  const parents = new Map(units.map(({ id, parent }) => [id, parent]));
  const children = Map.groupBy(units, ({ parent }) => parent ?? "");
  const parentOf = (id: string) => {
    const parent = parents.get(id);
    return parent === null || parent === undefined ? [] : [parent];
  };
  const below = (id: string) => closure(id, (one) => (children.get(one) ?? []).map(idOf));
  const family = new Set([...closure(unit, parentOf), ...below(unit)]);
  if (rank === "member") return [...family].toSorted();
  const guests = Map.groupBy(units, ({ stationedIn }) => stationedIn ?? "");
  for (const host of family)
    for (const guest of guests.get(host) ?? [])
      for (const part of below(guest.id)) family.add(part);
  return [...family].toSorted();
}

const DISCIPLINE_BASIS = "《监察法》第三十五条、《信访工作条例》第三十条";
const COORDINATOR_BASIS =
  "职责清单中没有对应的部门或者该部门须回避，由公共资源交易监督管理办公室统筹";

/** Of several offices of a kind, the one whose place says most, then by id, so that the answer is the same everywhere. */
function officesOf(kind: UnitKind, { units, coded }: RoutingInput): readonly Department[] {
  return units
    .filter((unit) => unit.kind === kind)
    .filter(({ place }) => place === null || coded.place?.startsWith(place) === true)
    .toSorted((a, b) => (b.place?.length ?? 0) - (a.place?.length ?? 0) || a.id.localeCompare(b.id))
    .map(({ id, name }) => ({ id, name }));
}

function candidates(input: RoutingInput): readonly Route[] {
  const discipline = officesOf("discipline", input).map((department): Route => ({
    department,
    legalBasis: DISCIPLINE_BASIS,
    matched: "discipline",
  }));
  const coordinator = officesOf("coordinator", input).map((department): Route => ({
    department,
    legalBasis: COORDINATOR_BASIS,
    matched: "coordinator",
  }));
  if (input.coded.about === "officials") return [...discipline, ...coordinator];
  const { duty, units } = input;
  const isKnown = units.some(({ id }) => id === duty?.department.id);
  return [
    ...(duty !== undefined && isKnown ? [{ ...duty, matched: "duty" as const }] : []),
    ...coordinator,
    ...discipline,
  ];
}

/** Centres keep no tip-offs, whatever a list of duties says: they run the trade that is reported. */
const NEVER: ReadonlySet<UnitKind> = new Set<UnitKind>([
  "tradingCentre",
  "operations",
  "procuringEntity",
  "procurementAgency",
  "bidder",
  "expertPool",
  "province",
]);

export function routeTipoff(input: RoutingInput): Routing {
  const family = familyOf(input.coded, input.units);
  const away = new Set(family);
  const kinds = new Map(input.units.map(({ id, kind }) => [id, kind]));
  const free = candidates(input).filter(({ department: { id } }) => {
    const kind = kinds.get(id);
    return kind !== undefined && !NEVER.has(kind) && !away.has(id);
  });
  const [first] = free;
  if (first === undefined) return { refusal: "nobody", family };
  // What is about officials waits for the discipline office to make its key rather than go to another office.
  const usable = input.coded.about === "officials" ? [first] : free;
  const route = usable.find(({ department: { id } }) => input.haveKeys.has(id));
  return route === undefined ? { refusal: "noKey", family } : { route, family };
}

/** Name of a place, out of the name of a unit of it: 云溪区住房和城乡建设局 → 云溪区. */
export const placeName = (unitName: string): string =>
  /^(?:.{2,8}?市)?(.{1,8}?[区县旗])/u.exec(unitName)?.[0] ?? unitName;

/** Places that have an office of their own, by their codes. */
export function placesOf(
  units: readonly Pick<OfficeUnit, "place" | "name">[],
): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  for (const { place, name } of units)
    if (place !== null && !places.has(place)) places.set(place, placeName(name));
  return places;
}
