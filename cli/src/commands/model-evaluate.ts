/**
 * `mingjing model evaluate`: how well collusion is told from the prices of a labelled market, in grouped splits of 80 : 20, beside
 * the usual trees over the nine screens. No server, no database.
 */
import { parseArgs } from "node:util";

import {
  evaluate,
  type Evaluation,
  type LabelledLot,
  NotEvaluable,
} from "../../../screens/src/model/index.ts";
import { loadMapping, readTable } from "../table/bid-table.ts";
import { bidPriceOf } from "../table/price.ts";
import { isUsage, UsageError } from "../usage.ts";
import type { TableWorld } from "./screen-bids.ts";

export const MODEL_EVALUATE_USAGE =
  "mingjing model evaluate FILE.csv --map MAP.json --label COLUMN --group COLUMN [--repeats 100] [--seed N] [--json]";

/** Exit code: 0 done, 1 the data cannot be evaluated, 2 wrong usage, 3 fault. */
export async function runModelEvaluate(
  argumentList: readonly string[],
  world: TableWorld,
): Promise<number> {
  try {
    const options = parse(argumentList);
    const lots = await lotsOf(options, world);
    const evaluation = evaluate(lots, {
      ...options,
      progress: (done) => {
        if (done % 10 === 0) world.printError(`${done} of ${options.repeats} splits`);
      },
    });
    world.write(
      options.isJson ? `${JSON.stringify(evaluation)}\n` : `${linesOf(evaluation).join("\n")}\n`,
    );
    return 0;
  } catch (error) {
    world.printError(`model evaluate: ${error instanceof Error ? error.message : String(error)}`);
    if (error instanceof NotEvaluable) return 1;
    if (!isUsage(error)) return 3;
    world.printError(MODEL_EVALUATE_USAGE);
    return 2;
  }
}

interface Options {
  readonly file: string;
  readonly map: string;
  readonly label: string;
  readonly group: string;
  readonly repeats: number;
  readonly seed: number;
  readonly isJson: boolean;
}

function parse(argumentList: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...argumentList],
    allowPositionals: true,
    options: {
      map: { type: "string" },
      label: { type: "string" },
      group: { type: "string" },
      repeats: { type: "string", default: "100" },
      seed: { type: "string", default: "1" },
      json: { type: "boolean", default: false },
    },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError("give one FILE.csv");
  const { map, label, group } = values;
  if (map === undefined) throw new UsageError("--map MAP.json is missing");
  if (label === undefined)
    throw new UsageError("--label COLUMN is missing: the column that says 1 for collusive");
  if (group === undefined)
    throw new UsageError(
      "--group COLUMN is missing: lots that share its value stay on one side of a split",
    );
  const repeats = wholeNumber("--repeats", values.repeats);
  if (repeats < 2) throw new UsageError("--repeats: give at least 2, an interval needs them");
  const seed = wholeNumber("--seed", values.seed);
  return { file, map, label, group, repeats, seed, isJson: values.json };
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`${name} ${text}: give a whole number`);
  return Number(text);
}

const POSITIVE: ReadonlySet<string> = new Set(["1", "true", "yes", "y", "是"]);
const NEGATIVE: ReadonlySet<string> = new Set(["0", "false", "no", "n", "否", ""]);

/** undefined: neither. */
function labelOf(text: string): boolean | undefined {
  const plain = text.trim().toLowerCase().replace(/\.0+$/, "");
  if (POSITIVE.has(plain)) return true;
  return NEGATIVE.has(plain) ? false : undefined;
}

interface Gathered extends LabelledLot {
  readonly prices: number[];
  isPositive: boolean;
}

/** A lot is positive where one of its bids is. */
async function lotsOf(options: Options, world: TableWorld): Promise<LabelledLot[]> {
  const { file, label, group } = options;
  const mapping = await loadMapping(options.map, ["lot", "price"]);
  const unit = mapping.fields.price?.unit ?? "none";
  const lots = new Map<string, Gathered>();
  const refuse = (line: number, why: string) => {
    world.printError(`${file} line ${line}: ${why}; the row is passed over`);
  };
  for await (const row of readTable({ path: file, mapping, refuse, columns: [label, group] })) {
    const name = row.read("lot");
    const isPositive = labelOf(row.cell(label));
    const bid = bidPriceOf(row, unit);
    if (name === undefined) refuse(row.line, "no lot");
    else if (isPositive === undefined) refuse(row.line, `${label} ${row.cell(label)}: give 1 or 0`);
    else if (bid.kind === "refused") refuse(row.line, bid.why);
    else if (bid.kind === "price") {
      const lot = lots.get(name) ?? { prices: [], isPositive: false, group: row.cell(group) };
      lots.set(name, lot);
      lot.prices.push(bid.price);
      if (isPositive) lot.isPositive = true;
    }
  }
  return [...lots.values()];
}

function linesOf(evaluation: Evaluation): string[] {
  const { lots, positives, repeats, baseline } = evaluation;
  const line = (name: string, { mean, low, high }: Evaluation["auc"]) =>
    `${name.padEnd(28)} ${mean.toFixed(3)}  [${low.toFixed(3)}, ${high.toFixed(3)}]`;
  return [
    `${lots} lots, ${positives} positive, ${repeats} splits`,
    line("AUC", evaluation.auc),
    line("balanced accuracy", evaluation.balancedAccuracy),
    line("precision", evaluation.precision),
    line("recall", evaluation.recall),
    line("calibration error", evaluation.calibrationError),
    line("baseline AUC", baseline.auc),
    line("baseline balanced accuracy", baseline.balancedAccuracy),
    line("AUC, ours − baseline", evaluation.pairedAucDifference),
  ];
}
