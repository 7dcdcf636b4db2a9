/** Sends what is due: looks again whether anything still waits for the person, then tries, and tries again later. */
import { plainDateOf } from "../../kernel/plain-date.ts";
import type { Database } from "../database.ts";
import type { ScopedReader } from "../identity/reader.ts";
import type { Log } from "../telemetry.ts";
import { DeliveryError, type Senders } from "./channel.ts";
import { type Due, endDelivery, failDelivery, takeDue } from "./delivery.store.ts";
import { waitingMessage } from "./message.ts";
import { unreadIds } from "./notice.store.ts";
import { scopesOf } from "./recipients.store.ts";
import { afterQuiet, dueAt, retryAt } from "./schedule.ts";

export interface DeliveryDeps {
  readonly db: Database;
  readonly reader: ScopedReader;
  readonly log: Log;
  readonly senders: () => Senders;
  /** Address of the console. */
  readonly consoleUrl: string;
}

const AT_ONCE = 8;

/** @returns how many messages were tried */
export async function deliverDue(deps: DeliveryDeps, now: Date): Promise<number> {
  let tried = 0;
  for (;;) {
    const due = await takeDue(deps.db, now, AT_ONCE);
    if (due.length === 0) return tried;
    await Promise.all(due.map((one) => deliverOne(deps, one, now)));
    tried += due.length;
  }
}

async function deliverOne(deps: DeliveryDeps, due: Due, now: Date): Promise<void> {
  const { db } = deps;
  const sender = deps.senders()[due.channel];
  const again = { now, due: dueAt(now, due) };
  try {
    const count = due.address === null ? 0 : await countWaiting(deps, due.person, now);
    if (count === 0 || due.address === null)
      return await endDelivery(db, due, { state: "dropped", ...again });
    if (sender === undefined) throw new DeliveryError("not set up", { isFinal: true });
    const { language } = due;
    await sender.send(due.address, waitingMessage({ language, url: deps.consoleUrl }, count));
    await endDelivery(db, due, { state: "sent", ...again });
  } catch (error) {
    const known = error instanceof DeliveryError ? error : undefined;
    if (known === undefined) deps.log.error({ err: error }, "notification could not be prepared");
    const retry = known?.isFinal === true ? undefined : retryAt(now, due.attempts);
    const next = retry === undefined ? undefined : afterQuiet(retry, due);
    await failDelivery(db, due, { reason: known?.reason ?? "fault", next, now });
  }
}

/** Unread items that the person may still see in one of the posts held today. */
async function countWaiting(
  { db, reader }: DeliveryDeps,
  person: string,
  now: Date,
): Promise<number> {
  const scopes = await scopesOf(db, person, plainDateOf(now));
  const seen = await Promise.all(
    scopes.map((scope) => reader.read(scope, (tx) => unreadIds(tx, scope))),
  );
  return new Set(seen.flat()).size;
}
