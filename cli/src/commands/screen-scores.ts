/**
 * `mingjing screen scores`: the look-back (回头看) over the scores of experts: what stands out in a panel, whom an expert favours
 * over many. No server, no database.
 */
import { parseArgs } from "node:util";

import {
  lookBack,
  NotAPanel,
  PanelBook,
  type ScoreRow,
} from "../../../screens/src/scores/index.ts";
import { readTable, type Row } from "../table/bid-table.ts";
import { priceOf } from "../table/price.ts";
import { loadScoreMapping, type ScoreField, type ScoreMapping } from "../table/score-mapping.ts";
import { scoreReport } from "../table/score-report.ts";
import { isUsage, UsageError } from "../usage.ts";
import type { TableWorld } from "./screen-bids.ts";

export const SCREEN_SCORES_USAGE = "mingjing screen scores FILE.csv --map MAP.json [--json]";

/** Exit code: 0 done, 2 wrong usage, 3 fault. */
export async function runScreenScores(
  argumentList: readonly string[],
  world: TableWorld,
): Promise<number> {
  try {
    const { file, map, isJson } = parse(argumentList);
    const book = await bookOf({ file, map, world });
    const found = lookBack(book.panels());
    if (!isJson) {
      world.write(`${scoreReport(found).join("\n")}\n`);
      return 0;
    }
    const findings = found.findings.map(({ panel, type, expert, bid, criterion, value, tail }) => ({
      panel,
      type,
      expert,
      bid,
      criterion,
      value,
      tail,
    }));
    const { experts, pairs } = found;
    world.write(`${JSON.stringify({ experts, pairs, findings })}\n`);
    return 0;
  } catch (error) {
    world.printError(`screen scores: ${error instanceof Error ? error.message : String(error)}`);
    if (!isUsage(error) && !(error instanceof NotAPanel)) return 3;
    world.printError(SCREEN_SCORES_USAGE);
    return 2;
  }
}

function parse(argumentList: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...argumentList],
    allowPositionals: true,
    options: { map: { type: "string" }, json: { type: "boolean", default: false } },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError("give one FILE.csv");
  if (values.map === undefined) throw new UsageError("--map MAP.json is missing");
  return { file, map: values.map, isJson: values.json };
}

interface Source {
  readonly file: string;
  readonly map: string;
  readonly world: TableWorld;
}

async function bookOf({ file, map, world }: Source): Promise<PanelBook> {
  const mapping = await loadScoreMapping(map);
  const book = new PanelBook(mapping.objective);
  const refuse = (line: number, why: string) => {
    world.printError(`${file} line ${line}: ${why}; the row is passed over`);
  };
  for await (const row of readTable({ path: file, mapping, refuse })) {
    const score = scoreRowOf(row, mapping);
    if ("why" in score) {
      refuse(row.line, score.why);
      continue;
    }
    const refusal = book.add(score);
    if (refusal !== undefined) refuse(row.line, `${refusal.field}: ${refusal.why}`);
  }
  return book;
}

/** A score that is not given is no fault of the row: the panel's own check tells it. */
function scoreRowOf(
  { read }: Row<ScoreField>,
  { fields, constants }: ScoreMapping,
): ScoreRow | { readonly why: string } {
  const [panel, expert, bid] = [read("panel"), read("expert"), read("bid")];
  if (panel === undefined) return { why: "panel: it is empty; give the panel's name" };
  if (expert === undefined) return { why: "expert: it is empty; give the expert's name" };
  if (bid === undefined) return { why: "bid: it is empty; give the bid's name" };
  const score = numberOf(read("score"));
  if (score === null) return { why: `score: ${read("score") ?? ""} is no number; give points` };
  const max = numberOf(read("max"));
  if (max === null || (max !== undefined && max <= 0))
    return { why: `max: ${read("max") ?? ""} is no maximum; give a number above 0` };
  const isMapped = (field: ScoreField) =>
    fields[field] !== undefined || constants[field] !== undefined;
  return {
    panel,
    expert,
    bid,
    criterion: read("criterion"),
    score,
    max,
    expertGroup: isMapped("expertGroup") ? read("expertGroup") : expert,
    bidderGroup: isMapped("bidderGroup") ? read("bidderGroup") : bid,
  };
}

/** undefined: nothing is given; null: it is no number. */
function numberOf(text: string | undefined): number | undefined | null {
  if (text === undefined) return undefined;
  return priceOf(text.replace(/分$/u, ""), "none") ?? null;
}
