import cookie from "@fastify/cookie";
import Fastify from "fastify";
import { expect, test } from "vitest";

import { RuleViolation } from "../../kernel/rule-violation.ts";
import { installProblems } from "../../platform/http/problem.ts";
import { addPublicCertificateRoute } from "./certificate.routes.ts";
import type { PublicStore } from "./public.store.ts";

const PDF = "/api/public/processes/ocds-x-1/certificate.pdf";

async function serve(code: string) {
  const app = Fastify();
  await app.register(cookie);
  installProblems(app);
  const fail = () => Promise.reject(new RuleViolation(code, {}, { status: 503 }));
  addPublicCertificateRoute(app, {
    store: { getProcess: async () => undefined } as unknown as PublicStore,
    buildCertificate: fail,
    paperOf: fail,
    sendWaiting: async (_, reply) => {
      await reply.code(503).type("text/html").send("wait");
      return reply;
    },
  });
  return app;
}

test("a certificate that is being issued: a browser waits on a page, a program gets a problem", async () => {
  const app = await serve("certificate.being-issued");
  const accept = "text/html,application/xhtml+xml";
  const page = await app.inject({ url: PDF, headers: { accept } });
  expect([page.statusCode, page.body]).toEqual([503, "wait"]);
  const problem = await app.inject({ url: PDF, headers: { accept: "*/*" } });
  expect(problem.statusCode).toBe(503);
  expect(problem.json()).toMatchObject({ code: "certificate.being-issued" });
});

test("any other refusal stays what it is", async () => {
  const app = await serve("service.busy");
  const reply = await app.inject({ url: PDF, headers: { accept: "text/html" } });
  expect(reply.json()).toMatchObject({ code: "service.busy" });
});
