/** A way out of the console. */
import type { Channel } from "../../../../contract/src/notify.ts";

export interface Message {
  readonly subject: string;
  readonly text: string;
}

export interface Sender {
  /** @throws DeliveryError */
  send(address: string, message: Message): Promise<void>;
}

export type Senders = Readonly<Partial<Record<Channel, Sender>>>;

/** A message that was not taken. Its reason is a code: never addresses, keys or the other side's words. */
export class DeliveryError extends Error {
  readonly reason: string;
  /** True when trying again cannot help. */
  readonly isFinal: boolean;

  constructor(
    reason: string,
    { isFinal = false, cause }: { isFinal?: boolean; cause?: unknown } = {},
  ) {
    super(`message not delivered: ${reason}`, { cause });
    this.name = "DeliveryError";
    this.reason = reason;
    this.isFinal = isFinal;
  }
}

/** Code of a failed connection, e.g. ETIMEDOUT. */
export function networkReason(error: unknown): string {
  for (let one = error; one instanceof Error; one = one.cause) {
    const { code } = one as { code?: unknown };
    if (typeof code === "string" && /^[A-Z_]{3,40}$/.test(code)) return `network ${code}`;
    if (one.name === "TimeoutError") return "network timeout";
  }
  return "network";
}
