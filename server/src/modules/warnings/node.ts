/**
 * What a warning node (警示节点) is: a rule about one act, the articles it rests on, and how it reads the facts of the act.
 * A fact that is absent is named and never guessed. Pure.
 */
import {
  type Calendar,
  CalendarNotPublished,
  parseDay,
  type StripDay,
} from "../../../../clocks/src/index.ts";
import type { WarningFacts, WarningField } from "../../../../contract/src/warnings-facts.ts";
import type {
  WarningAct,
  WarningMode,
  WarningParams,
  WarningStage,
} from "../../../../contract/src/warnings-values.ts";

export interface Finding {
  readonly isHit: boolean;
  readonly params: WarningParams;
  /** Each day by which a limit was counted. */
  readonly strip?: readonly StripDay[];
}

export interface World {
  readonly calendar: Calendar;
}

export interface WarningNode {
  readonly id: string;
  readonly stage: WarningStage;
  readonly acts: readonly WarningAct[];
  /** Ids in law-articles.json; the regime of an article is a regime of the node. */
  readonly articles: readonly string[];
  /** Mode until a person sets another. */
  readonly mode: WarningMode;
  /** Without one of these it cannot be computed. */
  readonly needs: readonly WarningField[];
  /** The rule binds only tenders that the law requires: while nobody says so, it asks for a reason at most. */
  readonly isForMandatory?: true;
  readonly find: (read: FactReader, world: World) => Finding;
}

/** A field that the rule needs and nobody gave. */
export class MissingFact extends Error {
  readonly field: string;
  constructor(field: string) {
    super(`missing ${field}`);
    this.name = "MissingFact";
    this.field = field;
  }
}

type FieldOf<T> = {
  [Field in WarningField]-?: NonNullable<WarningFacts[Field]> extends T ? Field : never;
}[WarningField];

export type TextField = FieldOf<string>;
export type CountField = FieldOf<number>;
export type FlagField = FieldOf<boolean>;
export type MoneyField = FieldOf<{ readonly amountMinor: string; readonly currency: string }>;

export type FactReader = ReturnType<typeof readerOf>;

/** Reads the facts of an act. Each way throws MissingFact for what is absent. */
export function readerOf(facts: WarningFacts) {
  const get = <Field extends WarningField>(field: Field): NonNullable<WarningFacts[Field]> => {
    const value = facts[field];
    if (value === undefined) throw new MissingFact(field);
    return value;
  };
  return {
    get,
    /** Absent counts as unknown, not as false. */
    find: <Field extends WarningField>(field: Field): WarningFacts[Field] => facts[field],
    /** The day in Asia/Shanghai of a day or an instant. */
    day(field: TextField): string {
      const day = parseDay(get(field));
      if (day === undefined) throw new MissingFact(field);
      return day;
    },
    time: (field: TextField): number => Date.parse(get(field)),
    /** Minor units of two amounts in one currency. */
    amounts(one: MoneyField, other: MoneyField): readonly [bigint, bigint] {
      const [first, second] = [get(one), get(other)];
      if (first.currency !== second.currency) throw new MissingFact(`${other}.currency`);
      return [BigInt(first.amountMinor), BigInt(second.amountMinor)];
    },
  };
}

export type Outcome =
  | ({ readonly state: "found" } & Finding)
  | { readonly state: "notComputable"; readonly field: string };

/** Runs a node on what is known about an act. */
export function runNode(node: WarningNode, facts: WarningFacts, world: World): Outcome {
  if (node.isForMandatory === true && facts.regime === "works" && facts.isMandatory === false)
    return { state: "found", isHit: false, params: { isMandatory: false } };
  try {
    return { state: "found", ...node.find(readerOf(facts), world) };
  } catch (error) {
    if (error instanceof MissingFact) return { state: "notComputable", field: error.field };
    if (error instanceof CalendarNotPublished)
      return { state: "notComputable", field: `calendar.${error.year}` };
    throw error;
  }
}
