/** Screens each lot when its bids are opened; what it finds are facts. Handed a fact again, it adds nothing. */
import type { BidsOpened } from "../../../../contract/src/facts/procurement.bids-opened.ts";
import type { DeviceTrace } from "../../../../contract/src/facts/trace.ts";
import type { Party } from "../../../../contract/src/values.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import type { Tx } from "../../platform/database.ts";
import type { FeedFact, Subscriber } from "../../platform/facts/feed.ts";
import { knownSourceIds, recordedAtOf } from "../../platform/facts/known.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { correctBatch } from "./batch.ts";
import { fillComparison } from "./comparison.store.ts";
import { type LotScreening, screenLot } from "./engine.ts";
import type { ScreeningInput, SeenField } from "./input.ts";
import { recordScreenings, screeningIdOf } from "./lead.service.ts";
import { keepMarketLots, loadCells } from "./market.store.ts";
import { marketLotOf, openedOf } from "./market.ts";
import { loadSeen, noteSeen } from "./rarity.store.ts";
import { noting, tailsBeside } from "./replay.ts";
import { type LoadedLot, listTails, loadOpened, loadTraces } from "./screening.store.ts";

const OPENED = "procurement.bids-opened";
/** Acts that leave the trace of a device. */
const SUBMISSIONS = [
  "procurement.document-downloaded",
  "procurement.bid-received",
  "procurement.bid-decrypted",
  "procurement.bid-withdrawn",
];
/** Large: what all lots are compared with is summed up once for all of a batch. */
const BATCH = 8000;
/** Of a batch with little but openings; bounds the memory for their evidence. */
const LOTS_AT_ONCE = 1000;
const DEMO_DELAY_MS = 60_000;

export function screeningSubscriber(registry: FactRegistry): Subscriber {
  return {
    name: "screening.openings",
    kinds: [OPENED, ...SUBMISSIONS],
    batch: BATCH,
    async handle(tx, facts) {
      await fillComparison(tx);
      await noteSeen(tx, submissionsOf(facts));
      const openings = facts.filter(({ kind }) => kind === OPENED);
      const lots = await loadOpened(tx, openings.map(openingOf));
      if (lots.length === 0) return;
      await keepMarketLots(tx, lots.map(openedOf));
      const done = await knownSourceIds(
        tx,
        "mingjing",
        openings.map(({ id }) => screeningIdOf(id)),
      );
      const fresh = lots.filter(({ opening }) => !done.has(screeningIdOf(opening.factId)));
      for (let start = 0; start < fresh.length; start += LOTS_AT_ONCE) {
        const some = await loadTraces(tx, fresh.slice(start, start + LOTS_AT_ONCE));
        await screenAll(tx, { registry, facts: openings }, some);
      }
    },
  };
}

const openingOf = ({ id, subject, occurredAt, payload }: FeedFact) => ({
  factId: id,
  ocid: subject,
  openedAt: occurredAt,
  payload: payload as unknown as BidsOpened,
});

function submissionsOf(facts: readonly FeedFact[]) {
  return facts
    .filter(({ kind }) => kind !== OPENED)
    .map(({ id, payload, occurredAt }) => ({
      factId: id,
      bidder: payload["bidder"] as Party,
      trace: payload["trace"] as DeviceTrace | undefined,
      at: occurredAt,
    }));
}

interface Cause {
  readonly registry: FactRegistry;
  readonly facts: readonly FeedFact[];
}

async function screenAll(tx: Tx, cause: Cause, lots: readonly LoadedLot[]): Promise<void> {
  if (lots.length === 0) return;
  const inputs = await withCells(tx, lots);
  const screened = await judgeAll(tx, inputs);
  const days = lots.map(({ input }) => plainDateOf(new Date(input.openedAt)));
  const batches = screened.map(({ screening }, place) => ({ batch: days[place] ?? "", screening }));
  const known = await listTails(tx, days);
  const corrected = correctBatch(batches, known);
  const instants = await judgedAt(tx, cause.facts);
  const judged = corrected.flatMap((screening, place) => {
    const loaded = lots[place];
    const input = inputs[place];
    const occurredAt = loaded && instants.get(loaded.opening.factId);
    if (loaded === undefined || input === undefined || occurredAt === undefined) return [];
    const read = () => ({
      input,
      seen: screened[place]?.answers() ?? [],
      tails: tailsBeside(batches, known, place),
    });
    return [{ loaded, screening, occurredAt, read }];
  });
  await recordScreenings(tx, cause.registry, judged);
}

/** Each input with the market cell its lot belongs to. */
async function withCells(
  tx: Tx,
  lots: readonly LoadedLot[],
): Promise<readonly LoadedLot["input"][]> {
  const markets = lots.map(({ input }) => marketLotOf(input));
  const asked = markets.filter((market) => market !== undefined);
  const cells = await loadCells(tx, asked);
  const cellOf = new Map(asked.map((market, place) => [market, cells[place]]));
  return lots.map(({ input }, place) => {
    const market = markets[place];
    const cell = market && cellOf.get(market);
    return cell === undefined ? input : { ...input, history: { ...input.history, cell } };
  });
}

/** Before the correction for many tests, with what was answered about rarity. */
type FirstJudged = Pick<ReturnType<typeof noting>, "answers"> & {
  readonly screening: LotScreening;
};

/** A first run only asks which values need their rarity; the second one judges. */
async function judgeAll(
  tx: Tx,
  inputs: readonly Omit<ScreeningInput, "seen">[],
): Promise<FirstJudged[]> {
  const asked = inputs.map((input) => {
    const values = new Map<SeenField, Set<string>>();
    screenLot({
      ...input,
      seen(field, value) {
        values.set(field, (values.get(field) ?? new Set()).add(value));
        return { firms: 0, total: 1_000_000 };
      },
    });
    return { input, values };
  });
  const seen = await loadSeen(tx, asked);
  return inputs.map((input, lot) => {
    const noted = noting(seen[lot] ?? (() => undefined));
    return { screening: screenLot({ ...input, seen: noted.seen }), answers: noted.answers };
  });
}

/**
 * When each opening was screened: when it came to be known, whatever the clock says at a later run. The
 * demo city's past is screened as if we had been there.
 */
async function judgedAt(tx: Tx, facts: readonly FeedFact[]): Promise<ReadonlyMap<string, string>> {
  const recorded = await recordedAtOf(
    tx,
    facts.map(({ id }) => id),
  );
  const demo = facts
    .filter(({ source }) => source === "demo")
    .map(({ id, occurredAt }): [string, string] => [
      id,
      new Date(Date.parse(occurredAt) + DEMO_DELAY_MS).toISOString(),
    ]);
  return new Map([...recorded, ...demo]);
}
