/** What the tests of the importers share: collecting items, checking facts, finding the real data. */
import { existsSync } from "node:fs";
import { readdirSync } from "node:fs";
import { join } from "node:path";

import { Compile, type Validator } from "typebox/compile";

import { FactInput, type FactKind } from "../../../../../contract/src/facts/fact.ts";
import type { ByteSource } from "./bytes.ts";
import type { ImportContext, ImportItem, Rejection } from "./item.ts";

export const CONTEXT: ImportContext = {
  source: "test",
  zone: "Asia/Shanghai",
  personKey: "test key",
};

/** Bytes in chunks of a size, so that borders fall everywhere. */
export async function* bytesOf(content: string | Uint8Array, chunk = 7): ByteSource {
  const buffer = Buffer.from(content as string);
  for (let at = 0; at < buffer.length; at += chunk) yield buffer.subarray(at, at + chunk);
}

export interface Collected {
  readonly items: readonly ImportItem[];
  readonly facts: readonly FactInput[];
  readonly rejections: readonly Rejection[];
}

export async function collect(items: AsyncIterable<ImportItem>): Promise<Collected> {
  const all: ImportItem[] = [];
  for await (const item of items) all.push(item);
  return {
    items: all,
    facts: all.flatMap((item) => ("facts" in item ? item.facts : [])),
    rejections: all.flatMap((item) => ("rejected" in item ? [item.rejected] : [])),
  };
}

export const ofKind = (facts: readonly FactInput[], kind: string): readonly FactInput[] =>
  facts.filter((fact) => fact.kind === `procurement.${kind}`);

const CONTRACT_FACTS = join(import.meta.dirname, "../../../../../contract/src/facts");
const envelope: Validator = Compile(FactInput);

/** Messages for every fact whose envelope or payload breaks its schema; empty = all are right. */
export async function schemaErrors(facts: readonly FactInput[]): Promise<readonly string[]> {
  const validators = await payloadValidators();
  return facts.flatMap((fact) => {
    const validator = validators.get(fact.kind);
    if (validator === undefined) return [`${fact.sourceId}: no kind ${fact.kind}`];
    const isShaped: boolean = envelope.Check(fact);
    if (!isShaped) return [`${fact.sourceId}: ${JSON.stringify(envelope.Errors(fact)[0])}`];
    if (validator.Check(fact.payload)) return [];
    return [`${fact.sourceId}: ${JSON.stringify(validator.Errors(fact.payload).slice(0, 3))}`];
  });
}

async function payloadValidators(): Promise<Map<string, Validator>> {
  const validators = new Map<string, Validator>();
  for (const file of readdirSync(CONTRACT_FACTS).filter((name) =>
    name.startsWith("procurement."),
  )) {
    const module = (await import(join(CONTRACT_FACTS, file))) as Record<string, unknown>;
    for (const value of Object.values(module)) {
      const kind = value as FactKind;
      if (typeof kind?.kind === "string") validators.set(kind.kind, Compile(kind.payload));
    }
  }
  return validators;
}

/** Example facts of every kind of procurement, as the contract documents them. */
export async function exampleFacts(): Promise<readonly FactInput[]> {
  const facts: FactInput[] = [];
  for (const file of readdirSync(CONTRACT_FACTS).filter((name) =>
    name.startsWith("procurement."),
  )) {
    const module = (await import(join(CONTRACT_FACTS, file))) as Record<string, unknown>;
    for (const value of Object.values(module)) {
      const kind = value as FactKind;
      if (typeof kind?.kind !== "string") continue;
      facts.push({
        kind: kind.kind,
        sourceId: `example-${kind.kind}`,
        subject: "ocds-mj0001-YL-2026-0001",
        occurredAt: "2026-03-02T09:30:00+08:00",
        payload: kind.example as Record<string, unknown>,
      });
    }
  }
  return facts;
}

const DATA = join(import.meta.dirname, "../../../../../../shared/data");

/** Path of a real data file, or `undefined` on a machine that does not have it. */
export function realData(path: string): string | undefined {
  const full = join(DATA, path);
  return existsSync(full) ? full : undefined;
}

/** Sentence a test of real data reports instead of its figures where the data is absent. */
export const ABSENT = "the real data is absent on this machine; nothing was examined";
