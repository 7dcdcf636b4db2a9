/** Structured logs and Prometheus metrics. */
import { pino, type Logger } from "pino";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

export type Log = Logger;

/** Redacts what must never reach a log file. */
/** @param write takes the lines; absent: standard output */
export function createLog(level: string, write?: (line: string) => void): Log {
  const options = {
    level,
    base: { service: "mingjing" },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    serializers: { err: plainError },
    redact: ["req.headers.authorization", "req.headers.cookie", "password", "key", "token"],
  };
  return write === undefined ? pino(options) : pino(options, { write });
}

/** Drivers hang their whole connection on an error; a log needs what went wrong and where. */
function plainError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack, cause } = error;
  const { code } = error as { code?: unknown };
  return {
    type: name,
    message,
    ...(typeof code === "string" ? { code } : {}),
    stack,
    ...(cause === undefined ? {} : { cause: plainError(cause) }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;

export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "mingjing_" });
  const registers = [registry];
  return {
    registry,
    facts: new Counter({
      name: "mingjing_facts_total",
      help: "Facts by outcome of intake",
      labelNames: ["outcome"],
      registers,
    }),
    requests: new Histogram({
      name: "mingjing_http_request_seconds",
      help: "HTTP requests by route and status",
      labelNames: ["route", "status"],
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
      registers,
    }),
    logSize: new Gauge({ name: "mingjing_log_size", help: "Leaves in the witness log", registers }),
  };
}
