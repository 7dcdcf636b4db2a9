/**
 * `mingjing screen bids`: the price screens of each lot of a table, with the probability that honest bids show as much. Lot
 * and price are enough. No server, no database.
 */
import { parseArgs } from "node:util";

import {
  type LotPrices,
  type ScreenedLot,
  SCREENS,
  screenLots,
} from "../../../screens/src/prices/index.ts";
import { loadMapping, readTable } from "../table/bid-table.ts";
import { bidPriceOf } from "../table/price.ts";
import { guarded, UsageError } from "../usage.ts";

export const SCREEN_BIDS_USAGE = "mingjing screen bids FILE.csv --map MAP.json [--json|--csv]";

export interface TableWorld {
  readonly write: (text: string) => void;
  readonly printError: (line: string) => void;
}

/** Exit code: 0 done, 2 wrong usage, 3 fault. */
export async function runScreenBids(
  argumentList: readonly string[],
  world: TableWorld,
): Promise<number> {
  const { printError } = world;
  return guarded({ name: "screen bids", usage: SCREEN_BIDS_USAGE, printError }, async () => {
    const { file, map, isCsv } = parse(argumentList);
    const lots = await lotsOf({ file, map, world });
    writeRows(lots, isCsv, world);
    return 0;
  });
}

function parse(argumentList: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...argumentList],
    allowPositionals: true,
    options: {
      map: { type: "string" },
      json: { type: "boolean", default: false },
      csv: { type: "boolean", default: false },
    },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError("give one FILE.csv");
  if (values.map === undefined) throw new UsageError("--map MAP.json is missing");
  if (values.json && values.csv) throw new UsageError("give --json or --csv, not both");
  return { file, map: values.map, isCsv: values.csv };
}

interface Counted extends LotPrices {
  readonly prices: number[];
  /** Bids that are no part of the competition. */
  out: number;
  withoutPrice: number;
}

interface Source {
  readonly file: string;
  readonly map: string;
  readonly world: TableWorld;
}

/** Lots in the order in which they first appear. */
async function lotsOf({ file, map, world }: Source): Promise<Counted[]> {
  const mapping = await loadMapping(map, ["lot", "price"]);
  const unit = mapping.fields.price?.unit ?? "none";
  const lots = new Map<string, Counted>();
  const refuse = (line: number, why: string) => {
    world.printError(`${file} line ${line}: ${why}; the row is passed over`);
  };
  for await (const row of readTable({ path: file, mapping, refuse })) {
    const name = row.read("lot");
    if (name === undefined) {
      refuse(row.line, "no lot");
      continue;
    }
    const bid = bidPriceOf(row, unit);
    if (bid.kind === "refused") {
      refuse(row.line, bid.why);
      continue;
    }
    let lot = lots.get(name);
    if (lot === undefined) {
      const cell = `${row.read("category") ?? ""}\u0000${row.read("method") ?? ""}`;
      lot = { lot: name, cell, prices: [], out: 0, withoutPrice: 0 };
      lots.set(name, lot);
    }
    if (bid.kind === "price") lot.prices.push(bid.price);
    else if (bid.kind === "out") lot.out += 1;
    else lot.withoutPrice += 1;
  }
  return [...lots.values()];
}

const LABELS = SCREENS.map((name) => name.toUpperCase());

function writeRows(lots: readonly Counted[], isCsv: boolean, { write }: TableWorld): void {
  if (isCsv) {
    const tails = LABELS.map((label) => `p_${label}`);
    write(
      `${["lot", "n", ...LABELS, ...tails, "hits", "cellLots", "out", "withoutPrice"].join(",")}\n`,
    );
  }
  screenLots(lots).forEach((screened, index) => {
    const lot = lots[index];
    if (lot !== undefined) write(`${isCsv ? csvRow(screened, lot) : jsonRow(screened, lot)}\n`);
  });
}

function jsonRow(screened: ScreenedLot, { out, withoutPrice }: Counted): string {
  const { lot, screens, tails, hits, cellLots, cellTails, regularity, identical, equalByChance } =
    screened;
  return JSON.stringify({
    lot,
    n: screens.n,
    ...Object.fromEntries(SCREENS.map((name, index) => [LABELS[index], screens[name]])),
    tails: Object.fromEntries(SCREENS.map((name, index) => [LABELS[index], tails[name]])),
    hits,
    cellLots: cellLots ?? null,
    cellTails: Object.fromEntries(
      Object.entries(cellTails).map(([name, tail]) => [name.toUpperCase(), tail]),
    ),
    identical,
    equalByChance: equalByChance ?? null,
    regularity,
    out,
    withoutPrice,
  });
}

const quoted = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

function csvRow(screened: ScreenedLot, { out, withoutPrice }: Counted): string {
  const { lot, screens, tails, hits, cellLots } = screened;
  const cells = [
    quoted(lot),
    screens.n,
    ...SCREENS.map((name) => screens[name] ?? ""),
    ...SCREENS.map((name) => tails[name] ?? ""),
    hits.join(";"),
    cellLots ?? "",
    out,
    withoutPrice,
  ];
  return cells.join(",");
}
