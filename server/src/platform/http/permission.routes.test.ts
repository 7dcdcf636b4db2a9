/** Doors: a route without permission, a reader without session, an officer of another department. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { aDuty, sharedDeviceProcess } from "../../../test/builders.ts";
import { createTestApp, OPERATOR_TOKEN, type TestApp } from "../../../test/harness.ts";
import { systemClock } from "../clock.ts";
import { createMetrics, createLog } from "../telemetry.ts";
import { createServer } from "./server.ts";

const HOUSING = {
  account: "housing-1",
  name: "陈岚",
  departmentId: "housing",
  departmentName: "云澜市住房和城乡建设局",
};
const WATER = {
  account: "water-1",
  name: "周以宁",
  departmentId: "water",
  departmentName: "云澜市水利局",
};

let app: TestApp;
let leadId: string;
beforeAll(async () => {
  app = await createTestApp();
  const key = await app.addSource("duties");
  await app.send(key, [aDuty(), ...sharedDeviceProcess("L1")]);
  await app.settle();
  const [lead] = await app.database.query("SELECT id FROM screening.lead");
  leadId = lead?.["id"] as string;
});
afterAll(() => app.close());

describe("boot", () => {
  const server = () =>
    createServer({
      log: createLog("fatal"),
      metrics: createMetrics(),
      operatorToken: OPERATOR_TOKEN,
      health: [],
      isSecure: false,
      isDemo: () => false,
      clock: systemClock,
      inside: {
        sessions: app.application.sessions,
        permissions: Object.assign({}, ...app.application.modules.map((one) => one.permissions)),
        registry: app.application.registry,
        db: app.database.app.db,
        signIn: { factorKey: async () => "00".repeat(32) },
        hasSignIn: true,
        accessLog: app.application.audit.accessLog,
      },
    });

  test("a route without a permission stops the boot", async () => {
    const http = await server();
    http.get("/forgotten", async () => "secret");
    await expect(http.ready()).rejects.toThrow("/forgotten names no permission");
  });

  test("a route with a permission that no module declares stops the boot", async () => {
    const http = await server();
    http.get("/typo", { config: { permission: "leads.raed" } }, async () => "secret");
    await expect(http.ready()).rejects.toThrow("nobody declared permission leads.raed");
  });

  test("a guarded read that does not say whether it is sensitive stops the boot", async () => {
    const http = await server();
    http.get("/silent", { config: { permission: "leads.read" } }, async () => "secret");
    await expect(http.ready()).rejects.toThrow("/silent reads behind permission leads.read");
  });

  test("routes that name declared permissions start", async () => {
    const http = await server();
    const config = { permission: "leads.read", audit: { sensitive: false } };
    http.get("/good", { config }, async () => "secret");
    await http.ready();
    expect((await http.inject("/good")).statusCode).toBe(401);
    await http.close();
  });
});

describe("sessions", () => {
  test("without a session every address of officers answers 401", async () => {
    for (const url of ["/api/leads", `/api/leads/${leadId}`, "/api/processes"]) {
      expect((await app.get(url)).statusCode, url).toBe(401);
    }
  });

  test("an act without the header that other sites cannot send is refused", async () => {
    const { cookie } = await app.signIn(HOUSING);
    const url = `/api/leads/${leadId}/receipt`;
    const headers = { cookie: cookie ?? "" };
    const response = await app.inject({ method: "POST", url, headers, payload: { version: 0 } });
    expect(response.statusCode).toBe(403);
    expect(response.json()).toMatchObject({ code: "session.csrf" });
  });

  test("a role without the permission is refused, and the lead stays as it was", async () => {
    const headers = await app.signIn({ ...HOUSING, account: "inspector-1", role: "inspector" });
    const url = `/api/leads/${leadId}/receipt`;
    const response = await app.inject({ method: "POST", url, headers, payload: { version: 0 } });
    expect(response.statusCode).toBe(403);
    expect(response.json()).toMatchObject({ code: "permission.denied" });
    const rows = await app.database.query("SELECT state FROM casework.handling");
    expect(rows).toEqual([{ state: "routed" }]);
  });

  test("the operator's door opens for the token only", async () => {
    const wrong = { authorization: `Bearer ${"x".repeat(OPERATOR_TOKEN.length)}` };
    expect((await app.inject({ url: "/metrics", headers: wrong })).statusCode).toBe(401);
    const right = { authorization: `Bearer ${OPERATOR_TOKEN}` };
    expect((await app.inject({ url: "/metrics", headers: right })).statusCode).toBe(200);
  });
});

describe("scope", () => {
  test("an officer of another department gets the answer of a lead that does not exist", async () => {
    const headers = await app.signIn(WATER);
    const absentId = "01900000-0000-7000-8000-000000000000";
    const answerOf = async (id: string, act = "") => {
      const isRead = act === "";
      const response = await app.inject({
        method: isRead ? "GET" : "POST",
        url: `/api/leads/${id}${act}`,
        headers,
        ...(isRead ? {} : { payload: { version: 0 } }),
      });
      const { requestId: _requestId, ...problem } = response.json<Record<string, unknown>>();
      return { status: response.statusCode, text: JSON.stringify(problem).replaceAll(id, "ID") };
    };
    for (const act of ["", "/receipt"]) {
      const other = await answerOf(leadId, act);
      expect(other.status).toBe(404);
      expect(other).toEqual(await answerOf(absentId, act));
    }
    expect((await app.inject({ url: "/api/leads", headers })).json()).toMatchObject({ rows: [] });
  });

  test("the officer of the department reads the lead", async () => {
    const headers = await app.signIn(HOUSING);
    const response = await app.inject({ url: `/api/leads/${leadId}`, headers });
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({ lead: { id: leadId, department: { id: "housing" } } });
  });

  test("an officer of another department finds no lead at the process", async () => {
    const url = "/api/processes/ocds-mj0001-L1";
    const own = await app.inject({ url, headers: await app.signIn(HOUSING) });
    expect(own.json().leads).toHaveLength(1);
    const other = await app.inject({ url, headers: await app.signIn(WATER) });
    expect(other.json().leads).toEqual([]);
  });
});
