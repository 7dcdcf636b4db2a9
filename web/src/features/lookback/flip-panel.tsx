/** How little changes the award, and who holds it. A close race is no fault. */
import { Trans, useTranslation } from "react-i18next";

import type { Flip } from "../../../../contract/src/lookback-values.ts";
import type { LookbackView } from "../../../../contract/src/lookback.ts";
import { Panel } from "../../ui/panel.tsx";
import { bidderOf, expertOf, type Sheet } from "./words.ts";

function Holders({ flip, sheet }: { readonly flip: Flip; readonly sheet: Sheet }) {
  const { t } = useTranslation();
  return (
    <ul className="flip-holders">
      {flip.experts.map(({ change, without, withMedian }, expert) => (
        <li key={sheet.experts[expert]?.token ?? expert}>
          {change === undefined
            ? t("lookback:flip.aloneNone", { expert: expertOf(sheet, expert) })
            : t("lookback:flip.alone", { expert: expertOf(sheet, expert), points: change })}
          {without !== undefined && (
            <span className="block meta">
              {t("lookback:flip.without", { bidder: bidderOf(sheet, without) })}
            </span>
          )}
          {withMedian !== undefined && (
            <span className="block meta">
              {t("lookback:flip.median", { bidder: bidderOf(sheet, withMedian) })}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function Smallest({ flip, sheet }: { readonly flip: Flip; readonly sheet: Sheet }) {
  const { t } = useTranslation();
  const winner = bidderOf(sheet, flip.winner);
  if (flip.change === undefined) return <p>{t("lookback:flip.firm", { winner })}</p>;
  return (
    <>
      <p className="flip-figure">
        <Trans
          i18nKey="lookback:flip.change"
          values={{ points: flip.change }}
          components={{ n: <b /> }}
        />
      </p>
      <p>
        {t("lookback:flip.changeTo", {
          winner,
          points: flip.change,
          rival: bidderOf(sheet, flip.rival),
        })}
      </p>
      {flip.cells.length === 0 ? (
        <p className="meta">{t("lookback:flip.spread")}</p>
      ) : (
        <p className="meta">
          {t("lookback:flip.cells")}：
          {flip.cells
            .map(({ expert, bid, criterion, from, to }) =>
              t("lookback:flip.cell", {
                expert: expertOf(sheet, expert),
                bidder: bidderOf(sheet, bid),
                criterion: sheet.criteria[criterion]?.name,
                from,
                to,
              }),
            )
            .join("；")}
        </p>
      )}
    </>
  );
}

export function FlipPanel({ view }: { readonly view: LookbackView }) {
  const { t } = useTranslation();
  const { flip, sheet, combine, decimals, notComputable } = view.examination;
  const why = notComputable.find(({ type }) => type === "EXP-07")?.why;
  return (
    <Panel title={t("lookback:flip.title")}>
      {flip === undefined ? (
        <p>{t("lookback:flip.none", { why: t(`lookback:why.${why ?? "fewBids"}`) })}</p>
      ) : (
        <>
          <Smallest flip={flip} sheet={sheet} />
          <Holders flip={flip} sheet={sheet} />
          {flip.isFilled && <p className="meta">{t("lookback:flip.filled")}</p>}
          <p className="meta">
            {combine !== undefined && t(`lookback:flip.rule.${combine}`)}
            {decimals !== undefined && t("lookback:flip.decimals", { decimals })}
            {combine !== undefined && "。"}
            {t("lookback:flip.caution")}
          </p>
        </>
      )}
    </Panel>
  );
}
