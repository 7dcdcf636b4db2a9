/**
 * `mingjing screen market`: the whole engine over a past market with traces: leads best first, a summary last. No server, no
 * database.
 */
import { parseArgs } from "node:util";

import {
  type BidRecord,
  MarketBuilder,
  type MarketLead,
  screenMarket,
} from "../../../screens/src/market/index.ts";
import type { Unit } from "../../../server/src/modules/intake/formats/decimal.ts";
import { loadMapping, type Row, readTable } from "../table/bid-table.ts";
import { bidPriceOf, priceOf } from "../table/price.ts";
import { noBlocks, readRegister, withBlocks } from "../table/register-table.ts";
import { createTraceReader } from "../table/traces.ts";
import { guarded, UsageError } from "../usage.ts";
import type { TableWorld } from "./screen-bids.ts";

export const SCREEN_MARKET_USAGE =
  "mingjing screen market FILE.csv --map MAP.json [--register REGISTER.csv] [--json]";

/** Exit code: 0 done, 2 wrong usage, 3 fault. */
export async function runScreenMarket(
  argumentList: readonly string[],
  world: TableWorld,
): Promise<number> {
  const { printError } = world;
  return guarded({ name: "screen market", usage: SCREEN_MARKET_USAGE, printError }, async () => {
    const options = parse(argumentList);
    const register =
      options.register === undefined ? noBlocks() : await readRegister(options.register);
    const { builder, coverage } = await readMarket(options, world);
    const market = builder.build();
    const leads = screenMarket(market, withBlocks(register, market));
    const summary = {
      lots: market.lots.length,
      bids: builder.bids,
      leads: leads.length,
      notComputable: notComputable(coverage, builder.bids),
    };
    write({ leads, summary }, options.isJson, world);
    return 0;
  });
}

interface Options {
  readonly file: string;
  readonly map: string;
  readonly register: string | undefined;
  readonly isJson: boolean;
}

function parse(argumentList: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...argumentList],
    allowPositionals: true,
    options: {
      map: { type: "string" },
      register: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError("give one FILE.csv");
  if (values.map === undefined) throw new UsageError("--map MAP.json is missing");
  return { file, map: values.map, register: values.register, isJson: values.json };
}

/** Bids with a price, and with each trace: what is nowhere cannot be computed. */
type Coverage = Map<string, number>;

async function readMarket({ file, map }: Options, world: TableWorld) {
  const mapping = await loadMapping(map, ["lot", "bidder"]);
  const unit = mapping.fields.price?.unit ?? "none";
  const estimateUnit = mapping.fields.estimate?.unit ?? "none";
  const builder = new MarketBuilder();
  const coverage: Coverage = new Map();
  const tracesOf = createTraceReader(builder);
  const refuse = (line: number, why: string) => {
    world.printError(`${file} line ${line}: ${why}; the row is passed over`);
  };
  for await (const row of readTable({ path: file, mapping, refuse })) {
    const bid = readBid(row, { unit, estimateUnit, tracesOf });
    if (typeof bid === "string") refuse(row.line, bid);
    else {
      noteCoverage(coverage, bid);
      builder.add(bid);
    }
    if (builder.bids % 1_000_000 === 0 && builder.bids > 0)
      world.printError(`${builder.bids} bids read`);
  }
  return { builder, coverage };
}

interface Reading {
  readonly unit: Unit;
  readonly estimateUnit: Unit;
  readonly tracesOf: ReturnType<typeof createTraceReader>;
}

/** The bid of a row, or why there is none. */
function readBid(row: Row, { unit, estimateUnit, tracesOf }: Reading): BidRecord | string {
  const lot = row.read("lot");
  const firm = row.read("uscc")?.toUpperCase() ?? row.read("bidder");
  if (lot === undefined || firm === undefined) return lot === undefined ? "no lot" : "no bidder";
  const bid = bidPriceOf(row, unit);
  if (bid.kind === "refused") return bid.why;
  return {
    lot,
    firm,
    price: bid.kind === "price" ? bid.price : Number.NaN,
    estimate: priceOf(row.read("estimate") ?? "", estimateUnit) ?? Number.NaN,
    traces: tracesOf(row, firm),
    ...placeOf(row),
  };
}

function noteCoverage(coverage: Coverage, { traces, price, estimate }: BidRecord): void {
  for (const trace of Object.keys(traces)) count(coverage, trace);
  if (price > 0) count(coverage, "price");
  if (estimate > 0) count(coverage, "estimate");
}

const count = (coverage: Coverage, name: string): void =>
  void coverage.set(name, (coverage.get(name) ?? 0) + 1);

function placeOf({ read }: Row): Pick<BidRecord, "category" | "cell" | "isFujian"> {
  const category = `${read("category") ?? ""}/${read("method") ?? ""}`;
  const district = read("district") ?? "";
  const year = (read("openedAt") ?? read("date") ?? "").slice(0, 4);
  return {
    category,
    cell: `${category}/${district}/${year}`,
    isFujian: district.startsWith("福建") || /^35\d{4}$/.test(district),
  };
}

const NEEDS = [
  { indicator: "DEV-01", trace: "device" },
  { indicator: "DEV-02", trace: "mac" },
  { indicator: "DEV-03", trace: "ip" },
  { indicator: "DEV-04", trace: "lockNo" },
  { indicator: "DEV-07", trace: "toolId" },
  { indicator: "DEV-10", trace: "payerAccount" },
  { indicator: "DEV-15", trace: "contactPhone" },
  { indicator: "REL-01", trace: "legalRep" },
  { indicator: "REL-07", trace: "agent" },
  { indicator: "PRC-01", trace: "price" },
  { indicator: "PRC-10", trace: "price" },
  { indicator: "PRC-11", trace: "price" },
  { indicator: "PRC-14", trace: "estimate" },
] as const;

interface NotComputable {
  readonly indicator: string;
  readonly missing: string;
  /** Bids without it. */
  readonly bids: number;
}

function notComputable(coverage: Coverage, bids: number): NotComputable[] {
  return NEEDS.flatMap(({ indicator, trace }) =>
    coverage.has(trace) ? [] : [{ indicator, missing: trace, bids }],
  );
}

interface Found {
  readonly leads: readonly MarketLead[];
  readonly summary: object & { readonly notComputable: readonly NotComputable[] };
}

function write({ leads, summary }: Found, isJson: boolean, world: TableWorld): void {
  if (isJson) {
    leads.forEach((lead, index) => {
      world.write(`${JSON.stringify({ rank: index + 1, ...lead })}\n`);
    });
    world.write(`${JSON.stringify({ summary })}\n`);
    return;
  }
  leads.forEach(({ level, bits, firms, lots, indicators }, index) => {
    const seen = indicators.map(({ id, value }) => `${id} ${value}`).join("; ");
    world.write(
      `${index + 1}. ${level}, ${bits.toFixed(1)} bits: ${firms.join(", ")} in ${lots.length} lots; ${seen}\n`,
    );
  });
  world.write(`${JSON.stringify(summary)}\n`);
}
