/**
 * What every entry point needs before Node 24 runs: the packages, the pinned Node, signals passed on.
 * No dependency, runs on Node 20.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");

const WANTED_MAJOR = 24;
const MODULES = join(ROOT, "node_modules");
const STAMP = join(MODULES, ".mingjing-stamp");
/** One lock per project and user, outside the project. */
const INSTALL_LOCK = join(
  tmpdir(),
  `mingjing-install-${process.getuid?.() ?? 0}-${createHash("sha256").update(ROOT).digest("hex").slice(0, 16)}`,
);
const LIFELINE = pathToFileURL(join(ROOT, "scripts/lifeline.mjs")).href;

/** Stops with one readable message and exit code 3 (fault). */
export function fail(message) {
  process.stderr.write(`mingjing: ${message}\n`);
  process.exit(3);
}

function lockHash() {
  const hash = createHash("sha256");
  for (const name of ["package-lock.json", "package.json"])
    hash.update(readFileSync(join(ROOT, name)));
  return `${hash.digest("hex")} ${process.platform}-${process.arch}`;
}

function readText(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** npm keeps a copy of what it installed; packages of other platforms may be absent. */
function matchesLockFile() {
  const installed = readText(join(MODULES, ".package-lock.json"));
  if (installed === "") return false;
  const { packages: present } = JSON.parse(installed);
  const { packages: wanted } = JSON.parse(readText(join(ROOT, "package-lock.json")));
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "" || entry.link) return true;
    const found = present[path];
    return found === undefined ? entry.optional === true : found.version === entry.version;
  });
}

function writeStamp() {
  try {
    writeFileSync(STAMP, `${lockHash()}\n`);
  } catch {
    // A read-only node_modules is checked against its lock file each time instead.
  }
}

function isInstalled() {
  if (readText(STAMP).trim() === lockHash()) return true;
  if (!matchesLockFile()) return false;
  writeStamp();
  return true;
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Two commands at once must not both rewrite node_modules: the second waits for the first. */
async function holdInstallLock() {
  for (;;) {
    try {
      writeFileSync(INSTALL_LOCK, String(process.pid), { flag: "wx" });
      return;
    } catch (error) {
      if (error.code !== "EEXIST") fail(`cannot write ${INSTALL_LOCK}: ${error.message}`);
    }
    const holder = Number(readText(INSTALL_LOCK));
    if (holder > 0 && !isRunning(holder)) rmSync(INSTALL_LOCK, { force: true });
    else await delay(300);
  }
}

/** The npm that started us, else the one on the PATH. */
function npmCommand() {
  const script = process.env.npm_execpath;
  const isNpm = script !== undefined && /npm-cli\.c?js$/.test(script) && existsSync(script);
  return isNpm ? [process.execPath, script] : ["npm"];
}

/**
 * Development packages are wanted whatever NODE_ENV or `omit` say. Install scripts are not: none of our
 * packages needs one, and npm 12 blocks them.
 */
const CI_OPTIONS = [
  "ci",
  "--include=dev",
  "--include=optional",
  "--ignore-scripts",
  "--loglevel=error",
  "--no-audit",
  "--no-fund",
];

function installPackages() {
  const [program, ...first] = npmCommand();
  const env = { ...process.env, NODE_ENV: "development" };
  const { status, error } = spawnSync(program, [...first, ...CI_OPTIONS], {
    cwd: ROOT,
    stdio: "inherit",
    env,
  });
  if (error !== undefined)
    fail(`npm is missing (${error.message}). Install Node.js 20 or later with npm.`);
  if (status !== 0) fail(`npm ci ended with code ${status}. It needs the npm registry once.`);
}

/** Installs the packages when node_modules is missing or differs from the lock file. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  await holdInstallLock();
  try {
    if (isInstalled()) return;
    const since = Date.now();
    process.stderr.write("mingjing: installing packages (npm ci) …\n");
    installPackages();
    writeStamp();
    process.stderr.write(
      `mingjing: packages installed in ${Math.round((Date.now() - since) / 1000)} s\n`,
    );
  } finally {
    rmSync(INSTALL_LOCK, { force: true });
  }
}

const majorOf = (version) => Number.parseInt(version.replace(/^v/, ""), 10);

/** The pinned Node of node_modules, else the present one when it is new enough. */
export function findNode() {
  const pinned = join(MODULES, `node-${process.platform}-${process.arch}`, "bin/node");
  if (existsSync(pinned)) {
    const { stdout, status } = spawnSync(pinned, ["--version"], { encoding: "utf8" });
    if (status === 0 && majorOf(stdout) >= WANTED_MAJOR) return pinned;
  }
  if (majorOf(process.version) >= WANTED_MAJOR) return process.execPath;
  return fail(
    `Node.js ${WANTED_MAJOR} or later is needed. npm brings it for Linux (glibc) x64 and arm64 and for macOS x64; ` +
      `on ${process.platform}-${process.arch} install it yourself (this is ${process.version}).`,
  );
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"];
/** A terminal, npm and a shell may each pass the same Ctrl-C on; one press counts once. */
const ONE_PRESS_MS = 500;

/**
 * Passes signals on to the child. `own` children have their own session: the terminal's Ctrl-C reaches
 * them only through us. Others share the terminal, which signals them itself.
 */
function passSignals(child, own) {
  let lastMs = -Infinity;
  const handlers = SIGNALS.map((signal) => {
    const handler = () => {
      const nowMs = performance.now();
      const again = nowMs - lastMs < ONE_PRESS_MS;
      lastMs = nowMs;
      if (again || (!own && signal === "SIGINT" && process.stdin.isTTY)) return;
      child.kill(signal);
    };
    process.on(signal, handler);
    return [signal, handler];
  });
  const watch = watchNpm(() => child.kill("SIGTERM"));
  return () => {
    clearInterval(watch);
    for (const [signal, handler] of handlers) process.off(signal, handler);
  };
}

/**
 * npm passes SIGTERM to a shell, and the shell dies of it without telling us. Under npm, a parent that
 * is gone therefore means that we are to stop. Without npm it means nothing (a closed terminal, nohup).
 */
function watchNpm(stop) {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, 250);
  return watch.unref();
}

/**
 * Runs a file with Node 24. Resolves with its exit code, 128 + signal number when a signal ended it.
 * With `own` it gets its own session and a lifeline: it is asked to stop when we are killed. `options` are
 * Node's; `env` holds where the environment says nothing else.
 */
export function runNode(file, parameters = [], { own = true, options = [], env = {} } = {}) {
  const node = findNode();
  const path = [dirname(node), process.env.PATH ?? ""].join(delimiter);
  const preload = own ? ["--import", LIFELINE] : [];
  const child = spawn(node, [...options, ...preload, join(ROOT, file), ...parameters], {
    env: { ...env, ...process.env, PATH: path },
    stdio: own ? ["inherit", "inherit", "inherit", "ipc"] : "inherit",
    detached: own,
  });
  const release = passSignals(child, own);
  return new Promise((done) => {
    child.once("error", (error) => fail(`cannot run ${node}: ${error.message}`));
    child.once("exit", (code, signal) => {
      release();
      done(code ?? 128 + (SIGNAL_NUMBERS[signal] ?? 0));
    });
  });
}

const SIGNAL_NUMBERS = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGABRT: 6,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGTERM: 15,
};
