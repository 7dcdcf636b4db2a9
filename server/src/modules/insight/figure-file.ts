/** A table of figures as rows of a file, in the reader's language. */
import type { Axis, Figure, InsightView } from "../../../../contract/src/insight.ts";
import { DIMENSIONS, type InsightQuery } from "../../../../contract/src/insight.ts";
import englishExport from "../../../../locales/en/export.json" with { type: "json" };
import english from "../../../../locales/en/insight.json" with { type: "json" };
import chineseExport from "../../../../locales/zh-CN/export.json" with { type: "json" };
import chinese from "../../../../locales/zh-CN/insight.json" with { type: "json" };

const WORDS = {
  "zh-CN": { ...chinese, file: chineseExport },
  en: { ...english, file: englishExport },
} as const;
export type FileLanguage = keyof typeof WORDS;
type Words = (typeof WORDS)[FileLanguage];
type TextCell = string | number | { readonly hidden: string };

function periodWord(words: Words, period: string): string {
  const [year = "", part = ""] = period.split("-");
  const pattern = part.startsWith("Q") ? words.period.quarter : words.period.month;
  const number = String(Number(part.replace("Q", "")));
  return pattern.replace("{{year}}", year).replace("{{number}}", number);
}

/** The word of a value; places and departments stand for themselves. */
function valueWord(words: Words, axis: Axis, value: string): string {
  if (value === "*") return words.notBrokenDown;
  if (value === "") return words.unknown;
  if (axis === "period") return periodWord(words, value);
  const names: Readonly<Record<string, Readonly<Record<string, string>>>> = words.value;
  return names[axis]?.[value] ?? value;
}

function cellOf(words: Words, { from, upTo }: Figure): TextCell {
  if (from === 0) return { hidden: upTo === undefined ? words.none : words.small };
  return upTo === undefined ? `≥${from}` : `${from}–${upTo}`;
}

export interface FigureFile {
  readonly name: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly TextCell[])[];
  readonly filters: string;
  readonly words: Words;
}

export function figureFile(
  view: InsightView,
  query: InsightQuery,
  language: FileLanguage,
): FigureFile {
  const words = WORDS[language];
  const row = (head: string, figures: readonly Figure[]) => [
    head,
    ...figures.map((figure) => cellOf(words, figure)),
  ];
  const named = DIMENSIONS.flatMap((axis) => {
    const value = query[axis];
    return value === undefined ? [] : [`${words.axis[axis]}：${valueWord(words, axis, value)}`];
  });
  const periods =
    query.from === undefined && query.to === undefined
      ? []
      : [
          `${words.axis.period}：${[query.from, query.to]
            .map((period) => (period === undefined ? "" : periodWord(words, period)))
            .join("—")}`,
        ];
  return {
    name: `${words.title}-${words.measure[view.measure]}`,
    heads: [
      `${words.axis[view.rows]} / ${words.axis[view.columns]}`,
      ...view.columnValues.map((value) => valueWord(words, view.columns, value)),
      words.total,
    ],
    rows: [
      ...view.rowValues.map((value, index) =>
        row(valueWord(words, view.rows, value), [
          ...(view.cells[index] ?? []),
          ...(view.rowTotals[index] === undefined ? [] : [view.rowTotals[index]]),
        ]),
      ),
      row(words.total, [...view.columnTotals, view.total]),
    ],
    filters: [...named, ...periods].join("；"),
    words,
  };
}
