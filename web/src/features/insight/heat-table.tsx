/** The cross table, tinted by its lower bounds; on a phone each row is a card. */
import type { CSSProperties } from "react";
import { useTranslation } from "react-i18next";

import type { Figure, InsightView } from "../../../../contract/src/insight.ts";
import { useInsightWords } from "./words.ts";

interface FigureCellProps {
  readonly figure: Figure;
  readonly label: string;
  /** Largest lower bound of its kind; absent: not tinted. */
  readonly most?: number;
}

function FigureCell({ figure, label, most = 0 }: FigureCellProps) {
  const words = useInsightWords();
  const heat = most === 0 ? 0 : figure.from / most;
  return (
    <td
      className={`number ${figure.from === 0 ? "is-small" : ""}`}
      data-label={label}
      title={words.why(figure)}
      style={{ "--heat": heat } as CSSProperties}
    >
      <span>{words.figure(figure)}</span>
    </td>
  );
}

export function HeatTable({ view }: { readonly view: InsightView }) {
  const { t } = useTranslation();
  const words = useInsightWords();
  const { rows, columns, rowValues, columnValues, cells, rowTotals, columnTotals, total } = view;
  const most = Math.max(...cells.flat().map(({ from }) => from), 0);
  const caption = t("insight:table", {
    measure: t(`insight:measure.${view.measure}`),
    rows: t(`insight:axis.${rows}`),
    columns: t(`insight:axis.${columns}`),
  });
  const nameOf = (value: string) => words.value(columns, value);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a wide table is moved with the arrow keys
    <div className="heat-box" role="region" aria-label={caption} tabIndex={0}>
      <table className="table heat-table">
        <caption className="hidden-text">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t(`insight:axis.${rows}`)}</th>
            {columnValues.map((value) => (
              <th key={value} scope="col" className="number">
                {nameOf(value)}
              </th>
            ))}
            <th scope="col" className="number">
              {t("insight:total")}
            </th>
          </tr>
        </thead>
        <tbody>
          {rowValues.map((row, index) => (
            <tr key={row}>
              <th scope="row">{words.value(rows, row)}</th>
              {columnValues.map((column, at) => (
                <FigureCell
                  key={column}
                  figure={cells[index]?.[at] ?? { from: 0 }}
                  label={nameOf(column)}
                  most={most}
                />
              ))}
              <FigureCell figure={rowTotals[index] ?? { from: 0 }} label={t("insight:total")} />
            </tr>
          ))}
          <tr className="heat-total">
            <th scope="row">{t("insight:total")}</th>
            {columnValues.map((column, at) => (
              <FigureCell
                key={column}
                figure={columnTotals[at] ?? { from: 0 }}
                label={nameOf(column)}
              />
            ))}
            <FigureCell figure={total} label={t("insight:total")} />
          </tr>
        </tbody>
      </table>
    </div>
  );
}
