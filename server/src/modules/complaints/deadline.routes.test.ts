import { afterAll, beforeAll, expect, test } from "vitest";

import { createTestApp, type TestApp } from "../../../test/harness.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

const ASKED = "kind=complaint&regime=procurement&event=2026-09-24&accepted=2026-09-28";

test("the page says the date, every day by which it was counted, and the articles", async () => {
  const { body, statusCode, headers } = await app.get(`/deadline?${ASKED}`);
  expect(statusCode).toBe(200);
  expect(headers["content-type"]).toContain("text/html");
  expect(body).toContain('<time datetime="2026-10-22" class="deadline-due">');
  expect(body).toContain('datetime="2026-11-12"');
  expect(body).toContain("中秋节");
  expect(body).toContain("政府采购质疑和投诉办法(财政部令第94号)第26条");
});

test("without a question it shows the form; a day that does not exist is named beside its field", async () => {
  const empty = await app.get("/deadline");
  expect(empty.body).not.toContain("deadline-answer");
  const bad = await app.get("/deadline?kind=complaint&regime=works&event=2026-02-30");
  expect(bad.statusCode).toBe(200);
  expect(bad.body).toContain("请写成 2026-09-24 这样的日期");
  expect(bad.body).toContain('value="2026-02-30"');
});

test("what was typed cannot break out of the page", async () => {
  const event = encodeURIComponent('"><script>alert(1)</script>');
  const { body } = await app.get(`/deadline?kind=complaint&regime=works&event=${event}`);
  expect(body).not.toContain("<script>alert");
});

test("the wizard asks one question a page and keeps what was answered", async () => {
  const first = await app.get("/voice");
  expect(first.body).toContain("/voice?kind=complaint");
  const regime = await app.get("/voice?kind=complaint");
  expect(regime.body).toContain("/voice?kind=complaint&amp;regime=works");
  const bad = await app.get("/voice?kind=challenge&regime=procurement&known=soon");
  expect(bad.body).toContain('name="regime" value="procurement"');
  expect(bad.body).toContain('role="alert"');
  const answer = await app.get("/voice?kind=tipoff&regime=works");
  expect(answer.body).toContain("12388");
});

test("the same over the API; fields that cannot be read are named", async () => {
  const found = await app.get(`/api/public/deadline?${ASKED}`);
  expect(found.json()).toMatchObject({ binding: { clock: "local.complaint", due: "2026-10-22" } });
  const bad = await app.get("/api/public/deadline?kind=complaint&regime=sea&event=2026-03-02");
  expect(bad.statusCode).toBe(400);
  expect(bad.json().errors).toMatchObject([{ path: "querystring.regime" }]);
});
