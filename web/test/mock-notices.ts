/** Notifications of the mock: a few items, read marks, settings, and a stream that a test can write to. */
import type { ServerResponse } from "node:http";

import {
  Channel,
  CHANNELS,
  GiveAddress,
  MarkRead,
  NoticeChoices,
  type NoticeItem,
  NoticePage,
  NoticeSettings,
  ProveAddress,
  Unread,
} from "../../contract/src/notify.ts";
import { accept, answer, type Call, Refusal, type Reply } from "./mock-reply.ts";

/** The code that every address of the mock is proved with. */
export const ADDRESS_CODE = "123456";

const HOUR_MS = 3_600_000;

export class MockNotices {
  items: NoticeItem[];
  settings: NoticeSettings = {
    choices: [],
    language: "zh-CN",
    channels: CHANNELS.map((channel) => ({
      channel,
      isAvailable: channel !== "dingtalk",
      isVerified: false,
    })),
  };
  readonly #streams = new Set<ServerResponse>();

  constructor(now: number, lead: NonNullable<NoticeItem["lead"]>) {
    const at = (hours: number) => new Date(now - hours * HOUR_MS).toISOString();
    this.items = [
      { id: 3, kind: "leadUrged", at: at(1), isRead: false, lead },
      { id: 2, kind: "security", at: at(20), isRead: false },
      { id: 1, kind: "leadRouted", at: at(44), isRead: true, lead },
    ];
  }

  get unread(): number {
    return this.items.filter(({ isRead }) => !isRead).length;
  }

  list(query: URLSearchParams): NoticePage {
    const isUnreadOnly = query.get("unread") === "true";
    const rows = this.items.filter(({ isRead }) => !isUnreadOnly || !isRead);
    return { rows: rows.slice(0, Number(query.get("limit") ?? 30)), unread: this.unread };
  }

  mark(body: MarkRead): { unread: number } {
    const isMeant = (id: number) => ("ids" in body ? body.ids.includes(id) : id <= body.until);
    this.items = this.items.map((item) => (isMeant(item.id) ? { ...item, isRead: true } : item));
    return { unread: this.unread };
  }

  save(choices: NoticeChoices): NoticeSettings {
    this.settings = { ...choices, channels: this.settings.channels };
    return this.settings;
  }

  give({ channel, address }: GiveAddress): void {
    this.#change(channel, { address, isVerified: false });
  }

  /** False: the code is wrong. */
  prove({ channel, code }: ProveAddress): boolean {
    if (code === ADDRESS_CODE) this.#change(channel, { isVerified: true });
    return code === ADDRESS_CODE;
  }

  drop(channel: Channel): void {
    this.settings = {
      ...this.settings,
      channels: this.settings.channels.map((one) =>
        one.channel === channel
          ? { channel, isAvailable: one.isAvailable, isVerified: false }
          : one,
      ),
    };
  }

  #change(channel: Channel, patch: Partial<NoticeSettings["channels"][number]>): void {
    this.settings = {
      ...this.settings,
      channels: this.settings.channels.map((one) =>
        one.channel === channel ? { ...one, ...patch } : one,
      ),
    };
  }

  /** Keeps a stream open, as the server does. */
  open(response: ServerResponse): void {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write("retry: 60000\n\n");
    this.#streams.add(response);
    response.once("close", () => this.#streams.delete(response));
  }

  /** Something happens: every open stream hears of it. */
  push(item: NoticeItem): void {
    this.items = [item, ...this.items];
    for (const stream of this.#streams)
      stream.write(`id: ${item.id}\nevent: notice\ndata: ${JSON.stringify(item)}\n\n`);
  }

  /** The session ended elsewhere. */
  end(): void {
    for (const stream of this.#streams) stream.end("event: end\ndata: {}\n\n");
  }
}

/** The routes of notifications. */
export function noticesReply(notices: MockNotices, { method, url, body }: Call): Reply {
  const [, , , name, channel] = url.pathname.split("/");
  if (name === undefined) return answer(NoticePage, notices.list(url.searchParams));
  if (name === "read") return answer(Unread, notices.mark(accept(MarkRead, body)));
  if (name === "addresses" && channel === "verification") {
    if (!notices.prove(accept(ProveAddress, body))) throw new Refusal(400, "notices.bad-code");
  } else if (name === "addresses" && method === "POST") notices.give(accept(GiveAddress, body));
  else if (name === "addresses") notices.drop(accept(Channel, channel));
  else if (method === "PUT") notices.save(accept(NoticeChoices, body));
  return answer(NoticeSettings, notices.settings);
}
