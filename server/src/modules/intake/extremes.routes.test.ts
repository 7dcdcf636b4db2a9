/** What the schemas let pass: which kinds a source may send, and that no value of them is a fault of the server. */
import type { TSchema } from "typebox";
import { Compile } from "typebox/compile";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { FactInput, FactKind } from "../../../../contract/src/facts/fact.ts";
import { sendForReceipts } from "../../../test/batch-receipts.ts";
import { ocidOf } from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";

let app: TestApp;
let kinds: readonly FactKind[];
beforeAll(async () => {
  app = await createTestApp();
  kinds = app.application.registry.kinds();
});
afterAll(() => app.close());

const subjectOf = (kind: string, code: string): string => {
  if (kind.startsWith("venue.")) return `room:${code}`;
  if (kind.startsWith("duties.")) return `duty:${code}`;
  return /(environment|firm|restriction)-/.test(kind) ? `standing:${code}` : ocidOf(code);
};

const factOf = (kind: string, code: string, payload: unknown): FactInput => ({
  kind,
  sourceId: `${code}/${kind}`,
  subject: subjectOf(kind, code),
  occurredAt: "2026-03-02T01:00:00Z",
  payload: payload as FactInput["payload"],
});

describe("kinds", () => {
  test("a source may send what happened outside; what acts inside make is refused, erasures and tokens too", async () => {
    const key = await app.addSource("demo");
    const taken: string[] = [];
    for (const { kind, example } of kinds) {
      const { receipts } = await sendForReceipts(app, key, [factOf(kind, `K-${kind}`, example)]);
      const [line] = receipts;
      if (line?.code === "intake.unknown-kind") continue;
      expect([kind, line?.status]).toEqual([kind, "accepted"]);
      taken.push(kind);
    }
    expect(kinds.length).toBeGreaterThan(190);
    expect(taken.filter((kind) => !kind.startsWith("procurement.")).toSorted()).toEqual([
      "duties.duty-listed",
      "duties.list-published",
      "duties.orphan-assigned",
      "venue.event-recorded",
    ]);
  });
});

/** Values at the edges of what a schema lets pass; half a character is one that JSON can spell. */
const EDGES: readonly unknown[] = [
  ["x", "0", "-", " "].flatMap((sign) => [1, 18, 40, 400, 20_000].map((n) => sign.repeat(n))),
  ["9", "𠮷", "é", "\ud842"].map((sign) => sign.repeat(18)),
  "\u202e反\u202c",
  "\ufeff明",
  "a\nb\tc",
  "'; DROP TABLE fact.fact; --",
  "\\",
  "null",
  "%_",
  "-1",
  "0.000000001",
  "-999999999999999999",
  "999999999.999999999",
  "1900-01-01",
  "2024-02-29",
  "9999-12-31",
  "1900-01-01T00:00:00+14:00",
  "9999-12-31T23:59:59.999999999-14:00",
  "2024-02-29T23:59Z",
  [0, -0, 1, -1, 0.1, 5e-324, 1e308, -1e308, 2 ** 31, 2 ** 53 - 1, -(2 ** 53 - 1)],
].flat(2);

type Schema = TSchema & {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly minimum?: number;
  readonly maximum?: number;
};

const checkers = new WeakMap<Schema, ReturnType<typeof Compile>>();

function fits(schema: Schema, value: unknown): boolean {
  const checker = checkers.get(schema) ?? Compile(schema);
  checkers.set(schema, checker);
  return checker.Check(value);
}

/** Every payload that differs from `value` in one leaf, which lies at an edge; and those that have one more member. */
function* variants(schema: Schema, value: unknown): Generator {
  const branch = schema.anyOf?.find((one) => fits(one, value));
  if (branch !== undefined) yield* variants(branch, value);
  else if (Array.isArray(value) && schema.items !== undefined) {
    for (const [index, member] of value.slice(0, 2).entries())
      for (const other of variants(schema.items, member)) yield value.with(index, other);
  } else if (typeof value === "object" && value !== null) {
    for (const [name, member] of Object.entries(schema.properties ?? {})) {
      const own = (value as Record<string, unknown>)[name];
      const others = own === undefined ? edgesOf(member) : variants(member, own);
      for (const other of others) yield { ...value, [name]: other };
    }
  } else yield* edgesOf(schema);
}

function* edgesOf(schema: Schema): Generator {
  for (const branch of schema.anyOf ?? []) yield* edgesOf(branch);
  for (const edge of [...EDGES, schema.minimum, schema.maximum])
    if (edge !== undefined && fits(schema, edge)) yield edge;
}

/** Lines without a receipt of their own: sent again one by one, since a fault takes its neighbours along. */
async function faultsOf(key: string, facts: readonly FactInput[]): Promise<readonly FactInput[]> {
  const { receipts } = await sendForReceipts(app, key, facts);
  if (receipts.length === facts.length) return [];
  const found: FactInput[] = [];
  for (const fact of facts) {
    const alone = await sendForReceipts(app, key, [fact]);
    if (alone.receipts.length !== 1) found.push(fact);
  }
  return found;
}

describe("values", () => {
  test("none that a schema lets pass is a fault: each line has its receipt", async () => {
    const key = await app.addSource("duties");
    let sent = 0;
    const faults: FactInput[] = [];
    for (const { kind, payload, example } of kinds) {
      if (!/^(procurement|duties)\.|^venue\.event/.test(kind)) continue;
      const facts = [...variants(payload as Schema, example)].map((value, n) =>
        factOf(kind, `E${n}`, value),
      );
      expect([kind, facts.length > 5]).toEqual([kind, true]);
      sent += facts.length;
      for (let at = 0; at < facts.length; at += 50)
        faults.push(...(await faultsOf(key, facts.slice(at, at + 50))));
    }
    const summaries = faults.map((fact) => `${fact.kind} ${JSON.stringify(fact.payload)}`);
    expect(summaries).toEqual([]);
    expect(sent).toBeGreaterThan(5000);
  });
});
