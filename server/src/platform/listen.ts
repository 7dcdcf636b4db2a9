/** A connection that listens to NOTIFY and comes back when it is lost. */
import pg from "pg";

import type { Log } from "./telemetry.ts";

const RETRY_MS = 1000;

export interface ListenOptions {
  readonly url: string;
  readonly channel: string;
  readonly log: Log;
  /** Called for each notice, and once after each (re)connection, since some may have been missed. */
  readonly onNotice: (payload: string) => void;
}

/** @returns stops listening */
export function startListener({ url, channel, log, onNotice }: ListenOptions): () => Promise<void> {
  const state: {
    client: pg.Client | undefined;
    timer: NodeJS.Timeout | undefined;
    stopped: boolean;
  } = { client: undefined, timer: undefined, stopped: false };
  const retry = () => {
    if (!state.stopped) state.timer = setTimeout(() => void connect(), RETRY_MS);
  };
  const connect = async (): Promise<void> => {
    if (state.stopped) return;
    const client = new pg.Client({ connectionString: url, application_name: `listen ${channel}` });
    state.client = client;
    client.on("notification", ({ payload }) => onNotice(payload ?? ""));
    client.on("error", (error) => {
      log.warn({ err: error, channel }, "listener lost its connection");
      retry();
    });
    try {
      await client.connect();
      await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
      onNotice("");
    } catch (error) {
      log.warn({ err: error, channel }, "listener cannot connect");
      retry();
    }
  };
  void connect();
  return async () => {
    state.stopped = true;
    clearTimeout(state.timer);
    state.client?.removeAllListeners("error");
    state.client?.on("error", () => undefined);
    await state.client?.end().catch(() => undefined);
  };
}
