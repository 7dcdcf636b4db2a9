/** The work summary over HTTP: who may read it, that its lists are as long as it says, and that one case changes it. */
import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { Role } from "../../../../contract/src/organisation.ts";
import type { WorkSummary } from "../../../../contract/src/work-summary.ts";
import { firm } from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { inTransaction } from "../../platform/database.ts";
import { receiveVoice } from "../complaints/index.ts";

let app: TestApp;
const headers: Record<string, Record<string, string>> = {};

beforeAll(async () => {
  app = await createTestApp();
  const roles: readonly Role[] = ["director", "centre", "coordinator", "officer", "chief"];
  for (const role of roles)
    headers[role] = await app.signIn({
      account: `${role}-1`,
      name: "周正",
      departmentId: role === "coordinator" ? "coordinator" : `unit-${role}`,
      departmentName: "云澜市公共资源交易中心",
      role,
    });
});
afterAll(() => app.close());

const receive = (title: string, at: string) =>
  inTransaction(app.database.app.db, (tx) =>
    receiveVoice(tx, app.application.registry, {
      content: {
        kind: "complaint",
        regime: "works",
        matter: "result",
        title,
        claims: ["第一项"],
        writer: { party: firm(1) },
      },
      channel: "web",
      at,
    }),
  );

const get = (url: string, role: string) => app.inject({ url, headers: headers[role]! });
const summaryOf = async (quarter: string, role = "coordinator") =>
  (await get(`/api/reports/work-summary?quarter=${quarter}`, role)).json<WorkSummary>();
const noteOf = ({ notes }: WorkSummary, list: RegExp) =>
  notes.find((note) => list.test(note.list ?? ""));

describe("who may read it", () => {
  test.each([
    ["director", 200],
    ["centre", 200],
    ["coordinator", 200],
    ["officer", 403],
    ["chief", 403],
  ])("%s: %i", async (role, status) => {
    for (const path of ["work-summary", "work-summary.docx"]) {
      const answer = await get(`/api/reports/${path}?quarter=2026Q2`, role);
      expect(answer.statusCode, answer.body.slice(0, 200)).toBe(status);
    }
  });

  test("a quarter that is none is refused", async () => {
    const answer = await get("/api/reports/work-summary?quarter=2026Q5", "coordinator");
    expect(answer.statusCode).toBe(400);
  });
});

describe("one case more", () => {
  test("changes number and hash of its footnotes, and the list it opens has that length", async () => {
    await receive("第一件投诉", "2026-05-20T02:00:00.000Z");
    await receive("上一季度的投诉", "2026-03-20T02:00:00.000Z");
    const before = await summaryOf("2026Q2");
    await receive("第二件投诉", "2026-05-21T02:00:00.000Z");
    const after = await summaryOf("2026Q2");
    const complaints = /kind=complaint/;
    expect(noteOf(before, complaints)?.text).toContain("收到投诉 1 件");
    expect(noteOf(after, complaints)?.text).toContain("收到投诉 2 件");
    expect(noteOf(after, complaints)?.hash).not.toBe(noteOf(before, complaints)?.hash);
    const list = noteOf(after, complaints)?.list?.replace("/console/", "/api/");
    const page = await get(`${list}&limit=200`, "coordinator");
    expect(page.json<{ rows: unknown[] }>().rows, page.body).toHaveLength(2);
    const earlier = await summaryOf("2026Q1");
    expect(noteOf(earlier, complaints)?.text).toContain("收到投诉 1 件");
  });

  test("every list that a footnote names can be opened by its reader", async () => {
    const { notes } = await summaryOf("2026Q2");
    for (const { list } of notes) {
      if (list === undefined) continue;
      const { pathname, searchParams } = new URL(list, "https://console.example");
      // The page of letters and talks reads one register for all of its lists, which it tells apart itself.
      const days = `from=${searchParams.get("from")}&to=${searchParams.get("to")}`;
      const address = pathname.endsWith("/followup")
        ? `/api/followup/register?${days}`
        : `${list.replace("/console/", "/api/")}&limit=200`;
      const answer = await get(address, "coordinator");
      expect(answer.statusCode, answer.body).toBe(200);
    }
  });
});

test("the file says what the page says, with the city's name, hashes and the size of the log", async () => {
  await app.settle();
  const summary = await summaryOf("2026Q2");
  expect(summary.logSize).toBeGreaterThan(0);
  const answer = await get("/api/reports/work-summary.docx?quarter=2026Q2", "coordinator");
  expect(answer.headers["content-type"]).toContain("wordprocessingml");
  const files = unzipSync(answer.rawPayload);
  const wordsOf = (name: string) => strFromU8(files[name]!).replaceAll(/<[^>]+>/g, "");
  expect(wordsOf("word/document.xml")).toContain("云澜市公共资源交易中心");
  for (const { hash = "" } of summary.notes) expect(wordsOf("word/footnotes.xml")).toContain(hash);
  expect(wordsOf("word/footnotes.xml")).toContain(`日志 ${summary.logSize} 条`);
});
