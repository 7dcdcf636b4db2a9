/** What every function of the verifier answers: a code, never an exception. */
import type { Code } from "./codes.ts";

/** Values for the placeholders of the sentence that belongs to a code. */
export type Params = Readonly<Record<string, string | number>>;

export interface Success {
  readonly ok: true;
  readonly code: Code;
  readonly params: Params;
}

export interface Failure {
  readonly ok: false;
  /** Why not: the same as `code`. */
  readonly reason: Code;
  readonly code: Code;
  readonly params: Params;
}

/** Answer of a check. `code` is a key of locales/<language>/verifier.json. */
export type Verification = Success | Failure;

/** Answer of something that yields a value. */
export type Outcome<T> =
  | { readonly ok: true; readonly code: "ok"; readonly params: Params; readonly value: T }
  | Failure;

const NOTHING: Params = {};
const CLIP_AT = 80;

export const fail = (code: Code, params: Params = NOTHING): Failure => ({
  ok: false,
  reason: code,
  code,
  params,
});

export const pass = (code: Code, params: Params = NOTHING): Verification => ({
  ok: true,
  code,
  params,
});

export const yields = <T>(value: T): Outcome<T> => ({
  ok: true,
  code: "ok",
  params: NOTHING,
  value,
});

/** Text from outside, short enough for a sentence (at most 80 characters and a horizontal ellipsis). */
export function clip(text: string): string {
  return text.length <= CLIP_AT ? text : `${text.slice(0, CLIP_AT)}…`;
}

/**
 * Runs a function and turns whatever it throws into `verifier.input-hostile`. Plain data never gets there;
 * objects with throwing getters, revoked proxies and the like do.
 */
export function guarded<T>(run: () => T, otherwise: (failure: Failure) => T): T {
  try {
    return run();
  } catch {
    return otherwise(fail("verifier.input-hostile"));
  }
}
