/** Anchors: hashes of the log's checkpoints on chains outside (docs/how-to/chain-anchors.md). */
import type { Module } from "../../platform/module.ts";
import { repeat } from "../../platform/repeat.ts";
import { type AnchoringDeps, anchorRound } from "./anchoring.job.ts";
import { anchorFacts } from "./anchors.facts.ts";
import { addAnchorStatusRoute } from "./anchors.routes.ts";
import { addChain, type ChainStatus, readStatus } from "./anchors.store.ts";
import type { ChainAnchor } from "./chain-anchor.ts";

export { addAnchorRoutes } from "./anchors.routes.ts";
export { listAnchors } from "./anchors.store.ts";
export { type AnchorSettings, openChains } from "./open-chains.ts";

export interface AnchorsDeps extends Omit<AnchoringDeps, "everyMinutes"> {
  /** Minutes between two anchors; 10 if absent. */
  readonly everyMinutes?: number | undefined;
  /** Opened when the process begins to anchor; empty: none are made. */
  readonly openChains: () => Promise<readonly ChainAnchor[]>;
  /** Seconds between two rounds with a chain; 5 if absent. */
  readonly roundSeconds?: number | undefined;
}

export interface AnchorsModule {
  readonly module: Module;
  /** One round with every chain. */
  anchorNow(): Promise<void>;
}

const ROUND_SECONDS = 5;
const EVERY_MINUTES = 10;
/** Anchors may wait for so many periods before somebody is told. */
const LATE_PERIODS = 3;

export function createAnchorsModule(deps: AnchorsDeps): AnchorsModule {
  const { db, log, everyMinutes = EVERY_MINUTES } = deps;
  const opened: { chains: Promise<readonly ChainAnchor[]> | undefined } = { chains: undefined };
  const chains = () => {
    opened.chains ??= deps.openChains().then(async (all) => {
      for (const { name } of all) await addChain(db, name);
      return all;
    });
    return opened.chains;
  };
  const round = async (chain: ChainAnchor) => {
    try {
      await anchorRound({ ...deps, everyMinutes, chain });
    } catch (error) {
      log.error({ err: error, chain: chain.name }, "anchoring failed");
    }
  };
  const module: Module = {
    name: "anchors",
    facts: anchorFacts,
    health: [{ name: "anchors", check: () => checkHealth(deps) }],
    keeps: [{ table: "anchors.queued", read: "whole", key: "queued_at" }],
    routes: (app) => addAnchorStatusRoute(app, db),
    async start() {
      const seconds = deps.roundSeconds ?? ROUND_SECONDS;
      // Each on its own: a chain that answers slowly holds up no other.
      const stops = (await chains()).map((chain) => repeat(seconds, () => round(chain)));
      return async () => {
        await Promise.all(stops.map((stop) => stop()));
      };
    },
  };
  return {
    module,
    async anchorNow() {
      await Promise.all(
        (await chains()).map((chain) => anchorRound({ ...deps, everyMinutes, chain })),
      );
    },
  };
}

const describe = ({ chain, waiting, lastSize, failure }: ChainStatus): string =>
  `${chain}: ${waiting} waiting, last ${lastSize ?? "-"}${failure === null ? "" : `, ${failure}`}`;

/** An outage of a chain is for somebody to see to; the server itself is well. */
async function checkHealth({ db, clock, everyMinutes = EVERY_MINUTES }: AnchorsDeps) {
  const all = await readStatus(db);
  const late = clock.now().getTime() - LATE_PERIODS * everyMinutes * 60_000;
  const isLate = all.some(({ waitingSince }) => (waitingSince?.getTime() ?? Infinity) < late);
  const isDown = all.some(({ failingSince }) => failingSince !== null);
  const detail = all.length === 0 ? "none (MINGJING_ANCHOR_…)" : all.map(describe).join("; ");
  const warning = isDown ? "anchors.chain-down" : isLate ? "anchors.late" : undefined;
  return { ok: true, detail, ...(warning === undefined ? {} : { warning }) };
}
