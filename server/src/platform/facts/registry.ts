/** Which fact kinds exist, how they are checked, and which module's tables follow. */
import { Compile, type Validator } from "typebox/compile";

import type { FactKind } from "../../../../contract/src/facts/fact.ts";
import { fieldRule } from "../../../../contract/src/field-rule.ts";
import type { FieldError } from "../../kernel/rule-violation.ts";
import type { Tx } from "../database.ts";

/** A fact as projections and subscribers see it. */
export interface StoredFact {
  readonly id: string;
  readonly kind: string;
  readonly source: string;
  readonly subject: string;
  readonly occurredAt: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** The fact kinds of one module and the tables that follow from them. */
export interface FactProjection {
  readonly kinds: readonly FactKind[];
  /** Tables that `rebuild` empties and fills again, in the order of deletion. */
  readonly tables: readonly string[];
  /** Writes the tables. Must not depend on the order of facts, nor on any fact but these. */
  readonly apply: (tx: Tx, facts: readonly StoredFact[]) => Promise<void>;
  /** Takes out the rows of facts that were corrected. */
  readonly retract: (tx: Tx, facts: readonly StoredFact[]) => Promise<void>;
}

interface Entry {
  readonly definition: FactKind;
  readonly validator: Validator;
  readonly projection: FactProjection;
}

export type FactRegistry = ReturnType<typeof createFactRegistry>;

const MAX_ERRORS = 8;

export function createFactRegistry(first: readonly FactProjection[] = []) {
  const entries = new Map<string, Entry>();
  const projections: FactProjection[] = [];
  const add = (projection: FactProjection) => {
    projections.push(projection);
    for (const definition of projection.kinds) {
      if (entries.has(definition.kind)) throw new Error(`two modules declare ${definition.kind}`);
      entries.set(definition.kind, {
        definition,
        validator: Compile(definition.payload),
        projection,
      });
    }
  };
  first.forEach(add);
  return {
    /** Adds the kinds of a module. @throws Error if another module declared one of them */
    add,
    projections: projections as readonly FactProjection[],
    kinds: (): readonly FactKind[] => [...entries.values()].map((entry) => entry.definition),
    version: (kind: string): number | undefined => entries.get(kind)?.definition.version,
    projectionOf: (kind: string): FactProjection | undefined => entries.get(kind)?.projection,
    /** Errors of a payload, empty if it is right; `undefined` for an unknown kind. */
    check(kind: string, payload: unknown): readonly FieldError[] | undefined {
      const entry = entries.get(kind);
      if (entry === undefined) return undefined;
      if (entry.validator.Check(payload)) return [];
      return entry.validator.Errors(payload).slice(0, MAX_ERRORS).map(fieldError);
    },
  };
}

interface SchemaError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: object;
  readonly message: string;
}

/** Path of the field in dots, below `payload`; what the schema asked for. */
function fieldError(error: SchemaError): FieldError {
  const { instancePath, params } = error;
  const { requiredProperties, additionalProperties } = params as {
    requiredProperties?: readonly string[];
    additionalProperties?: readonly string[];
  };
  const named = requiredProperties?.[0] ?? additionalProperties?.[0];
  const path = `payload${instancePath}${named === undefined ? "" : `/${named}`}`;
  return {
    path: path.replaceAll("/", "."),
    code: "intake.bad-field",
    params: { ...fieldRule(error) },
  };
}
