/**
 * The signer: a process of its own that alone holds the log's key. It believes nothing of the database: it signs only
 * what grows out of what it signed before, and remembers that before it answers.
 *
 * Started by the application: [--key URI], data directory, origin, clocks outside. Started apart (docs/operations/signer.md):
 * the same after `--socket PATH [--user UID] [--group GID]`; as root it becomes that user before it opens the key.
 */
import { chmod, rm } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";

import type { SignerMessage, SignRequest } from "./signer-messages.ts";
import { openSigner, type SignerSettings } from "./signer.service.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    key: { type: "string" },
    socket: { type: "string" },
    user: { type: "string" },
    group: { type: "string" },
  },
});
const [directory, origin, ...timeSources] = positionals;
if (directory === undefined || origin === undefined)
  throw new Error("give the signer its directory and the log's origin");

/** For the application that forked us. */
async function serveParent(settings: Omit<SignerSettings, "tell">): Promise<void> {
  const tell = (message: SignerMessage) => void process.send?.(message);
  // The application decides when both end; an interrupt at the terminal reaches both.
  process.on("SIGINT", () => undefined);
  process.on("disconnect", () => process.exit(0));
  const signer = await openSigner({ ...settings, tell });
  process.on("message", (request: SignRequest) => void signer.answer(request).then(tell));
  tell(await signer.greet());
}

const lineOf = (message: SignerMessage): string => `${JSON.stringify(message)}\n`;

/** For whoever may open the socket: its group. */
async function serveSocket(settings: Omit<SignerSettings, "tell">, path: string): Promise<void> {
  const connected = new Set<Socket>();
  const signer = await openSigner({
    ...settings,
    tell(message) {
      for (const socket of connected) socket.write(lineOf(message));
    },
  });
  const server = createServer((socket) => {
    connected.add(socket);
    socket.on("error", () => undefined);
    socket.once("close", () => connected.delete(socket));
    const lines = createInterface({ input: socket });
    lines.on("error", () => undefined);
    lines.on("line", (line) => {
      const request = requestOf(line);
      if (request === undefined) socket.destroy();
      else void signer.answer(request).then((message) => socket.write(lineOf(message)));
    });
    void signer.greet().then(
      (message) => socket.write(lineOf(message)),
      () => socket.destroy(),
    );
  });
  await rm(path, { force: true });
  server.listen(path);
  await new Promise((resolve) => server.once("listening", resolve));
  await chmod(path, 0o660);
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(0));
  process.stdout.write(`signer of ${settings.origin} at ${path}\n`);
}

/** Undefined for what is no request: whoever sends that is no application of ours. */
function requestOf(line: string): SignRequest | undefined {
  try {
    const { id, size, root, proof, witnessed } = JSON.parse(line) as SignRequest;
    const isRequest =
      Number.isSafeInteger(id) &&
      typeof root === "string" &&
      Array.isArray(proof) &&
      proof.every((hash) => typeof hash === "string") &&
      Number.isSafeInteger(witnessed);
    return isRequest ? { id, size, root, proof, witnessed } : undefined;
  } catch {
    return undefined;
  }
}

/** Gives up being root. @throws Error when it cannot: then no key is opened */
function become(user: string, group: string): void {
  const idOf = (text: string) => (/^\d+$/u.test(text) ? Number(text) : text);
  process.setgroups?.([]);
  process.setgid?.(idOf(group));
  process.setuid?.(idOf(user));
}

if (values.user !== undefined) become(values.user, values.group ?? values.user);
const settings = { directory, origin, timeSources, key: values.key };
await (values.socket === undefined ? serveParent(settings) : serveSocket(settings, values.socket));
