import { describe, expect, test } from "vitest";

import { createClient, ProblemError, UNREACHABLE } from "./client.ts";

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
}

function recording(reply: () => Response) {
  const sent: Sent[] = [];
  const fetch: typeof globalThis.fetch = (url, init) => {
    if (typeof url !== "string") throw new Error("the client sends addresses as text");
    sent.push({ url, init: init ?? {} });
    return Promise.resolve(reply());
  };
  return { sent, fetch };
}

const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { "x-request-id": "r-1" } });

async function refusal(run: Promise<unknown>): Promise<ProblemError> {
  const outcome = await run.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome instanceof ProblemError) return outcome;
  throw new Error("the request was not refused", { cause: outcome });
}

describe("createClient", () => {
  test("a state-changing request carries the cross-site header and JSON", async () => {
    const { sent, fetch } = recording(() => json(200, {}));
    await createClient({ fetch }).receiveLead("a/b", { version: 3 });
    expect(sent[0]?.url).toBe("/api/leads/a%2Fb/receipt");
    expect(sent[0]?.init).toMatchObject({
      method: "POST",
      body: '{"version":3}',
      headers: { "x-mingjing-csrf": "1", "content-type": "application/json" },
    });
  });

  test("a reading request carries no cross-site header and leaves out empty filters", async () => {
    const { sent, fetch } = recording(() => json(200, {}));
    await createClient({ fetch, baseUrl: "http://h" }).listLeads({ state: "routed", q: "" });
    expect(sent[0]?.url).toBe("http://h/api/leads?state=routed");
    expect(sent[0]?.init.headers).not.toHaveProperty("x-mingjing-csrf");
  });

  test("the command line sends its token", async () => {
    const { sent, fetch } = recording(() => json(200, {}));
    await createClient({ fetch, token: "t" }).getSession();
    expect(sent[0]?.init.headers).toMatchObject({ authorization: "Bearer t" });
  });

  test("a refusal keeps code, params, paths and request id", async () => {
    const errors = [{ path: "/decisionNo", code: "minLength", params: { limit: 2 } }];
    const body = {
      status: 409,
      code: "leads.stale",
      params: { version: 2 },
      requestId: "x",
      errors,
    };
    const { fetch } = recording(() => json(409, body));
    const error = await refusal(createClient({ fetch }).getLead("1"));
    expect(error).toMatchObject(body);
  });

  test("a reply that is not a problem is a fault with the header's request id", async () => {
    const { fetch } = recording(
      () => new Response("<html>", { status: 502, headers: { "x-request-id": "r-2" } }),
    );
    const error = await refusal(createClient({ fetch }).getLead("1"));
    expect(error).toMatchObject({ status: 502, code: "fault", requestId: "r-2" });
  });

  test("a success that is not JSON is a fault, not a syntax error", async () => {
    const { fetch } = recording(() => new Response("<html>", { status: 200 }));
    const error = await refusal(createClient({ fetch }).getSession());
    expect(error.code).toBe("fault");
  });

  test("no reply at all is its own code", async () => {
    const fetch: typeof globalThis.fetch = () => Promise.reject(new TypeError("refused"));
    const error = await refusal(createClient({ fetch }).getSession());
    expect(error).toMatchObject({ status: 0, code: UNREACHABLE });
  });

  test("signing out accepts an empty reply", async () => {
    const { fetch } = recording(() => new Response(null, { status: 204 }));
    await expect(createClient({ fetch }).signOut()).resolves.toBeUndefined();
  });
});
