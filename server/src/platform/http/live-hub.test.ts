import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";

import { createLiveHub, type LiveHub } from "./live-hub.ts";

const clock = () => performance.now();
/** Of a machine that is busy: nothing here is about time. */
const WAIT_MS = 60_000;
const LONG_MS = 120_000;
const until = (isTrue: () => boolean) =>
  vi.waitFor(() => expect(isTrue()).toBe(true), { timeout: WAIT_MS, interval: 5 });

interface Seen {
  readonly socket: Socket;
  text: string;
}

let hub: LiveHub;
let server: Server;

async function serve(options: Omit<Parameters<typeof createLiveHub>[0], "clock"> = {}) {
  hub = createLiveHub({ clock, perMessageMs: 20, ...options });
  server = createServer(({ url = "", headers }, response) => {
    const id = headers["last-event-id"];
    hub.attach(url.slice(1), response, typeof id === "string" ? id : undefined);
  });
  await once(server.listen({ host: "127.0.0.1", port: 0 }), "listening");
}

beforeEach(() => serve());
afterEach(async () => {
  hub.closeAll();
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

function watch(topic: string, lastId?: string): Seen {
  const { port } = server.address() as AddressInfo;
  const socket = connect({ host: "127.0.0.1", port });
  const seen: Seen = { socket, text: "" };
  socket.on("data", (bytes: Buffer) => (seen.text += bytes.toString()));
  socket.on("error", () => undefined);
  const id = lastId === undefined ? "" : `last-event-id: ${lastId}\r\n`;
  socket.write(`GET /${topic} HTTP/1.1\r\nhost: test\r\n${id}\r\n`);
  return seen;
}

const eventsOf = ({ text }: Seen) =>
  text
    .split("\n\n")
    .slice(0, -1)
    .filter((block) => block.includes("\ndata: "));
const idsOf = (seen: Seen) => eventsOf(seen).map((block) => /^id: (.+)$/m.exec(block)?.[1]);
/** As a browser does: the last complete block with an id counts. */
const lastIdOf = ({ text }: Pick<Seen, "text">) =>
  [...text.matchAll(/^id: (\S+)\n(?:.+\n)*\n/gm)].at(-1)?.[1] ?? undefined;
const hasHead = ({ text }: Seen) => text.slice(0, 1000).includes("retry: ");
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => String(from + index));

describe("a stream", () => {
  test("begins with the head of an event stream that nobody keeps or buffers", async () => {
    const seen = watch("a");
    await until(() => hasHead(seen));
    const head = seen.text.toLowerCase();
    expect(head).toMatch(/^http\/1.1 200 ok\r\n/);
    for (const line of [
      "content-type: text/event-stream; charset=utf-8",
      "cache-control: no-store",
      "x-accel-buffering: no",
      "connection: close",
    ])
      expect(head).toContain(`${line}\r\n`);
    expect(head).not.toContain("transfer-encoding");
  });

  test("gives what follows, in order, in at most one write each interval", async () => {
    hub.publish("a", { id: "0", data: "before" });
    const seen = watch("a");
    await until(() => hasHead(seen));
    let writes = 0;
    seen.socket.on("data", () => (writes += 1));
    const since = performance.now();
    for (let index = 1; index <= 100; index++) {
      hub.publish("a", { id: String(index), event: "step", data: `第 ${index} 步` });
      if (index % 10 === 0) await delay(5);
    }
    await until(() => eventsOf(seen).length === 100);
    expect(idsOf(seen)).toEqual(range(1, 100));
    expect(eventsOf(seen)[99]).toBe("id: 100\nevent: step\ndata: 第 100 步");
    expect(writes).toBeLessThanOrEqual((performance.now() - since) / 20 + 2);
  });

  test("of one topic has nothing of another", async () => {
    const [a, b] = [watch("a"), watch("b")];
    await until(() => hasHead(a) && hasHead(b));
    expect([hub.count("a"), hub.count("b"), hub.count("c")]).toEqual([1, 1, 0]);
    hub.publish("a", { id: "1", data: "for a" });
    hub.publish("b", { id: "2", data: "for b" });
    await until(() => eventsOf(a).length === 1 && eventsOf(b).length === 1);
    expect([idsOf(a), idsOf(b)]).toEqual([["1"], ["2"]]);
  });

  test("gives a message that is announced twice once", async () => {
    const seen = watch("a");
    await until(() => hasHead(seen));
    for (const id of ["1", "1", "2"]) hub.publish("a", { id, data: id });
    await until(() => eventsOf(seen).length === 2);
    hub.publish("a", { id: "1", data: "again" });
    hub.publish("a", { id: "3", data: "3" });
    await until(() => eventsOf(seen).length === 3);
    expect(idsOf(seen)).toEqual(["1", "2", "3"]);
  });

  test("behind another one on the same connection is refused", async () => {
    const seen = watch("a");
    await until(() => hasHead(seen));
    seen.socket.write("GET /b HTTP/1.1\r\nhost: test\r\n\r\n");
    await delay(30);
    expect(hub.count("b")).toBe(0);
  });
});

describe("coming back", () => {
  test("no message is missed or doubled over 200 reconnects at random moments", async () => {
    let published = 0;
    const publish = setInterval(() => {
      for (let count = 0; count < 1 + (published % 3); count++)
        hub.publish("a", { id: String(++published), data: `text ${published}` });
    }, 3);
    onTestFinished(() => clearInterval(publish));
    const viewer = async (first: number) => {
      const got: string[] = [];
      let lastId: string | undefined = `${first}`;
      for (let visit = 0; visit < 25; visit++) {
        const seen = watch("a", lastId);
        await delay(Math.random() * 60);
        seen.socket.destroy();
        got.push(...idsOf(seen).map(String));
        lastId = lastIdOf(seen) ?? lastId;
      }
      return { got, first, lastId };
    };
    await until(() => published > 10);
    const all = await Promise.all(range(1, 8).map((first) => viewer(Number(first))));
    clearInterval(publish);
    for (const { got, first, lastId } of all) {
      expect(got.length).toBeGreaterThan(50);
      expect(got).toEqual(range(first + 1, Number(lastId)));
    }
  });

  test("who came before the first message and left misses none", async () => {
    const seen = watch("a");
    await until(() => hasHead(seen));
    const lastId = lastIdOf(seen);
    expect(lastId).toBeDefined();
    seen.socket.destroy();
    hub.publish("a", { id: "1", data: "first" });
    const again = watch("a", lastId);
    await until(() => hasHead(again));
    expect(idsOf(again)).toEqual(["1"]);
  });

  test("with an id that is not kept any more: reset, then what follows", async () => {
    hub.closeAll();
    server.close();
    await serve({ historyMax: 5 });
    for (const id of range(1, 10)) hub.publish("a", { id, data: id });
    const [kept, lost, foreign] = [watch("a", "6"), watch("a", "5"), watch("a", "-0.5")];
    await until(() => [kept, lost, foreign].every(hasHead));
    expect(idsOf(kept)).toEqual(range(7, 10));
    hub.publish("a", { id: "11", data: "11" });
    await until(() => eventsOf(foreign).length === 2 && eventsOf(lost).length === 2);
    for (const seen of [lost, foreign])
      expect(eventsOf(seen)).toEqual([
        expect.stringContaining("id: 10\nevent: reset\ndata: {}"),
        "id: 11\ndata: 11",
      ]);
  });

  test("more than the limit within one interval still reaches everybody", async () => {
    hub.closeAll();
    server.close();
    await serve({ historyMax: 5 });
    const seen = watch("a");
    await until(() => hasHead(seen));
    for (const id of range(1, 40)) hub.publish("a", { id, data: id });
    await until(() => eventsOf(seen).length === 40);
    expect(idsOf(seen)).toEqual(range(1, 40));
  });
});

/** Of the last few lines: cheap to ask of hundreds, again and again. */
const lastIdNear = ({ text }: Seen) => lastIdOf({ text: text.slice(-600) });

test(
  "hundreds who join at once while messages are published get each message once",
  async () => {
    let published = 0;
    const publish = setInterval(() => {
      if (published < 1000) hub.publish("a", { id: String(++published), data: "x".repeat(200) });
    }, 2);
    // Else it would go on publishing to the next test's hub.
    onTestFinished(() => clearInterval(publish));
    await until(() => published > 0);
    const viewers = Array.from({ length: 700 }, () => watch("a", "1"));
    await until(() => viewers.every(hasHead));
    clearInterval(publish);
    await until(() => viewers.every((seen) => lastIdNear(seen) === String(published)));
    expect(hub.count("a")).toBe(700);
    for (const seen of viewers) expect(idsOf(seen)).toEqual(range(2, published));
  },
  LONG_MS,
);

test("no turn of the event loop is held up by those who join or by what is published", async () => {
  let heads = 0;
  const most = { heads: 0, writes: 0 };
  const sockets: Socket[] = [];
  server.prependListener("request", (_, response) => {
    const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => typeof response;
    response.writeHead = (...args: unknown[]) => {
      heads += 1;
      return writeHead(...args);
    };
  });
  server.on("connection", (socket) => sockets.push(socket));
  const viewers = Array.from({ length: 1300 }, () => watch("a"));
  const written = () => sockets.reduce((sum, { bytesWritten }) => sum + bytesWritten, 0);
  const frame = Buffer.byteLength("id: 1\ndata: 1\n\n");
  let [seenHeads, seenBytes, isLooking] = [0, 0, true];
  const look = () => {
    most.heads = Math.max(most.heads, heads - seenHeads);
    const bytes = heads === viewers.length ? written() : 0;
    if (seenBytes > 0) most.writes = Math.max(most.writes, (bytes - seenBytes) / frame);
    [seenHeads, seenBytes] = [heads, bytes];
    if (isLooking) setImmediate(look);
  };
  look();
  await until(() => viewers.every(hasHead));
  hub.publish("a", { id: "1", data: "1" });
  await until(() => viewers.every((seen) => eventsOf(seen).length === 1));
  isLooking = false;
  expect(most.heads).toBeGreaterThan(0);
  expect(most.heads).toBeLessThanOrEqual(100);
  expect(most.writes).toBeGreaterThan(100);
  expect(most.writes).toBeLessThanOrEqual(500);
});

test("a slow reader is cut off, the others are not; it comes back where it was", async () => {
  const [slow, quick] = [watch("a"), watch("a")];
  await until(() => hasHead(slow) && hasHead(quick));
  slow.socket.pause();
  const data = "x".repeat(200_000);
  let published = 0;
  while (hub.count("a") === 2 && published < 400) {
    hub.publish("a", { id: String(++published), data });
    await until(() => lastIdOf(quick) === String(published));
    quick.text = quick.text.slice(-data.length - 50);
  }
  expect(hub.count("a")).toBe(1);
  slow.socket.resume();
  await once(slow.socket, "close");
  const got = idsOf(slow).length;
  expect(got).toBeLessThan(published);
  const again = watch("a", lastIdOf(slow));
  await until(() => lastIdOf(again) === String(published));
  expect(idsOf(again)).toEqual(range(got + 1, published));
  again.socket.destroy();
});

test("who comes back after long is not taken for a slow reader", async () => {
  const data = "x".repeat(20_000);
  for (const id of range(1, 400)) hub.publish("a", { id, data });
  const seen = watch("a", "1");
  await until(() => hasHead(seen));
  seen.socket.pause();
  hub.publish("a", { id: "401", data: "new" });
  await delay(60);
  seen.socket.resume();
  await until(() => lastIdOf(seen) === "401");
  expect(idsOf(seen)).toEqual(range(2, 401));
});

test("the end of a topic is said after its last message, to those who join just then too", async () => {
  const early = watch("a");
  await until(() => hasHead(early));
  hub.publish("a", { id: "1", data: "last" });
  const late = watch("a", lastIdOf(early));
  await until(() => hub.count("a") === 2);
  hub.close("a");
  expect(hub.count("a")).toBe(0);
  await Promise.all([once(early.socket, "close"), once(late.socket, "close")]);
  for (const seen of [early, late])
    expect(seen.text).toMatch(/id: 1\ndata: last\n\nevent: end\ndata: \{\}\n\n$/);
});

describe("timers", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const turns = async (isTrue: () => boolean) => {
    for (let turn = 0; turn < 20_000 && !isTrue(); turn++)
      await new Promise((resolve) => setImmediate(resolve));
    expect(isTrue()).toBe(true);
  };

  test("one for all viewers and topics; a comment each 15 s; nothing is left after closeAll", async () => {
    let now = 0;
    const quiet = createLiveHub({ clock: () => now });
    hub.closeAll();
    hub = quiet;
    const viewers = range(1, 60).map((index) => watch(`topic-${Number(index) % 3}`));
    await turns(() => viewers.every(hasHead));
    for (const topic of ["topic-0", "topic-1"]) hub.publish(topic, { id: "1", data: "1" });
    expect(vi.getTimerCount()).toBe(1);
    const pass = async (ms: number) => {
      now += ms;
      await vi.advanceTimersByTimeAsync(ms);
    };
    await pass(1);
    await turns(() => viewers.filter((seen) => eventsOf(seen).length === 1).length === 40);
    expect(vi.getTimerCount()).toBe(1);
    for (let beats = 1; beats <= 3; beats++) {
      await pass(15_000);
      // A topic that had a message just before needs no comment yet.
      const beaten = viewers.filter((_, index) => beats > 1 || (index + 1) % 3 === 2);
      await turns(() => beaten.every(({ text }) => text.endsWith(":\n\n")));
    }
    expect(vi.getTimerCount()).toBe(1);
    hub.closeAll();
    expect(vi.getTimerCount()).toBe(0);
    expect(hub.count("topic-0")).toBe(0);
    await turns(() => viewers.every(({ socket }) => socket.closed));
    const late = watch("topic-0");
    await turns(() => late.socket.closed);
    hub.publish("topic-0", { id: "2", data: "2" });
    expect(vi.getTimerCount()).toBe(0);
  });
});
