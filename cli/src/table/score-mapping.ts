/** The mapping file of experts' scores (contracts.md §4): the shape of the other mapping with fields of its own. */
import type {
  FieldMapping,
  TableMapping,
} from "../../../server/src/modules/intake/formats/mapping.ts";
import { isZone } from "../../../server/src/modules/intake/formats/time.ts";
import { UsageError } from "../usage.ts";
import { jsonOf } from "./bid-table.ts";

export const SCORE_FIELDS = [
  "panel",
  "expert",
  "bid",
  "criterion",
  "score",
  "max",
  "expertGroup",
  "bidderGroup",
] as const;
export type ScoreField = (typeof SCORE_FIELDS)[number];

export interface ScoreMapping extends TableMapping<ScoreField> {
  /** Criteria on which experts must not differ. */
  readonly objective: readonly string[];
}

const NEEDED: readonly ScoreField[] = ["panel", "expert", "bid", "score"];
const KEYS = ["version", "kind", "delimiter", "zone", "constants", "fields", "objective"];
const KINDS = ["score", "scores", "bid"];
const FIELD_KEYS = ["column", "unit", "values"];

/** @throws UsageError naming the key of the mapping file */
export async function loadScoreMapping(path: string): Promise<ScoreMapping> {
  const value = await jsonOf(path);
  try {
    return readScoreMapping(value);
  } catch (error) {
    if (error instanceof MappingRefused) throw new UsageError(`--map ${path}: ${error.message}`);
    throw error;
  }
}

export class MappingRefused extends Error {}

/** @throws MappingRefused whose sentence names the key and what to give */
export function readScoreMapping(value: unknown): ScoreMapping {
  const map = recordOf(value, "the mapping file");
  refuseUnknown(map, KEYS, "");
  const delimiter = delimiterOf(map);
  const constants = constantsOf(map["constants"] ?? {});
  const fields = fieldsOf(map["fields"] ?? {});
  for (const field of NEEDED)
    if (fields[field] === undefined && constants[field] === undefined)
      throw new MappingRefused(
        `fields.${field}: it does not say where the ${field} is; give { "column": … }`,
      );
  return {
    ...(delimiter === undefined ? {} : { delimiter }),
    constants,
    fields,
    objective: objectiveOf(map["objective"] ?? []),
  };
}

type Json = Readonly<Record<string, unknown>>;

/** Checks version, kind and zone; gives the delimiter. */
function delimiterOf({ version, kind = "scores", delimiter, zone }: Json): string | undefined {
  if (version !== 1) throw new MappingRefused("version: give 1");
  if (!KINDS.some((known) => known === kind)) throw new MappingRefused("kind: give scores");
  checkZone(zone, "zone");
  if (delimiter === undefined) return undefined;
  if (typeof delimiter === "string" && delimiter.length === 1) return delimiter;
  throw new MappingRefused("delimiter: give one character");
}

function checkZone(zone: unknown, path: string): void {
  if (zone !== undefined && !(typeof zone === "string" && isZone(zone)))
    throw new MappingRefused(`${path}: give a time zone such as Asia/Shanghai`);
}

function recordOf(value: unknown, path: string): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new MappingRefused(`${path}: give an object`);
  return value as Json;
}

function refuseUnknown(value: Json, known: readonly string[], path: string): void {
  for (const key of Object.keys(value))
    if (!known.includes(key))
      throw new MappingRefused(`${path}${key}: unknown key; known are ${known.join(", ")}`);
}

function textOf(value: unknown, path: string): string {
  if (typeof value !== "string" || value === "")
    throw new MappingRefused(`${path}: give a text that is not empty`);
  return value;
}

function constantsOf(value: unknown): Partial<Record<ScoreField, string>> {
  const constants = recordOf(value, "constants");
  refuseUnknown(constants, [...SCORE_FIELDS, "zone"], "constants.");
  checkZone(constants["zone"], "constants.zone");
  const own: Partial<Record<ScoreField, string>> = {};
  for (const field of SCORE_FIELDS)
    if (constants[field] !== undefined) own[field] = textOf(constants[field], `constants.${field}`);
  return own;
}

function fieldsOf(value: unknown): Partial<Record<ScoreField, FieldMapping>> {
  const fields = recordOf(value, "fields");
  refuseUnknown(fields, SCORE_FIELDS, "fields.");
  const own: Partial<Record<ScoreField, FieldMapping>> = {};
  for (const field of SCORE_FIELDS)
    if (fields[field] !== undefined) own[field] = fieldOf(fields[field], `fields.${field}`);
  return own;
}

function fieldOf(value: unknown, path: string): FieldMapping {
  const field = recordOf(value, path);
  refuseUnknown(field, FIELD_KEYS, `${path}.`);
  const { unit = "none" } = field;
  if (unit !== "none") throw new MappingRefused(`${path}.unit: scores are points; give none`);
  const column = textOf(field["column"], `${path}.column`);
  if (field["values"] === undefined) return { column, unit };
  const values: Record<string, string> = {};
  for (const [text, meaning] of Object.entries(recordOf(field["values"], `${path}.values`))) {
    if (typeof meaning !== "string")
      throw new MappingRefused(`${path}.values.${text}: give a text`);
    values[text] = meaning;
  }
  return { column, unit, values };
}

function objectiveOf(value: unknown): string[] {
  if (!Array.isArray(value))
    throw new MappingRefused("objective: give a list of names of criteria");
  return value.map((name, index) => textOf(name, `objective.${index}`));
}
