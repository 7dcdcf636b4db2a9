/**
 * Sends a file of facts and hands on what it is answered, unchanged and at once: `receipt-client.ts FILE
 * URL LINES`, token in MINGJING_TOKEN, receipts on stdout. LINES 0: one streamed request; else requests of
 * so many lines, several at a time. Ends with 0 only if every answer came whole.
 */
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { Agent, type IncomingMessage, request } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const [, , file, url, lines] = process.argv;
if (file === undefined || url === undefined)
  throw new Error("usage: receipt-client.ts FILE URL LINES");

const AT_ONCE = 8;
const agent = new Agent({ keepAlive: true });
const type = "application/x-ndjson";
const authorization = `Bearer ${process.env["MINGJING_TOKEN"]}`;

/** Receipts reach stdout as they come, whole lines at a time because several answers come at once. */
async function handOn(response: IncomingMessage): Promise<void> {
  let rest = "";
  for await (const piece of response.setEncoding("utf8") as AsyncIterable<string>) {
    const text = rest + piece;
    const end = text.lastIndexOf("\n") + 1;
    process.stdout.write(text.slice(0, end));
    rest = text.slice(end);
  }
  if (response.statusCode !== 200) throw new Error(`status ${response.statusCode}`);
}

async function send(body: Readable, length: number | undefined): Promise<void> {
  const size = length === undefined ? {} : { "content-length": length };
  const headers = { authorization, "content-type": type, accept: type, ...size };
  const sending = request(url as string, { method: "POST", agent, headers });
  const answer = Promise.withResolvers<IncomingMessage>();
  sending.once("response", answer.resolve);
  sending.on("error", answer.reject);
  await Promise.all([pipeline(body, sending), answer.promise.then(handOn)]);
}

async function sendInPieces(path: string, count: number): Promise<void> {
  const all = (await readFile(path, "utf8")).trimEnd().split("\n");
  const next = { at: 0 };
  const work = async () => {
    while (next.at < all.length) {
      const piece = all.slice(next.at, next.at + count);
      next.at += count;
      const body = Buffer.from(`${piece.join("\n")}\n`);
      await send(Readable.from([body]), body.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

const count = Number(lines ?? 0);
const sent = count === 0 ? send(createReadStream(file), undefined) : sendInPieces(file, count);
await sent.catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
// Not process.exit: stdout may still hold receipts. Idle connections alone would keep the process.
agent.destroy();
