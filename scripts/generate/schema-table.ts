/** Walks a JSON Schema (as TypeBox makes it) into table rows. */

/** The part of JSON Schema that the contract uses. */
export interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

export interface Row {
  /** Dotted path; `[]` after the name of a list. */
  readonly path: string;
  /** Last name of the path. */
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly example: unknown;
}

/** Words for types in the language of the page. */
export interface TypeWords {
  readonly string: string;
  readonly number: string;
  readonly integer: string;
  readonly boolean: string;
  readonly object: string;
  readonly map: string;
  readonly listOf: string;
}

export interface Vocabulary {
  /** Schemas that have a name of their own (values.ts, trace.ts), by their JSON. */
  readonly named: ReadonlyMap<string, string>;
  readonly words: TypeWords;
}

const nameOf = (schema: Schema, { named }: Vocabulary): string | undefined =>
  named.get(JSON.stringify(schema));

function textType({ pattern, format, minLength, maxLength }: Schema, word: string): string {
  if (format !== undefined) return `${word} (${format})`;
  if (pattern !== undefined) return `${word} /${pattern}/`;
  if (maxLength === undefined) return word;
  return minLength === maxLength ? `${word} = ${maxLength}` : `${word} ≤ ${maxLength}`;
}

const TYPES = ["string", "number", "integer", "boolean", "object"] as const;

function plainType(schema: Schema, words: TypeWords): string {
  const { type, minimum, maximum } = schema;
  const known = TYPES.find((one) => one === type);
  const word = known === undefined ? (type ?? "") : words[known];
  if (type === "string") return textType(schema, word);
  if (minimum === undefined && maximum === undefined) return word;
  return `${word} ${minimum ?? ""}…${maximum ?? ""}`;
}

const literals = (values: readonly unknown[]): string =>
  values.map((value) => JSON.stringify(value)).join(" · ");

/** One cell of text for a schema; shared values are named, not spelled out. */
export function typeOf(schema: Schema, vocabulary: Vocabulary): string {
  const { words } = vocabulary;
  const name = nameOf(schema, vocabulary);
  if (name !== undefined) return name;
  if (schema.const !== undefined) return literals([schema.const]);
  if (schema.enum !== undefined) return literals(schema.enum);
  if (schema.anyOf !== undefined) {
    return schema.anyOf.map((one) => typeOf(one, vocabulary)).join(" · ");
  }
  if (schema.items !== undefined) return `${words.listOf} ${typeOf(schema.items, vocabulary)}`;
  if (schema.patternProperties !== undefined) return words.map;
  return plainType(schema, words);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Objects spelled out below their own row: inline objects, and inline objects of a list or union. */
function innerObjects(schema: Schema, vocabulary: Vocabulary): readonly Schema[] {
  if (nameOf(schema, vocabulary) !== undefined) return [];
  if (schema.properties !== undefined) return [schema];
  if (schema.items !== undefined) return innerObjects(schema.items, vocabulary);
  return (schema.anyOf ?? []).flatMap((one) => innerObjects(one, vocabulary));
}

export interface RowPlace {
  readonly example: unknown;
  /** Path of the surrounding object with its dot. */
  readonly prefix: string;
}

/** Rows of an object schema, depth first, in the order of the schema. */
export function rowsOf(
  schema: Schema,
  vocabulary: Vocabulary,
  { example, prefix }: RowPlace,
): Row[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const isList = field.items !== undefined && nameOf(field, vocabulary) === undefined;
    const path = `${prefix}${name}${isList ? "[]" : ""}`;
    const value = isRecord(example) ? example[name] : undefined;
    const place = {
      example: isList && Array.isArray(value) ? value[0] : value,
      prefix: `${path}.`,
    };
    const required = schema.required?.includes(name) ?? false;
    const own = { path, name, type: typeOf(field, vocabulary), required, example: value };
    const objects = innerObjects(field, vocabulary);
    return [own, ...objects.flatMap((object) => rowsOf(object, vocabulary, place))];
  });
}
