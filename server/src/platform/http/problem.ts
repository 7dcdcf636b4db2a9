/** Refusals become application/problem+json (contracts.md §3); faults reveal nothing. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import { fieldRule } from "../../../../contract/src/field-rule.ts";
import type { Problem } from "../../../../contract/src/problem.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { isOverload, isTransient } from "../database.ts";

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply
    .code(problem.status)
    .header("content-type", "application/problem+json; charset=utf-8")
    .serializer(JSON.stringify)
    .send(problem);
}

/** Installs the error and not-found handlers. */
export function installProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = problemOf(error, request);
    const log = logOf(request);
    if (problem.status === 503) {
      log.warn({ err: error }, "request put off");
      reply.header("retry-after", RETRY_SECONDS);
    } else if (problem.status >= 500) log.error({ err: error }, "request failed");
    return sendProblem(reply, problem);
  });
  app.setNotFoundHandler((request, reply) =>
    sendProblem(reply, { ...blank(request), status: 404, code: "request.no-such-address" }),
  );
}

/** Of an anonymous route without the number of the request, which its writer was shown. */
const logOf = ({ routeOptions, server, log }: FastifyRequest): FastifyRequest["log"] =>
  routeOptions.config.anonymous === true ? server.log : log;

const blank = (request: FastifyRequest): Problem => ({
  status: 500,
  code: "fault",
  params: {},
  requestId: request.id,
  errors: [],
});

/** What Retry-After says when the platform is overloaded or its database is away. */
const RETRY_SECONDS = 5;

/** SQLSTATE of text that PostgreSQL cannot keep or compare with: NUL, lone surrogates. */
const UNSTORABLE = new Set(["22021", "22P05"]);

function problemOf(error: FastifyError, request: FastifyRequest): Problem {
  const base = blank(request);
  if (error instanceof RuleViolation) {
    const errors = error.errors.map(({ path, code, params }) => ({
      path,
      code,
      params: { ...params },
    }));
    return { ...base, status: error.status, code: error.code, params: { ...error.params }, errors };
  }
  if (error.validation !== undefined) {
    const errors = error.validation.map((fault) => ({
      path: pathOf(error.validationContext ?? "body", fault.instancePath, fault.params),
      code: "request.bad-field",
      params: { ...fieldRule(fault), ...limitOf(fault.params) },
    }));
    return { ...base, status: 400, code: "request.invalid", errors };
  }
  if (isOverload(error)) return { ...base, status: 503, code: "service.busy" };
  if (isTransient(error)) return { ...base, status: 503, code: "service.unavailable" };
  if (UNSTORABLE.has(error.code)) return { ...base, status: 400, code: "request.invalid" };
  const status = error.statusCode ?? 500;
  if (status === 413) return { ...base, status, code: "request.too-large" };
  if (status === 415) return { ...base, status, code: "request.bad-media-type" };
  if (status >= 400 && status < 500) return { ...base, status, code: "request.invalid" };
  return base;
}

/** The number a rule compares with, e.g. of `minLength`. */
const limitOf = ({ limit }: Record<string, unknown>): { limit?: number } =>
  typeof limit === "number" ? { limit } : {};

function pathOf(context: string, instancePath: string, params: Record<string, unknown>): string {
  const missing = params["missingProperty"] ?? params["additionalProperty"];
  const field = `${instancePath}${typeof missing === "string" ? `/${missing}` : ""}`;
  return `${context}${field.replaceAll("/", ".")}`;
}
