/** nginx as the reference (with its nchan module) and as the proxy before several nodes. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { childOf } from "../machine.ts";

const PROGRAM = "/usr/sbin/nginx";
const NCHAN = "/usr/lib/nginx/modules/ngx_nchan_module.so";
const READY_LIMIT_MS = 10_000;

export interface Nginx {
  readonly port: number;
  /** Its one worker process, which does the work. */
  readonly worker: number;
  stop(): Promise<void>;
}

interface Settings {
  readonly port: number;
  readonly descriptors: number;
  /** What stands inside of `http { … }`. */
  readonly http: string;
  readonly main?: string;
}

/** Undefined where it is installed; else what is missing. */
export function missing(wantsNchan: boolean): string | undefined {
  if (!existsSync(PROGRAM)) return "nginx is not installed: apt-get install nginx";
  if (wantsNchan && !existsSync(NCHAN))
    return "nginx has no nchan module: apt-get install libnginx-mod-nchan";
  return undefined;
}

/** One worker; the last 500 messages are kept, as by the hub. */
export function startNchan(port: number, descriptors: number): Promise<Nginx> {
  const http = `
    nchan_max_reserved_memory 128M;
    server {
      listen 127.0.0.1:${port};
      location = /hall {
        nchan_subscriber eventsource;
        nchan_channel_id hall;
        nchan_subscriber_first_message newest;
      }
      location = /publish {
        nchan_publisher;
        nchan_channel_id hall;
        nchan_message_buffer_length 500;
        nchan_message_timeout 1h;
      }
    }`;
  return startNginx({ port, descriptors, http, main: `load_module ${NCHAN};` });
}

interface Proxy {
  readonly port: number;
  readonly descriptors: number;
  readonly nodes: readonly number[];
}

export function startProxy({ nodes, ...settings }: Proxy): Promise<Nginx> {
  const servers = nodes.map((port) => `server 127.0.0.1:${port};`).join(" ");
  const http = `
    upstream nodes { ${servers} }
    server {
      listen 127.0.0.1:${settings.port};
      location / {
        proxy_pass http://nodes;
        proxy_http_version 1.1;
        proxy_buffering off;
        proxy_read_timeout 1h;
      }
    }`;
  return startNginx({ ...settings, http });
}

/** With the last sixteenth of its connections in use nginx drops newcomers: only descriptors shall be short. */
async function startNginx(settings: Settings): Promise<Nginx> {
  const { port, descriptors, http, main = "" } = settings;
  const folder = await mkdtemp(join(tmpdir(), "mingjing-bench-nginx-"));
  const kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const config = `
    ${main}
    ${process.getuid?.() === 0 ? "user root;" : ""}
    daemon off;
    worker_processes 1;
    worker_rlimit_nofile ${descriptors};
    pid ${folder}/pid;
    error_log ${folder}/error.log;
    events { worker_connections ${2 * descriptors}; }
    http {
      access_log off;
      ${kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(" ")}
      ${http}
    }`;
  const file = join(folder, "nginx.conf");
  await writeFile(file, config);
  const child = spawn(PROGRAM, ["-c", file, "-e", `${folder}/error.log`], { stdio: "ignore" });
  const closed = once(child, "close");
  const stop = async () => {
    child.kill("SIGTERM");
    await closed;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await untilOpen(port, () => child.exitCode !== null);
    return { port, worker: await workerOf(child.pid ?? 0), stop };
  } catch (error) {
    const said = await readFile(join(folder, "error.log"), "utf8").catch(() => "");
    await stop();
    throw new Error(`nginx did not start: ${said}`, { cause: error });
  }
}

/** The port is open before the worker is there. */
async function workerOf(pid: number): Promise<number> {
  const until = performance.now() + READY_LIMIT_MS;
  while (performance.now() < until) {
    const worker = await childOf(pid);
    if (worker !== undefined && worker !== 0) return worker;
    await delay(20);
  }
  throw new Error(`no worker of nginx within ${READY_LIMIT_MS / 1000} s`);
}

async function untilOpen(port: number, hasEnded: () => boolean): Promise<void> {
  const until = performance.now() + READY_LIMIT_MS;
  while (performance.now() < until && !hasEnded()) {
    const socket = connect({ host: "127.0.0.1", port });
    const isOpen = await once(socket, "connect").then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isOpen) return;
    await delay(50);
  }
  throw new Error(`port ${port} is not open within ${READY_LIMIT_MS / 1000} s`);
}
