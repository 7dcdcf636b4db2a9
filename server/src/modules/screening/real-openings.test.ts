/** Openings that took place, through the importer and every indicator. Nothing is known against anybody in them. */
import { expect, test } from "vitest";

import type { Offer, Party } from "../../../../contract/src/values.ts";
import { screenLots } from "../../../../screens/src/prices/index.ts";
import { partyKey } from "../../kernel/party.ts";
import { openImport } from "../intake/formats/index.ts";
import { ABSENT, collect, ofKind, realData } from "../intake/formats/test-support.ts";
import { screenLot } from "./engine.ts";
import type { ScreeningBid } from "./input.ts";
import { aLot } from "./test/builders.ts";

interface OpenedBid {
  readonly bidder: Party;
  readonly status: ScreeningBid["status"];
  readonly offer?: Offer;
}

const PATH = "cn-ggzy-notices-2026/notices-100-redacted.json";

async function openings(): Promise<OpenedBid[][]> {
  const path = realData(PATH);
  if (path === undefined) {
    console.warn(`${PATH}: ${ABSENT}`);
    return [];
  }
  const { facts } = await collect(openImport({ path }));
  return ofKind(facts, "bids-opened").map(({ payload }) => payload["bids"] as OpenedBid[]);
}

const toBid = ({ bidder, status, offer }: OpenedBid): ScreeningBid => ({
  key: partyKey(bidder),
  party: bidder,
  status,
  openedFactId: "opened",
  traces: [],
  ...(offer === undefined ? {} : { offer }),
});

test("three real openings, one of 1,528 bids: no indicator says anything but what is true of them", async () => {
  const all = await openings();
  for (const bids of all) {
    const started = performance.now();
    const { results, isLead } = screenLot(aLot({ bids: bids.map(toBid) }));
    const milliseconds = performance.now() - started;
    // 175 of the 1,525 totals equal another's, as often as their rounding lets chance do: a hint, and it says so.
    const said = results.filter(({ outcome }) => outcome === "hit");
    expect(said.filter(({ level, bits }) => level !== "hint" || (bits ?? 0) > 0)).toEqual([]);
    expect(said.filter(({ probability }) => (probability ?? 0) < 0.5)).toEqual([]);
    expect(isLead).toBe(false);
    if (bids.length > 1000) console.info(`${bids.length} bids in ${milliseconds.toFixed(0)} ms`);
  }
});

test("and no price screen of the command line hits", async () => {
  for (const bids of await openings()) {
    const prices = bids.flatMap(({ offer, status }) =>
      status === "valid" && offer?.kind === "total" ? [Number(offer.amount.amountMinor) / 100] : [],
    );
    const [screened] = screenLots([{ lot: "one", cell: "", prices }]);
    expect(screened?.hits).toEqual([]);
  }
});
