/** Experts by bids: how far each total lies from what severity and quality explain, as a tint; what stands out has a frame. */
import type { CSSProperties } from "react";
import { useTranslation } from "react-i18next";

import type { LookBackLot } from "../../../../contract/src/look-back.ts";

interface MatrixProps {
  readonly lot: LookBackLot;
  /** Criterion looked at; undefined: the sum. */
  readonly criterion: number | undefined;
}

const sumOf = (scores: readonly (number | null)[]): number | undefined =>
  scores.some((score) => score === null)
    ? undefined
    : scores.reduce<number>((sum, score) => sum + (score ?? 0), 0);

const shown = (value: number): string => String(Math.round(100 * value) / 100);

export function ScoreMatrix({ lot, criterion }: MatrixProps) {
  const { t } = useTranslation();
  const largest = Math.max(1e-9, ...lot.residuals.flat().map((value) => Math.abs(value ?? 0)));
  const isMarked = (expert: number, bid: number) =>
    lot.findings.some(
      (finding) =>
        finding.expert === expert &&
        finding.bid === bid &&
        finding.id !== "EXP-07" &&
        (criterion === undefined ||
          finding.criterion === undefined ||
          finding.criterion === criterion),
    );
  const caption = t("lookBack:matrix");
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a wide table is moved with the arrow keys
    <div className="matrix-box" role="region" aria-label={caption} tabIndex={0}>
      <table className="table matrix">
        <caption className="hidden-text">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t("lookBack:bid")}</th>
            {lot.scores.map((_, expert) => (
              <th key={expert} scope="col" className="number">
                {t("lookBack:expert", { number: expert + 1 })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lot.bids.map((bid, column) => (
            <tr key={bid.name}>
              <th scope="row">
                {bid.name}
                {bid.rank !== undefined && (
                  <span className="meta"> {t("lookBack:rank", { rank: bid.rank })}</span>
                )}
              </th>
              {lot.scores.map((row, expert) => {
                const cell = row[column] ?? [];
                const score =
                  criterion === undefined ? sumOf(cell) : (cell[criterion] ?? undefined);
                const residual = lot.residuals[expert]?.[column] ?? 0;
                const heat = criterion === undefined ? residual / largest : 0;
                return (
                  <td
                    key={expert}
                    data-label={t("lookBack:expert", { number: expert + 1 })}
                    className={`number ${heat < 0 ? "is-below" : "is-above"} ${isMarked(expert, column) ? "is-marked" : ""}`}
                    style={{ "--heat": Math.abs(heat) } as CSSProperties}
                    title={t("lookBack:residual", { points: shown(residual) })}
                  >
                    {score === undefined ? t("lookBack:noScore") : shown(score)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
