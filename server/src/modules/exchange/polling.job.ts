/** Looks for packages again and again; a failure is kept for the health page and logged when it is a new one. */
import { repeat } from "../../platform/repeat.ts";
import type { Log } from "../../platform/telemetry.ts";

interface Polling {
  readonly everySeconds: number;
  readonly poll: () => Promise<unknown>;
  /** Why the last look failed, if it did. */
  readonly state: { failure: string | undefined };
  readonly log: Log;
  /** Of the log, for a failure. */
  readonly message: string;
}

export const startPolling = ({ everySeconds, poll, state, log, message }: Polling) =>
  repeat(everySeconds, async () => {
    try {
      await poll();
      state.failure = undefined;
    } catch (error) {
      const failure = (error as Error).message;
      if (failure !== state.failure) log.error({ err: error }, message);
      state.failure = failure;
    }
  });
