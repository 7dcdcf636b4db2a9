/** Our own format: one fact per line as JSON (NDJSON). Shape only; the server checks the payload. */
import { Compile } from "typebox/compile";

import { FactInput } from "../../../../../contract/src/facts/fact.ts";
import { type FieldRule, fieldRule } from "../../../../../contract/src/field-rule.ts";
import { type ByteSource, isDamaged, readLines } from "./bytes.ts";
import { excerpt, type ImportItem, type ImportItems, reject } from "./item.ts";

const shape = Compile(FactInput);

/** Facts of an NDJSON stream; empty lines are passed over, every other line yields one item. */
export async function* importFacts(source: ByteSource): ImportItems {
  for await (const { number, text } of readLines(source)) {
    if (text === undefined) yield reject(number, "intake.line-too-long");
    else if (text !== "" && text.trim() !== "") yield withText(factOfLine(text, number), text);
  }
}

const withText = (item: ImportItem, text: string): ImportItem =>
  "rejected" in item ? { ...item, rejected: { ...item.rejected, text } } : item;

/** One line as a fact. Codes: intake.bad-encoding, bad-json, nul-character, bad-field. */
export function factOfLine(text: string, line: number): ImportItem {
  if (isDamaged(text)) return reject(line, "intake.bad-encoding");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return reject(line, "intake.bad-json", { value: text });
  }
  if (text.includes("\\u0000") && holdsNul(value)) return reject(line, "intake.nul-character");
  if (shape.Check(value)) return { line, facts: [value as FactInput] };
  return shapeRejection(value, line);
}

function shapeRejection(value: unknown, line: number): ImportItem {
  const [error] = shape.Errors(value);
  const params = error?.params as
    | { requiredProperties?: readonly string[]; additionalProperties?: readonly string[] }
    | undefined;
  const named = params?.requiredProperties?.[0] ?? params?.additionalProperties?.[0];
  const path = `${error?.instancePath ?? ""}${named === undefined ? "" : `/${named}`}`;
  const field = path.slice(1).replaceAll("/", ".");
  return {
    line,
    rejected: {
      line,
      field,
      code: "intake.bad-field",
      params: error === undefined ? { rule: "object", expected: "" } : shortened(fieldRule(error)),
    },
  };
}

const shortened = ({ rule, expected }: FieldRule) => ({ rule, expected: excerpt(expected) });

function holdsNul(value: unknown): boolean {
  if (typeof value === "string") return value.includes("\0");
  if (Array.isArray(value)) return value.some(holdsNul);
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, member]) => key.includes("\0") || holdsNul(member));
}
