/**
 * JSON (RFC 8259) of which each value has one spelling: no duplicate names, strings and numbers written as
 * JSON.stringify writes them. Between tokens, white space is free. So no second text can pass for the same value.
 */
import { isWellFormed } from "./bytes.ts";
import { MAX_DEPTH } from "./canonical-json.ts";
import type { Code } from "./codes.ts";
import { clip, fail, type Failure, guarded, type Outcome, type Params, yields } from "./result.ts";

/** Carries a failure out of the recursion; caught in `parseStrictJson` and nowhere else. */
class Refusal extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.code);
    this.failure = failure;
  }
}

// Characters that may stand unescaped (RFC 8259 §7): all but the quote, the backslash and controls below U+0020.
const STRING = /"[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-[\]-\uffff]*)*"/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const WHITE_SPACE = /[ \t\n\r]*/y;
const WORDS = [
  ["true", true],
  ["false", false],
  ["null", null],
] as const;

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The whole text as one value. */
  readAll(): unknown {
    this.#skipWhiteSpace();
    const value = this.#readValue(0);
    if (this.#at !== this.#text.length) throw this.#refusal("file.not-json");
    return value;
  }

  /** Line and column, from 1, of where the reader stands. */
  #refusal(code: Code, params: Params = {}): Refusal {
    const before = this.#text.slice(0, this.#at).split("\n");
    const column = (before.at(-1) ?? "").length + 1;
    return new Refusal(fail(code, { line: before.length, column, ...params }));
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text)?.[0];
  }

  #skipWhiteSpace(): void {
    this.#at += this.#match(WHITE_SPACE)?.length ?? 0;
  }

  /** Steps over the character and the white space after it, if it is there. */
  #accept(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    this.#skipWhiteSpace();
    return true;
  }

  #expect(character: string): void {
    if (!this.#accept(character)) throw this.#refusal("file.not-json");
  }

  #readValue(depth: number): unknown {
    if (depth > MAX_DEPTH) throw this.#refusal("file.too-deep");
    if (this.#accept("{")) return this.#readObject(depth + 1);
    if (this.#accept("[")) return this.#readArray(depth + 1);
    if (this.#text[this.#at] === '"') return this.#readString();
    for (const [word, value] of WORDS) {
      if (!this.#text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      this.#skipWhiteSpace();
      return value;
    }
    return this.#readNumber();
  }

  #readObject(depth: number): Record<string, unknown> {
    const object = Object.create(null) as Record<string, unknown>;
    if (this.#accept("}")) return object;
    do {
      const start = this.#at;
      const key = this.#readString();
      if (Object.hasOwn(object, key)) {
        this.#at = start;
        throw this.#refusal("file.duplicate-key", { key: clip(key) });
      }
      this.#expect(":");
      object[key] = this.#readValue(depth);
    } while (this.#accept(","));
    this.#expect("}");
    return object;
  }

  #readArray(depth: number): unknown[] {
    const values: unknown[] = [];
    if (this.#accept("]")) return values;
    do values.push(this.#readValue(depth));
    while (this.#accept(","));
    this.#expect("]");
    return values;
  }

  #readString(): string {
    const token = this.#match(STRING);
    if (token === undefined) throw this.#refusal("file.not-json");
    const value = JSON.parse(token) as string;
    if (!isWellFormed(value)) throw this.#refusal("file.lone-surrogate");
    this.#step(token, value);
    return value;
  }

  #readNumber(): number {
    const token = this.#match(NUMBER);
    if (token === undefined) throw this.#refusal("file.not-json");
    const value = Number(token);
    this.#step(token, value);
    return value;
  }

  /** Steps over a token that must be spelt as JSON.stringify spells its value. */
  #step(token: string, value: string | number): void {
    if (JSON.stringify(value) !== token) throw this.#refusal("file.spelling");
    this.#at += token.length;
    this.#skipWhiteSpace();
  }
}

/**
 * Value of a strict JSON text; objects have no prototype. Fails with `file.not-json`, `file.too-deep`,
 * `file.duplicate-key`, `file.spelling`, `file.lone-surrogate`, each with `line` and `column` (from 1, in UTF-16
 * units), and with `bytes.not-text` for what is not a string.
 */
export function parseStrictJson(text: string): Outcome<unknown> {
  return guarded<Outcome<unknown>>(
    () => {
      if (typeof text !== "string") return fail("bytes.not-text");
      try {
        return yields(new Reader(text).readAll());
      } catch (error) {
        if (error instanceof Refusal) return error.failure;
        throw error;
      }
    },
    (failure) => failure,
  );
}
