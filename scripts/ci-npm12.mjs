/**
 * Repeats the set-up of HEAD with npm 12, which blocks install scripts: packages, the pinned Node, and one
 * start and stop of the embedded PostgreSQL. No dependency, runs on Node 20.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";

import { fail, findNode, ROOT } from "./launcher.mjs";

const NPM = "npm@12.2.0";
/** The certificate authority of the host's npm, which a company's proxy needs; npm 12 does not look where it stands. */
const cafile = spawnSync("npm", ["config", "get", "cafile"], { encoding: "utf8" }).stdout.trim();
const authority = cafile === "" || cafile === "null" ? {} : { npm_config_cafile: cafile };
/** npm 12 does not support Node 20. */
const PATH = [dirname(findNode()), process.env.PATH].join(delimiter);
const env = { ...process.env, ...authority, PATH };
const folder = mkdtempSync(join(tmpdir(), "mingjing-npm12-"));

const CLONE = join(folder, "clone");

function step(what, [program, ...parameters], cwd = CLONE) {
  const since = Date.now();
  const stdio = ["ignore", "inherit", "inherit"];
  const { status, error } = spawnSync(program, parameters, { cwd, env, stdio });
  const seconds = ((Date.now() - since) / 1000).toFixed(1);
  process.stdout.write(`${status === 0 ? "ok    " : "FAILED"} ${what} ${seconds} s\n`);
  if (status === 0) return;
  rmSync(folder, { recursive: true, force: true });
  fail(`${what}: ${error?.message ?? `code ${status}`}`);
}

step("clone of HEAD", ["git", "clone", "--quiet", "--no-hardlinks", ROOT, CLONE], tmpdir());
step("npm 12 ci", ["npx", "-y", NPM, "ci", "--no-audit", "--no-fund"]);
const tryPostgres = ["scripts/run.mjs", "scripts/try-postgres.ts", join(folder, "data")];
step("Node 24 and PostgreSQL", [process.execPath, ...tryPostgres]);
rmSync(folder, { recursive: true, force: true });
