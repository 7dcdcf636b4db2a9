/** What a schema asked of a field that does not fit, in words that a sender can act on. */
import { DAY_PATTERN, INSTANT_PATTERN } from "./values.ts";

export interface FieldRule {
  /** Keyword of JSON Schema, or `day`, `instant`. */
  readonly rule: string;
  readonly expected: string;
}

const FORMS = new Map<unknown, FieldRule>([
  [DAY_PATTERN, { rule: "day", expected: "a day of the calendar, such as 2026-03-05" }],
  [
    INSTANT_PATTERN,
    {
      rule: "instant",
      expected: "a time with its offset, such as 2026-03-05T09:30:00+08:00",
    },
  ],
]);

/** Of an error of TypeBox or Ajv: a regular expression tells nobody what to write. */
export const fieldRule = (error: {
  readonly keyword: string;
  readonly params: object;
  readonly message?: string;
}): FieldRule =>
  FORMS.get((error.params as { pattern?: unknown }).pattern) ?? {
    rule: error.keyword,
    expected: error.message ?? "",
  };
