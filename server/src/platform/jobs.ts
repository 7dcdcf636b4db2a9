/** Recurring jobs on pg-boss: on many nodes each runs once per period. */
import { PgBoss } from "pg-boss";

import type { Clock } from "./clock.ts";
import type { Job } from "./module.ts";
import type { Log } from "./telemetry.ts";

interface JobsOptions {
  readonly url: string;
  readonly jobs: readonly Job[];
  readonly clock: Clock;
  readonly log: Log;
}

/** Starts the workers and the timers. The result stops both and waits for running jobs. */
export async function startJobs({
  url,
  jobs,
  clock,
  log,
}: JobsOptions): Promise<() => Promise<void>> {
  const boss = new PgBoss({
    connectionString: url,
    schema: "pgboss",
    migrate: false,
    createSchema: false,
    max: 4,
    application_name: "mingjing-jobs",
  });
  boss.on("error", (error) => log.warn({ err: error }, "job queue"));
  await boss.start();
  const timers: NodeJS.Timeout[] = [];
  for (const job of jobs) {
    await boss.createQueue(job.name, {
      policy: "stately",
      retryLimit: 0,
      deleteAfterSeconds: 3600,
    });
    await boss.work(
      job.name,
      { pollingIntervalSeconds: Math.max(0.5, Math.min(job.everySeconds / 2, 30)) },
      async () => {
        try {
          await job.run(clock.now());
        } catch (error) {
          log.error({ err: error, job: job.name }, "job failed");
          throw error;
        }
      },
    );
    const send = () => {
      boss
        .send(job.name, {}, { singletonKey: job.name, singletonSeconds: job.everySeconds })
        .catch((error: unknown) => log.warn({ err: error, job: job.name }, "job not queued"));
    };
    send();
    timers.push(setInterval(send, job.everySeconds * 1000));
  }
  return async () => {
    for (const timer of timers) clearInterval(timer);
    await boss.stop({ graceful: true, timeout: 5000 });
  };
}
