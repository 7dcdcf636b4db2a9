/** Replies of the mock, checked against the contract, and refusals. */
import type { Static, TSchema } from "typebox";
import { Compile } from "typebox/compile";

import type { Problem } from "../../contract/src/problem.ts";

export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: Problem["errors"];
  constructor(status: number, code: string, errors: Problem["errors"] = []) {
    super(code);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Call {
  readonly method: string;
  readonly url: URL;
  readonly body: unknown;
  readonly account: string | undefined;
}

export function answer<Schema extends TSchema>(schema: Schema, body: Static<Schema>): Reply {
  const check = Compile(schema);
  if (!check.Check(body)) {
    throw new Error(`the fixture breaks the contract: ${JSON.stringify(check.Errors(body))}`);
  }
  return { status: 200, body };
}

export function accept<Schema extends TSchema>(schema: Schema, body: unknown): Static<Schema> {
  const check = Compile(schema);
  if (check.Check(body)) return body;
  const errors = check.Errors(body).map((error) => ({
    path: error.instancePath,
    code: "request.bad-field",
    params: { rule: error.keyword },
  }));
  throw new Refusal(400, "request.invalid", errors);
}
