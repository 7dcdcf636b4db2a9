/** A stand-in for the world outside in the demonstration: what would have been sent is kept, on this node only. */
import { type Channel, CHANNELS } from "../../../../contract/src/notify.ts";
import type { Clock } from "../clock.ts";
import type { Message, Senders } from "./channel.ts";

export interface OutboxEntry extends Message {
  readonly channel: Channel;
  readonly address: string;
  readonly at: string;
}

const MOST = 200;

export interface Outbox {
  readonly senders: Senders;
  /** Newest first. */
  list(): readonly OutboxEntry[];
}

export function createOutbox(clock: Clock): Outbox {
  const entries: OutboxEntry[] = [];
  const senderOf = (channel: Channel) => ({
    async send(address: string, message: Message) {
      entries.unshift({ channel, address, at: clock.now().toISOString(), ...message });
      entries.length = Math.min(entries.length, MOST);
    },
  });
  return {
    senders: Object.fromEntries(CHANNELS.map((channel) => [channel, senderOf(channel)])),
    list: () => [...entries],
  };
}

const escaped = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);

/** The page /api/dev/outbox. */
export function outboxPage(entries: readonly OutboxEntry[]): string {
  const rows = entries
    .map(({ at, channel, address, subject, text }) =>
      [at, channel, address, subject, text].map((cell) => `<td>${escaped(cell)}</td>`).join(""),
    )
    .map((cells) => `<tr>${cells}</tr>`)
    .join("\n");
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Outbox</title>
<h1>Outbox of the demonstration</h1><p>Nothing of this has left the machine.</p>
<table border="1" cellpadding="6"><thead><tr><th>at</th><th>channel</th><th>address</th><th>subject</th><th>text</th>
</tr></thead><tbody>${rows}</tbody></table></html>`;
}
