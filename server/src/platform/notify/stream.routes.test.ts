/** The stream of notifications: what comes is told, and nothing once a right ended (T23). */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { NoticeItem } from "../../../../contract/src/notify.ts";
import {
  aboutLeads,
  type Headers,
  HOUSING,
  type NotifyStage,
  openNotifyStage,
} from "./test-support.ts";

let stage: NotifyStage;
let app: NotifyStage["app"];
let chief: Headers;
let stranger: Headers;
let url: string;

beforeAll(async () => {
  stage = await openNotifyStage();
  ({ app, chief, stranger } = stage);
  url = await app.application.http.listen({ host: "127.0.0.1", port: 0 });
});
afterAll(() => app.close());

const list = (headers: Headers, query = "") => stage.list(headers, query);
const record: NotifyStage["record"] = (about, payload) => stage.record(about, payload);
const urge = (leadId: string) => stage.urge(leadId);

interface StreamEvent {
  readonly id?: string;
  readonly event: string;
  readonly data: unknown;
}

/** Reads a stream into a list; `until` waits for an event. */
async function openStream(headers: Headers, lastEventId?: number) {
  const abort = new AbortController();
  const response = await fetch(`${url}/api/notifications/stream`, {
    headers: {
      cookie: headers["cookie"] ?? "",
      ...(lastEventId === undefined ? {} : { "last-event-id": String(lastEventId) }),
    },
    signal: abort.signal,
  });
  const events: StreamEvent[] = [];
  const state: { isOver: boolean; wake: () => void } = { isOver: false, wake: () => undefined };
  const reading = (async () => {
    const decoder = new TextDecoder();
    let text = "";
    for await (const piece of response.body ?? []) {
      text += decoder.decode(piece as Uint8Array, { stream: true });
      const blocks = text.split("\n\n");
      text = blocks.pop() ?? "";
      for (const block of blocks) {
        const fields = Object.fromEntries(
          block.split("\n").map((line) => line.split(/: (.*)/s).slice(0, 2)),
        ) as Record<string, string>;
        const { id, event, data = "null" } = fields;
        if (event === undefined) continue;
        events.push({ ...(id === undefined ? {} : { id }), event, data: JSON.parse(data) });
      }
      state.wake();
    }
  })()
    .catch(() => undefined)
    .finally(() => {
      state.isOver = true;
      state.wake();
    });
  return {
    response,
    events,
    isOver: () => state.isOver,
    async until(isThere: () => boolean, ms = 8000): Promise<number> {
      const begin = performance.now();
      while (!isThere()) {
        const left = ms - (performance.now() - begin);
        if (left <= 0) throw new Error(`not within ${ms} ms: ${JSON.stringify(events)}`);
        await new Promise<void>((resolve) => {
          state.wake = resolve;
          setTimeout(resolve, left);
        });
      }
      return performance.now() - begin;
    },
    async close() {
      abort.abort();
      await reading;
    },
  };
}

describe("the stream", () => {
  test("is refused without a session", async () => {
    expect((await app.get("/api/notifications/stream")).statusCode).toBe(401);
  });

  test("tells what comes, and after a break everything since the last id", async () => {
    const lead = aboutLeads(await list(chief)).at(-1)?.lead;
    const stream = await openStream(chief);
    expect(stream.response.headers.get("content-type")).toContain("text/event-stream");
    await stream.until(() => stream.events.some(({ event }) => event === "unread"));
    expect(stream.events.map(({ event }) => event)).toEqual(["unread"]);
    await urge(lead?.id ?? "");
    await stream.until(() => stream.events.some(({ event }) => event === "notice"));
    const notice = stream.events.find(({ event }) => event === "notice");
    expect(notice?.data).toMatchObject({
      kind: "leadUrged",
      lead: { id: lead?.id },
      isRead: false,
    });
    await stream.close();
    await urge(lead?.id ?? "");
    await urge(lead?.id ?? "");
    const again = await openStream(chief, Number(notice?.id));
    await again.until(() => again.events.some(({ event }) => event === "unread"));
    expect(again.events.filter(({ event }) => event === "notice")).toHaveLength(2);
    await again.close();
  });

  test("nobody hears of another's items", async () => {
    const stream = await openStream(stranger);
    const lead = aboutLeads(await list(chief))[0]?.lead;
    await urge(lead?.id ?? "");
    await record(["identity.credential-changed", "account:water-1"], {
      account: "water-1",
      change: "totpEnrolled",
    });
    await stream.until(() => stream.events.some(({ event }) => event === "notice"));
    const told = stream.events.filter(({ event }) => event === "notice");
    expect(told.map(({ data }) => (data as NoticeItem).kind)).toEqual(["security"]);
    await stream.close();
  });

  test("T23: ends within five seconds when the post ends, and tells nothing that comes after", async () => {
    const headers = await app.signIn({ account: "housing-3", name: "周以宁", ...HOUSING });
    const lead = aboutLeads(await list(chief))[0]?.lead;
    const stream = await openStream(headers);
    await stream.until(() => stream.events.length > 0);
    await stage.endPost("housing-3", "2026-05-31");
    const ending = stream.until(() => stream.isOver(), 5000);
    await urge(lead?.id ?? "");
    expect(await ending).toBeLessThan(5000);
    expect(stream.events.filter(({ event }) => event === "notice")).toEqual([]);
    expect(stream.events.at(-1)?.event).toBe("end");
    const refused = await app.inject({ url: "/api/notifications", headers });
    expect(refused.statusCode).toBe(401);
  });

  test("T23: ends within five seconds when the session is closed elsewhere", async () => {
    const headers = await app.signIn({ account: "housing-4", name: "何书言", ...HOUSING });
    const stream = await openStream(headers);
    await stream.until(() => stream.events.length > 0);
    await app.application.sessions.closeAll("housing-4");
    expect(await stream.until(() => stream.isOver(), 5000)).toBeLessThan(5000);
  });

  test("an open stream is no use of the session: it does not keep an idle one alive", async () => {
    const headers = await app.signIn({ account: "housing-5", name: "沈望舒", ...HOUSING });
    const stream = await openStream(headers);
    await stream.until(() => stream.events.length > 0);
    await app.database.query(
      "UPDATE identity.session SET seen_at = now() - interval '29 minutes 58 seconds' WHERE account = 'housing-5'",
    );
    await stream.until(() => stream.isOver(), 8000);
    expect(stream.events.at(-1)?.event).toBe("end");
  });

  test("the seventh window of a person closes the first", async () => {
    const streams: Awaited<ReturnType<typeof openStream>>[] = [];
    for (let n = 0; n < 7; n++) streams.push(await openStream(chief));
    await streams[0]?.until(() => streams[0]?.isOver() === true);
    expect(streams.slice(1).some((stream) => stream.isOver())).toBe(false);
    for (const stream of streams) await stream.close();
  });
});
