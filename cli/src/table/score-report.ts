/** The look-back over experts' scores as lines for people at a terminal. */
import {
  FEWEST_MEETINGS,
  FEWEST_PANELS,
  type Finding,
  type LookBack,
} from "../../../screens/src/scores/index.ts";

/** Rows of a table on the screen; the others are counted. */
const SHOWN = 20;

const TITLES: Readonly<Record<Finding["type"], string>> = {
  "EXP-01":
    "totals that neither severity nor quality explains (p < 0.01), with the criteria that carry them",
  "EXP-02": "hint only: totals more than 30 % from the mean of the others",
  "EXP-03": "experts differ on an objective criterion",
  "EXP-05": "missing scores",
  "EXP-06": "scores out of range",
  "EXP-07": "the award hangs on one expert (weighs other findings, no fault by itself)",
  "EXP-08": "an expert ranks the bids against the others (p < 0.01)",
  "EXP-11": "two experts score alike (p < 0.001)",
};

export function scoreReport({ experts, pairs, findings, summary }: LookBack): string[] {
  const lines = [
    `${summary.panels} panels, ${summary.scores} scores; outliers tested in ${summary.tested} panels, not computable in ${summary.notComputable} (fewer than three experts or bids, or gaps); award recomputed in ${summary.awards}`,
    `by chance alone about ${Math.ceil(summary.tested / 100)} of the panels tested would show an EXP-01`,
  ];
  const types = Object.keys(TITLES) as Finding["type"][];
  for (const type of types) {
    const own = findings.filter((finding) => finding.type === type);
    lines.push(
      ...section(
        { title: `${type}: ${TITLES[type]}: ${own.length}`, rows: own.map(findingCells) },
        ["panel", "expert", "bid", "criterion", "value", "p", ""],
      ),
    );
  }
  lines.push(
    ...section(
      {
        title: `Experts with ${FEWEST_PANELS} or more panels: ${experts.length}; points of a criterion above the other experts`,
        rows: experts.map(({ id, n, effect, p }) => [id, String(n), short(effect), short(p)]),
      },
      ["expert", "panels", "effect", "p"],
    ),
    ...section(
      {
        title: `Pairs with ${FEWEST_MEETINGS} or more meetings: ${pairs.length}; points of a criterion beyond severity and quality`,
        rows: pairs.map(({ expertGroup, bidderGroup, n, effect, p, q }) => [
          expertGroup,
          bidderGroup,
          String(n),
          short(effect),
          short(p),
          short(q),
        ]),
      },
      ["expert", "bidder", "meetings", "effect", "p", "q"],
    ),
    "",
    "A lead to look at, never a verdict: an expert who differs may be the one who is right.",
  );
  return lines;
}

function findingCells({ panel, expert, bid, criterion, value, tail, note }: Finding): string[] {
  return [
    panel,
    expert ?? "",
    bid ?? "",
    criterion ?? "",
    value === null ? "" : short(value),
    tail === null ? "" : short(tail),
    note ?? "",
  ];
}

const short = (value: number): string =>
  value !== 0 && Math.abs(value) < 0.001 ? value.toExponential(1) : value.toFixed(3);

interface Section {
  readonly title: string;
  readonly rows: readonly (readonly string[])[];
}

function section({ title, rows }: Section, head: readonly string[]): string[] {
  const lines = ["", title];
  if (rows.length === 0) return lines;
  const shown = [head, ...rows.slice(0, SHOWN)];
  const widths = head.map((_, column) => Math.max(...shown.map((row) => width(row[column] ?? ""))));
  for (const row of shown)
    lines.push(
      `  ${row.map((cell, column) => `${cell}${" ".repeat((widths[column] ?? 0) - width(cell))}`).join("  ")}`.trimEnd(),
    );
  if (rows.length > SHOWN) lines.push(`  and ${rows.length - SHOWN} more; --json gives all`);
  return lines;
}

/** Columns of a terminal: Chinese characters take two. */
function width(text: string): number {
  let columns = 0;
  for (const character of text) columns += (character.codePointAt(0) ?? 0) >= 0x2e80 ? 2 : 1;
  return columns;
}
