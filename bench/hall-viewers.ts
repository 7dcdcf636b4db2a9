/**
 * Viewers of a live hall: 10,000 on one node at 2 messages/s, against nginx with nchan in the same run; with `--nodes 5`
 * as many as the limit of descriptors lets in through nginx to five nodes, at one message every 2 s.
 */
import type { Bench, BenchContext } from "./bench.ts";
import { missing, startNchan, startProxy } from "./hall/nginx.ts";
import { startNode, type Visit, watch, type Watched } from "./hall/watch.ts";
import { descriptorLimit } from "./machine.ts";
import { type BenchResult, resultOf, type Run, type Target } from "./result.ts";
import { freePort } from "./server.ts";

const VIEWERS = 10_000;
const QUICK_VIEWERS = 1000;
const SECONDS = 30;
const QUICK_SECONDS = 10;
const ROUNDS = 3;
/** Descriptors of a process that are no viewers. */
const SPARE = 300;
/** nginx, each with one worker: the workers of one nginx do not share viewers evenly, and a full one refuses. */
const PROXIES = 2;
const NCHAN = "nginx with nchan, one worker, same viewers, same messages";

interface Round {
  readonly hub: Watched;
  readonly nchan: Watched | undefined;
}

const isFlawless = ({ missed, doubled, notJoined, broken }: Watched): boolean =>
  missed + doubled + notJoined + broken === 0;

function line(name: string, watched: Watched): string {
  const { joinsPerSecond, p50, p95, cpuPerDelivery, bytesPerViewer, reconnects } = watched;
  const { missed, doubled, notJoined, broken } = watched;
  const flaws = isFlawless(watched)
    ? "none missed"
    : `${missed} missed, ${doubled} doubled, ${notJoined} not joined, ${broken} broken`;
  return `  ${name}: ${Math.round(joinsPerSecond)} joins/s, p50 ${p50} ms, p95 ${p95} ms, ${cpuPerDelivery.toFixed(1)} µs and ${(bytesPerViewer / 1000).toFixed(1)} kB, ${reconnects} came back, ${flaws}`;
}

async function watchHub(visit: Visit): Promise<Watched> {
  const node = await startNode(await freePort());
  try {
    return await watch({ ports: [node.port], publishPorts: [node.port], pids: [node.pid] }, visit);
  } finally {
    await node.stop();
  }
}

async function watchNchan(visit: Visit, descriptors: number): Promise<Watched> {
  const nginx = await startNchan(await freePort(), descriptors);
  try {
    const { port, worker } = nginx;
    return await watch({ ports: [port], publishPorts: [port], pids: [worker] }, visit);
  } finally {
    await nginx.stop();
  }
}

async function oneNode({ isQuick, say }: BenchContext): Promise<readonly BenchResult[]> {
  const descriptors = await descriptorLimit();
  const viewers = Math.min(isQuick ? QUICK_VIEWERS : VIEWERS, descriptors - SPARE);
  const visit: Visit = { viewers, everyMs: 500, seconds: isQuick ? QUICK_SECONDS : SECONDS };
  const lack = missing(true);
  const rounds: Round[] = [];
  for (let round = 0; round < (isQuick ? 1 : ROUNDS); round++) {
    const hub = await watchHub(visit);
    say(line("hub", hub));
    const nchan = lack === undefined ? await watchNchan(visit, descriptors) : undefined;
    say(nchan === undefined ? `  no reference: ${lack}` : line("nchan", nchan));
    rounds.push({ hub, nchan });
  }
  const [first] = rounds;
  const detail = {
    viewers,
    descriptors,
    messagesPerSecond: 1000 / visit.everyMs,
    seconds: visit.seconds,
    processesOfViewers: first?.hub.processes ?? 0,
    cameBack: Math.min(...rounds.map(({ hub }) => hub.reconnects)),
    reference: lack ?? NCHAN,
  };
  return resultsOf(rounds, detail);
}

function resultsOf(rounds: readonly Round[], detail: BenchResult["detail"]): BenchResult[] {
  const result = (
    { name, unit, target }: { name: string; unit: string; target: Target },
    read: (watched: Watched) => number,
  ) => {
    const runs = rounds.map(({ hub, nchan }): Run => ({
      value: read(hub),
      ...(nchan === undefined ? {} : { reference: read(nchan) }),
    }));
    return resultOf({ name, unit, target, referenceName: NCHAN, detail }, runs);
  };
  const flaws = (watched: Watched) =>
    watched.missed + watched.doubled + watched.notJoined + watched.broken;
  // One flaw in one round is a flaw: here the median would hide it.
  const worst = [{ value: Math.max(...rounds.map(({ hub }) => flaws(hub))) }];
  return [
    result({ name: "hall-delay-p50", unit: "ms", target: {} }, ({ p50 }) => p50),
    result({ name: "hall-delay-p95", unit: "ms", target: { atMost: 1000 } }, ({ p95 }) => p95),
    resultOf({ name: "hall-missed", unit: "messages", target: { atMost: 0 }, detail }, worst),
    result(
      { name: "hall-memory", unit: "kB a viewer", target: { atMost: 40 } },
      ({ bytesPerViewer }) => bytesPerViewer / 1000,
    ),
    result(
      { name: "hall-cpu", unit: "µs a delivery", target: { ratioAtMost: 1.1 } },
      ({ cpuPerDelivery }) => cpuPerDelivery,
    ),
    result(
      { name: "hall-joins", unit: "joins/s", target: { atLeast: 2000 } },
      ({ joinsPerSecond }) => joinsPerSecond,
    ),
  ];
}

async function severalNodes({ isQuick, say }: BenchContext, count: number): Promise<BenchResult[]> {
  const lack = missing(false);
  if (lack !== undefined) throw new Error(`--nodes needs a proxy: ${lack}`);
  const descriptors = await descriptorLimit();
  // A viewer costs nginx two descriptors.
  const most = PROXIES * (Math.floor(descriptors / 2) - SPARE);
  const viewers = isQuick ? Math.min(QUICK_VIEWERS, most) : most;
  const visit: Visit = { viewers, everyMs: 2000, seconds: isQuick ? QUICK_SECONDS : SECONDS };
  const nodes = await Promise.all(
    Array.from({ length: count }, async () => startNode(await freePort())),
  );
  const ports = nodes.map(({ port }) => port);
  const proxies = await Promise.all(
    Array.from({ length: PROXIES }, async () =>
      startProxy({ port: await freePort(), descriptors, nodes: ports }),
    ),
  );
  try {
    const pids = nodes.map(({ pid }) => pid);
    const watched = await watch(
      { ports: proxies.map(({ port }) => port), publishPorts: ports, pids },
      visit,
    );
    say(line(`${count} nodes, ${viewers} viewers`, watched));
    const detail = {
      nodes: count,
      descriptors,
      proxies: PROXIES,
      messagesPerSecond: 1000 / visit.everyMs,
      seconds: visit.seconds,
      viewers,
      cameBack: watched.reconnects,
      joinsPerSecond: Math.round(watched.joinsPerSecond),
      kBAViewer: Math.round(watched.bytesPerViewer / 100) / 10,
      microsecondsADelivery: Math.round(watched.cpuPerDelivery * 10) / 10,
    };
    const result = (name: string, unit: string, rest: { target: Target; value: number }) =>
      resultOf({ name, unit, target: rest.target, detail }, [{ value: rest.value }]);
    const { missed, doubled, notJoined, broken, p95 } = watched;
    return [
      result("hall-nodes-viewers", "viewers", {
        target: { atLeast: viewers },
        value: viewers - notJoined - broken,
      }),
      result("hall-nodes-delay-p95", "ms", { target: { atMost: 1000 }, value: p95 }),
      result("hall-nodes-missed", "messages", {
        target: { atMost: 0 },
        value: missed + doubled,
      }),
    ];
  } finally {
    await Promise.all(proxies.map((proxy) => proxy.stop()));
    await Promise.all(nodes.map((node) => node.stop()));
  }
}

export const hallViewers: Bench = {
  name: "hall-viewers",
  run: (context) => (context.nodes === 1 ? oneNode(context) : severalNodes(context, context.nodes)),
};
