/** Figures of a simulated city that README.md states; a test keeps the two equal. */
import type { GroupKind } from "./city/groups.ts";
import type { LotTruth, Truth } from "./truth.ts";

/** Counts of lots under a name, e.g. of a trace mode. */
type Counts = Readonly<Record<string, number>>;

interface Measured {
  /** Lots with at least one bid. */
  readonly lots: number;
  readonly kinds: Counts;
  /** By kind of group: planted lots by trace mode, by price pattern, and how often the agreed firm won. */
  readonly planted: readonly {
    readonly kind: GroupKind;
    readonly lots: number;
    readonly modes: Counts;
    readonly patterns: Counts;
    readonly succeeded: number;
    /** Lots in which no two members share any value of the group. */
    readonly traceless: number;
  }[];
  /** Shared values of honest lots by origin: kind of environment, or `blank`. */
  readonly innocent: Counts;
}

const KINDS: readonly GroupKind[] = ["ring", "licenceLending", "cover"];

/** Counts what a truth file holds. */
export function measure(truth: Truth): Measured {
  const lots = Object.values(truth.lots);
  return {
    lots: lots.length,
    kinds: countBy(lots, ({ kind }) => kind),
    planted: KINDS.map((kind) => measureKind(kind, lots)),
    innocent: countBy(
      lots.filter(({ kind }) => kind === "sharedWorkshop").flatMap(({ traces }) => traces),
      ({ origin }) => origin.replace(/-\d+$/, ""),
    ),
  };
}

function measureKind(kind: GroupKind, all: readonly LotTruth[]): Measured["planted"][number] {
  const lots = all.filter((lot) => lot.kind === kind);
  return {
    kind,
    lots: lots.length,
    modes: countBy(lots, ({ traceMode }) => traceMode ?? "none"),
    patterns: countBy(lots, ({ pattern }) => pattern ?? "none"),
    succeeded: lots.filter(({ succeeded }) => succeeded === true).length,
    traceless: lots.filter(({ ring, traces }) => traces.every(({ origin }) => origin !== ring))
      .length,
  };
}

function countBy<T>(items: readonly T[], nameOf: (item: T) => string): Counts {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(nameOf(item), (counts.get(nameOf(item)) ?? 0) + 1);
  return Object.fromEntries(counts);
}

/** `12 %` of a whole; `–` when there is nothing. */
const share = (part: number | undefined, whole: number): string =>
  whole === 0 ? "–" : `${((100 * (part ?? 0)) / whole).toFixed(1)} %`;

const MODES = ["none", "ipOnly", "contact", "tool", "account", "device"] as const;
const PATTERNS = ["spread", "linear", "ratio", "close", "identical", "mimicry"] as const;
const INNOCENT = ["printShop", "bidPreparationFirm", "virtualDesktop", "hotel", "nat", "blank"];

/** The tables of README.md, as Markdown lines. */
export function formatMeasured({ lots, kinds, planted, innocent }: Measured): string[] {
  const shares = (whole: number, counts: Counts, names: readonly string[]) =>
    names.map((name) => share(counts[name], whole)).join(" | ");
  return [
    "| kind | lots | share of all lots |",
    "| --- | --- | --- |",
    ...["honest", "sharedWorkshop", ...KINDS].map(
      (kind) => `| ${kind} | ${kinds[kind] ?? 0} | ${share(kinds[kind], lots)} |`,
    ),
    "",
    `| traces | ${MODES.join(" | ")} |`,
    `| --- | ${MODES.map(() => "---").join(" | ")} |`,
    ...planted.map((row) => `| ${row.kind} | ${shares(row.lots, row.modes, MODES)} |`),
    "",
    `| prices | ${PATTERNS.join(" | ")} | agreed firm won | no shared value |`,
    `| --- | ${PATTERNS.map(() => "---").join(" | ")} | --- | --- |`,
    ...planted.map(
      (row) =>
        `| ${row.kind} | ${shares(row.lots, row.patterns, PATTERNS)} | ${share(row.succeeded, row.lots)} | ${share(row.traceless, row.lots)} |`,
    ),
    "",
    "| innocent coincidences | values |",
    "| --- | --- |",
    ...INNOCENT.map((name) => `| ${name} | ${innocent[name] ?? 0} |`),
  ];
}
