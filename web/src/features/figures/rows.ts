/** Each figure as a row of its table, bar and CSV. */
import type {
  ListFilter,
  VoiceFigure,
  VoiceFigures,
} from "../../../../contract/src/voice-figures.ts";

export interface FigureRow {
  readonly id: string;
  readonly label: string;
  readonly count: number;
  readonly query: ListFilter;
  /** Under the heads of the panel. */
  readonly more?: readonly string[];
}

export type Words = (group: string, code: string) => string;

export interface FigureGroup {
  readonly id: string;
  /** Heads of `more`. */
  readonly heads?: readonly string[];
  readonly rows: readonly FigureRow[];
}

const stepKey = (step: string): string =>
  step.replace(/[+-]/, (sign) => (sign === "+" ? "plus" : "minus"));

function resultsOf({ results, unanswered }: VoiceFigures, words: Words): FigureGroup {
  const { claims, ...figure } = unanswered;
  return {
    id: "results",
    heads: [words("head", "claims")],
    rows: [
      ...results.map(({ result, claims: count, ...one }) => ({
        id: result,
        label: words("result", result),
        more: [String(count)],
        ...one,
      })),
      {
        id: "unanswered",
        label: words("result", "unanswered"),
        more: [String(claims)],
        ...figure,
      },
    ],
  };
}

function escalationsOf({ escalations }: VoiceFigures, words: Words): FigureGroup {
  return {
    id: "escalations",
    heads: [words("head", "times")],
    rows: escalations.map(({ step, times, ...figure }) => ({
      id: step,
      label: words("step", stepKey(step)),
      more: [String(times)],
      ...figure,
    })),
  };
}

function endsOf({ ends, pauses, returns }: VoiceFigures, words: Words): FigureGroup {
  const row = (id: string, { count, query }: VoiceFigure, more: readonly string[] = ["", ""]) => ({
    id,
    label: words("end", id),
    count,
    query,
    more,
  });
  return {
    id: "ends",
    heads: [words("head", "times"), words("head", "days")],
    rows: [
      ...(["late", "published", "takenDown", "withdrawn", "transferred"] as const).map((id) =>
        row(id, ends[id]),
      ),
      row("pauses", pauses, [String(pauses.times), String(pauses.days)]),
      row("returns", returns, [String(returns.times), ""]),
    ],
  };
}

export function groupsOf(figures: VoiceFigures, words: Words): readonly FigureGroup[] {
  const { by, refused } = figures;
  const grouped = (
    id: keyof VoiceFigures["by"],
    label: (value: string, name?: string) => string,
  ) => ({
    id,
    rows: by[id].map(({ value, name, ...figure }) => ({
      id: value,
      label: label(value, name),
      ...figure,
    })),
  });
  return [
    grouped("kind", (value) => words("kind", value)),
    grouped("unit", (value, name) => name ?? value),
    grouped("channel", (value) => words("channel", value)),
    grouped("regime", (value) => words("regime", value)),
    grouped("month", (value) => value),
    {
      id: "refused",
      rows: refused
        .filter(({ count }) => count > 0)
        .map(({ ground, ...figure }) => ({
          id: ground,
          label: words("ground", ground),
          ...figure,
        })),
    },
    resultsOf(figures, words),
    escalationsOf(figures, words),
    endsOf(figures, words),
  ];
}
