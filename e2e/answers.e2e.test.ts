/**
 * Somebody with the database's superuser hides one award. The check on the page, the command line and the audit say so and
 * name it; put back, everything holds again.
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import pg from "pg";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { runLogAudit } from "../cli/src/commands/log-audit.ts";
import { runQuery } from "../cli/src/commands/query.ts";
import { fetchBytes, fetchText } from "../cli/src/public-server.ts";
import { launchBrowser } from "../web/test/launch-browser.ts";
import { city, withoutScrolling } from "./city.ts";

let browser: Browser;
let superuser: pg.Client;
let directory: string;
let ocid: string;
let award: string;
beforeAll(async () => {
  browser = await launchBrowser();
  directory = await mkdtemp(join(tmpdir(), "mingjing-answers-"));
  const { port } = JSON.parse(await readFile(join(city.dataDir, "run/postgres.json"), "utf8")) as {
    port: number;
  };
  const password = (await readFile(join(city.dataDir, "secrets/postgres-owner"), "utf8")).trim();
  superuser = new pg.Client({
    host: "127.0.0.1",
    port,
    user: "mingjing_owner",
    password,
    database: "mingjing",
  });
  await superuser.connect();
  const { rows } = await superuser.query<{ ocid: string; id: string }>(
    `SELECT subject AS ocid, min(record_id::text) AS id FROM released.answer_entry AS entry
     JOIN (SELECT DISTINCT ON (key) key, size FROM released.answer_key ORDER BY key, version DESC) AS one USING (key)
     WHERE is_live AND key LIKE 'process:%' AND record ->> 'kind' = 'procurement.award-decided'
       AND position < size GROUP BY subject HAVING count(*) = 1 ORDER BY 1 LIMIT 1`,
  );
  ({ ocid, id: award } = rows[0] ?? { ocid: "", id: "" });
  expect(award).not.toBe("");
}, 120_000);
afterAll(async () => {
  await superuser?.end();
  await browser?.close();
  await rm(directory, { recursive: true, force: true });
}, 60_000);

async function run(command: "query" | "audit", ...args: string[]) {
  const output = { text: "" };
  const world = {
    write: (text: string) => void (output.text += text),
    printError: (text: string) => void (output.text += text),
    fetchText,
    fetchBytes,
    readText: (path: string) => readFile(path, "utf8"),
    writeText: (path: string, text: string) => writeFile(path, text),
  };
  const all = [...args, "--server", city.url];
  const code = command === "query" ? await runQuery(all, world) : await runLogAudit(all, world);
  return { code, text: output.text };
}

const vkey = async () =>
  (JSON.parse(await fetchText(`${city.url}/api/log/checkpoint`)) as { vkey: string }).vkey;
const query = async (...args: string[]) =>
  run("query", `process:${ocid}`, "--verify", "--key", await vkey(), ...args);
const auditFile = () => join(directory, "audit.json");
const audit = () => run("audit", "--state", auditFile());

async function openProcess(width = 1366): Promise<Page> {
  const context = await browser.newContext({ locale: "zh-CN", viewport: { width, height: 768 } });
  const page = await context.newPage();
  await page.goto(`${city.url}/process/${ocid}`);
  return page;
}

/** Presses the button. @returns what the page then says */
async function check(page: Page): Promise<string> {
  await page.getByRole("button", { name: /核对/ }).and(page.locator("#answer button")).click();
  await page.locator("#answer-verdict").waitFor();
  return page.locator("#answer").innerText();
}

test("as it is: the page's own check, the command and the audit agree", async () => {
  const page = await openProcess();
  expect(await check(page)).toMatch(
    /这个答案是完整的[^]*本页显示的与签过名的记录一致[^]*核对到日志第/,
  );
  const asked = await query("--save", join(directory, "answer.json"));
  expect([asked.code, asked.text], asked.text).toEqual([0, expect.stringContaining("一条不少")]);
  const audited = await audit();
  expect([audited.code, audited.text], audited.text).toEqual([
    0,
    expect.stringContaining("审计无误"),
  ]);
  const small = await openProcess(360);
  await check(small);
  await withoutScrolling(small);
});

test("what is not there is proved to be not there", async () => {
  const page = await (await browser.newContext({ locale: "zh-CN" })).newPage();
  await page.goto(`${city.url}/answers?code=ocds-mj0001-NO-SUCH-PROJECT`);
  await page.getByRole("heading", { name: /没有公开过记录/ }).waitFor();
  expect(await check(page)).toContain("确实没有");
  const asked = await run("query", "process:ocds-mj0001-NO-SUCH-PROJECT", "--verify");
  expect([asked.code, asked.text]).toEqual([0, expect.stringContaining("没有公开过任何记录")]);
});

test("an award hidden on the page: the check and the command name it", async () => {
  const { rows } = await superuser.query<{ view: object }>(
    "SELECT view FROM released.process WHERE ocid = $1",
    [ocid],
  );
  await superuser.query(
    `UPDATE released.process SET view = jsonb_set(jsonb_set(view,
       '{events}', (SELECT jsonb_agg(e) FROM jsonb_array_elements(view -> 'events') AS e
                    WHERE e ->> 'factId' <> $2)),
       '{lots}', (SELECT jsonb_agg(lot - 'award') FROM jsonb_array_elements(view -> 'lots') AS lot))
     WHERE ocid = $1`,
    [ocid, award],
  );
  try {
    const page = await openProcess();
    const events = await page.locator(".timeline b").allInnerTexts();
    expect(events.length).toBeGreaterThan(1);
    expect(events).not.toContain("中标（成交）结果");
    const said = await check(page);
    expect(said).toContain("页面与签过名的记录不一致");
    expect(said).toMatch(new RegExp(`页面上少了一条：中标（成交）结果[^]*${award}`));
    const asked = await query();
    expect(asked.code).toBe(1);
    expect(asked.text).toMatch(new RegExp(`少了一条：中标（成交）结果.*${award}`));
  } finally {
    await superuser.query("UPDATE released.process SET view = $2 WHERE ocid = $1", [
      ocid,
      JSON.stringify(rows[0]?.view),
    ]);
  }
});

test("and hidden under its key as well: page, command, older answer and audit say so", async () => {
  await superuser.query(
    "CREATE TABLE public.hidden AS SELECT * FROM released.answer_entry WHERE record_id = $1",
    [award],
  );
  await superuser.query("DELETE FROM released.answer_entry WHERE record_id = $1", [award]);
  try {
    const said = await check(await openProcess());
    expect(said).toMatch(
      /对不上：服务器给出的答案少了[^]*缺了记录：项目 .*，第 \d+ 条服务器没有给出/,
    );
    const asked = await query("--since", join(directory, "answer.json"));
    expect(asked.code).toBe(1);
    expect(asked.text).toMatch(/第 \d+ 条服务器没有给出[^]*足以说明服务器藏了记录/);
    const audited = await audit();
    expect(audited.code).toBe(1);
    expect(audited.text).toMatch(
      new RegExp(`process:${ocid} 的第 \\d+ 条不见了：中标（成交）结果，.*${award}`),
    );
  } finally {
    await superuser.query("INSERT INTO released.answer_entry SELECT * FROM public.hidden");
    await superuser.query("DROP TABLE public.hidden");
  }
  expect((await query()).code).toBe(0);
  expect((await audit()).code).toBe(0);
});
