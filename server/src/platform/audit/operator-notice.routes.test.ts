import { afterAll, beforeAll, expect, test } from "vitest";

import { createTestApp, type TestApp } from "../../../test/harness.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
  const operations = { departmentId: "operations", departmentName: "大数据中心" };
  await app.signIn({ account: "sys", name: "甲", ...operations, role: "systemAdmin" });
  await app.signIn({ account: "sec", name: "乙", ...operations, role: "securityAdmin" });
  await app.signIn({ account: "aud", name: "丙", ...operations, role: "auditor" });
});
afterAll(() => app.close());

async function told(): Promise<unknown[]> {
  await app.settle();
  const rows = await app.database.query(
    "SELECT person FROM notice.item WHERE kind = 'operatorAct' ORDER BY person",
  );
  return rows.map(({ person }) => person);
}

test("what the operator does with the token alone is told to the administrators of system and audit", async () => {
  const payload = { name: "operators-own", title: "来源" };
  const register = (headers: Record<string, string>) =>
    app.inject({ method: "POST", url: "/api/intake/sources", headers, payload });
  expect((await register({})).statusCode).toBe(401);
  await expect(told()).resolves.toEqual([]);
  const done = await register({ authorization: `Bearer ${app.operatorToken}` });
  expect(done.statusCode, done.body).toBe(200);
  await expect(told()).resolves.toEqual(["aud", "sys"]);
});
