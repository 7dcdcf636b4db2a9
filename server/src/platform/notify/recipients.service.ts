/** Turns a batch of facts into pairs of fact and person. */
import { plainDateOf } from "../../kernel/plain-date.ts";
import type { Database, Tx } from "../database.ts";
import type { StoredFact } from "../facts/registry.ts";
import type { ScopedReader } from "../identity/reader.ts";
import { postsOf } from "../identity/rights.store.ts";
import {
  type Handled,
  handlersOf,
  personsInKinds,
  personsInUnits,
  personsOutside,
  scopeFor,
  stationedIn,
  visibleLeads,
  visibleTipoffs,
} from "./recipients.store.ts";
import type { Concerned, NoticeRule } from "./rule.ts";

export interface RecipientDeps {
  readonly db: Database;
  readonly reader: ScopedReader;
}

export interface NewItem {
  readonly factId: string;
  readonly person: string;
  readonly kind: string;
  readonly leadId: string | null;
  readonly voiceId: string | null;
  readonly happenedAt: string;
}

type AboutLead = Extract<Concerned, { leadId: string }>;

interface Case {
  readonly fact: StoredFact;
  readonly rule: NoticeRule;
  readonly about: AboutLead;
}

/** Items of these facts; of a lead only for persons who could see it on that day, in a post of the right role. */
export async function itemsOf(
  tx: Tx,
  deps: RecipientDeps,
  pairs: readonly (readonly [StoredFact, NoticeRule])[],
): Promise<readonly NewItem[]> {
  const items: NewItem[] = [];
  const byDay = new Map<string, Case[]>();
  for (const [fact, rule] of pairs) {
    const about = rule.concerned(fact);
    if ("persons" in about) {
      for (const person of new Set(about.persons)) items.push(itemOf(fact, rule, { person }));
      continue;
    }
    const day = plainDateOf(new Date(fact.occurredAt));
    if ("tipoffId" in about) {
      const persons = await personsSeeing(tx, deps, { about, day });
      items.push(...persons.map((person) => itemOf(fact, rule, { person })));
      continue;
    }
    if ("units" in about) {
      const persons = await personsInUnits(tx, about.units, { roles: about.roles, day });
      items.push(...[...new Set(persons)].map((person) => itemOf(fact, rule, { person })));
      continue;
    }
    if ("unit" in about) {
      const persons = await personsOfUnit(tx, about, day);
      const voiceId = about.voiceId ?? null;
      items.push(...persons.map((person) => itemOf(fact, rule, { person, voiceId })));
      continue;
    }
    if ("outside" in about) {
      const { roles, outside, except } = about;
      const persons = await personsOutside(tx, outside, { roles, day });
      const others = persons.filter((person) => person !== except);
      items.push(...others.map((person) => itemOf(fact, rule, { person })));
      continue;
    }
    byDay.set(day, [...(byDay.get(day) ?? []), { fact, rule, about }]);
  }
  for (const [day, cases] of byDay) items.push(...(await itemsOfDay(tx, deps, { day, cases })));
  return items;
}

type AboutTipoff = Extract<Concerned, { tipoffId: string }>;
type AboutUnit = Exclude<Extract<Concerned, { unit: string }>, AboutTipoff>;

async function personsOfUnit(
  tx: Tx,
  { unit, roles, stationedRoles = [], anywhere = [], except }: AboutUnit,
  day: string,
): Promise<readonly string[]> {
  const stationed = stationedRoles.length === 0 ? [] : await stationedIn(tx, unit, day);
  const groups = [
    await personsInUnits(tx, [unit], { roles, day }),
    await personsInUnits(tx, stationed, { roles: stationedRoles, day }),
    await personsInKinds(tx, ["discipline", "coordinator"], { roles: anywhere, day }),
  ];
  return [...new Set(groups.flat())].filter((person) => person !== except);
}

/** People of a unit in whose list the tip-off stands: asked by the rule of the list itself. */
async function personsSeeing(
  tx: Tx,
  { db, reader }: RecipientDeps,
  { about, day }: { readonly about: AboutTipoff; readonly day: string },
): Promise<readonly string[]> {
  const { unit, roles, tipoffId } = about;
  const seeing: string[] = [];
  for (const person of new Set(await personsInUnits(tx, [unit], { roles, day }))) {
    const held = await postsOf(db, person, day);
    for (const post of held.filter((one) => one.unit === unit && roles.includes(one.role))) {
      const visible = await visibleTipoffs(reader, await scopeFor(db, person, post), [tipoffId]);
      if (!visible.has(tipoffId)) continue;
      seeing.push(person);
      break;
    }
  }
  return seeing;
}

interface Day {
  readonly day: string;
  readonly cases: readonly Case[];
}

async function itemsOfDay(tx: Tx, deps: RecipientDeps, { day, cases }: Day): Promise<NewItem[]> {
  const leadIds = [...new Set(cases.map(({ about }) => about.leadId))];
  const handlers = await handlersOf(tx, leadIds, day);
  const sights = createSights(deps, { day, leadIds });
  const items: NewItem[] = [];
  for (const { fact, rule, about } of cases) {
    const handled = handlers.get(about.leadId);
    if (handled === undefined) continue;
    for (const person of await concernedBy(tx, { about, handled, day })) {
      if (await sights.sees(person, { about, handled }))
        items.push(itemOf(fact, rule, { person, leadId: about.leadId }));
    }
  }
  return items;
}

interface Matter {
  readonly about: AboutLead;
  readonly handled: Handled;
}

async function concernedBy(
  tx: Tx,
  { about, handled, day }: Matter & { readonly day: string },
): Promise<readonly string[]> {
  const { roles, stationedRoles = [] } = about;
  const own = await personsInUnits(tx, [handled.unit], { roles, day });
  const watching =
    stationedRoles.length === 0 || handled.stationed.length === 0
      ? []
      : await personsInUnits(tx, handled.stationed, { roles: stationedRoles, day });
  return [...new Set([...own, ...watching])].filter((person) => person !== about.except);
}

/** What each person could see on a day, asked once a post. */
function createSights(
  { db, reader }: RecipientDeps,
  { day, leadIds }: { readonly day: string; readonly leadIds: readonly string[] },
) {
  const posts = new Map<string, ReturnType<typeof postsOf>>();
  const seen = new Map<string, Promise<ReadonlySet<string>>>();
  const remembered = <T>(map: Map<string, T>, key: string, make: () => T): T => {
    const known = map.get(key) ?? make();
    map.set(key, known);
    return known;
  };
  return {
    async sees(person: string, { about, handled }: Matter): Promise<boolean> {
      const held = await remembered(posts, person, () => postsOf(db, person, day));
      for (const post of held) {
        const isOwn = post.unit === handled.unit && about.roles.includes(post.role);
        const isWatching =
          handled.stationed.includes(post.unit) &&
          about.stationedRoles?.includes(post.role) === true;
        if (!isOwn && !isWatching) continue;
        const visible = await remembered(seen, `${person} ${post.post}`, async () =>
          visibleLeads(reader, await scopeFor(db, person, post), leadIds),
        );
        if (visible.has(about.leadId)) return true;
      }
      return false;
    },
  };
}

const itemOf = (
  fact: StoredFact,
  rule: NoticeRule,
  {
    person,
    leadId = null,
    voiceId = null,
  }: {
    readonly person: string;
    readonly leadId?: string | null;
    readonly voiceId?: string | null;
  },
): NewItem => ({
  factId: fact.id,
  person,
  kind: typeof rule.notice === "function" ? rule.notice(fact) : rule.notice,
  leadId,
  voiceId,
  happenedAt: fact.occurredAt,
});
