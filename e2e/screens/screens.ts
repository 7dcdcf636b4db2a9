/**
 * `npm run screens [name …]`: every page of portal and console from a real server, in two windows,
 * beside its design, with what a machine can see of its faults. Pictures and index.html go to
 * e2e/shots/, the findings as JSON to stdout; exit 1 when there is any.
 */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

import { runProgram } from "../../scripts/stages/program.ts";
import { launchBrowser } from "../../web/test/launch-browser.ts";
import { type RunningServer, startServer } from "../server.ts";
import { readCity } from "./city.ts";
import { CONSOLE_SHOTS } from "./console-shots.ts";
import { type Finding, type Studio, take, type Width } from "./examine.ts";
import { INDEX_STYLE, indexPage } from "./index-page.ts";
import { PORTAL_SHOTS } from "./portal-shots.ts";
import type { Shot } from "./shot.ts";

const FOLDER = resolve(import.meta.dirname, "../shots");
const PROJECTS = 300;
const LANES = 2;

async function takeAll(shots: readonly Shot[], studio: Studio): Promise<readonly Finding[]> {
  const waiting = shots.flatMap((shot) =>
    ([1366, 360] as const).map((width) => [shot, width] as const),
  );
  const findings: Finding[] = [];
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [shot, width]: readonly [Shot, Width] = next;
      findings.push(...(await take(shot, width, studio)));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return findings;
}

async function run(shots: readonly Shot[], servers: RunningServer[]): Promise<readonly Finding[]> {
  const [city, nothing] = await Promise.all([startServer(PROJECTS), startServer(0)]);
  servers.push(city, nothing);
  const browser = await launchBrowser();
  try {
    const urls = { city: city.url, nothing: nothing.url };
    return await takeAll(shots, { browser, city: await readCity(city), urls, folder: FOLDER });
  } finally {
    await browser.close();
  }
}

const names = process.argv.slice(2);
const all = [...PORTAL_SHOTS, ...CONSOLE_SHOTS];
const shots =
  names.length === 0 ? all : all.filter(({ name }) => names.some((one) => name.startsWith(one)));
if (shots.length === 0) throw new Error(`no screen is called ${names.join(", ")}`);
if (names.length === 0) await rm(FOLDER, { recursive: true, force: true });
await mkdir(FOLDER, { recursive: true });
const built = await runProgram("scripts/build-web.ts", []);
if (built.code !== 0) throw new Error(built.output);

const servers: RunningServer[] = [];
let findings: readonly Finding[];
try {
  findings = await run(shots, servers);
} finally {
  await Promise.all(servers.map((server) => server.stop()));
}
await writeFile(join(FOLDER, "index.html"), indexPage(shots, findings, FOLDER));
await writeFile(join(FOLDER, "index.css"), INDEX_STYLE);
console.log(JSON.stringify({ screens: shots.length, windows: 2, findings }, undefined, 2));
process.exit(findings.length === 0 ? 0 : 1);
