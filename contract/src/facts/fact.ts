/** The fact envelope and the shape of a fact kind (contracts.md §1). */
import Type, { type Static, type TSchema } from "typebox";

import { Instant } from "../values.ts";

/** Subject: a contracting process `ocds-mj0001-<code>` or `<type>:<id>`. */
export const Subject = Type.String({
  pattern: "^(ocds-mj0001-[A-Za-z0-9._-]{1,120}|[a-z][A-Za-z-]{1,40}:[A-Za-z0-9._:/-]{1,160})$",
});

/** One line of a batch: what a source sends. The server adds id, recordedAt, hashes and salt. */
export const FactInput = Type.Object(
  {
    kind: Type.String({ pattern: "^[a-z]+\\.[a-z-]+$", maxLength: 80 }),
    version: Type.Optional(Type.Integer({ minimum: 1, maximum: 99 })),
    sourceId: Type.String({ minLength: 1, maxLength: 240 }),
    subject: Subject,
    occurredAt: Instant,
    /** The fact this one corrects: its id, or (same source) the sourceId of the fact first sent. */
    corrects: Type.Optional(Type.String({ format: "uuid" })),
    correctsSourceId: Type.Optional(Type.String({ minLength: 1, maxLength: 240 })),
    payload: Type.Object({}),
  },
  { additionalProperties: false },
);
export interface FactInput {
  readonly kind: string;
  readonly version?: number;
  readonly sourceId: string;
  readonly subject: string;
  readonly occurredAt: string;
  readonly corrects?: string;
  readonly correctsSourceId?: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** When a fact of this kind may be public. `publication/release.ts` decides; the default is never. */
export interface FactKind<S extends TSchema = TSchema> {
  readonly kind: string;
  readonly version: number;
  /** English and Chinese title, for docs/facts.md and the data dictionary. */
  readonly title: { readonly en: string; readonly zh: string };
  /** What it records, in one sentence each. */
  readonly about: { readonly en: string; readonly zh: string };
  readonly payload: S;
  /** One fictional example payload; documentation and a test at once. */
  readonly example: Static<S>;
}

export function defineFactKind<const S extends TSchema>(definition: FactKind<S>): FactKind<S> {
  return definition;
}
