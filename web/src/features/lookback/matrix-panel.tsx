/** The sheet as a picture: experts by bids, shaded by what remains once severity and quality are taken out. */
import { useState, type CSSProperties } from "react";
import { useTranslation } from "react-i18next";

import type { LookbackView } from "../../../../contract/src/lookback.ts";
import { Choice } from "../../ui/choice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { bidderOf, expertOf, findingsAt, lotPath, shortName } from "./words.ts";

const MOST_SHADE = 46;
/** Deviations at which the shade is full. */
const FULL = 3;

/** Blue is high, orange is low; the number says the same. */
function shadeOf(
  residual: number | null | undefined,
  deviation: number | undefined,
): CSSProperties {
  if (residual === null || residual === undefined || !deviation) return {};
  const share = Math.min(1, Math.abs(residual) / (FULL * deviation));
  const tone = residual > 0 ? "var(--accent)" : "var(--due)";
  return {
    background: `color-mix(in srgb, ${tone} ${Math.round(share * MOST_SHADE)}%, transparent)`,
  };
}

interface CellPlace {
  readonly expert: number;
  readonly bid: number;
}

const sumOf = (values: readonly (string | null | undefined)[]): string => {
  if (values.some((value) => value === null || value === undefined)) return "";
  return String(Math.round(values.reduce((sum, value) => sum + Number(value), 0) * 1e6) / 1e6);
};

// oxlint-disable-next-line complexity -- one condition for each mark that a cell may bear
function ScoreCell({
  view,
  place: { expert, bid },
  criterion,
}: {
  readonly view: LookbackView;
  readonly place: CellPlace;
  readonly criterion: number | undefined;
}) {
  const { t } = useTranslation();
  const { sheet, flip } = view.examination;
  const row = sheet.scores[expert]?.[bid] ?? [];
  const given = criterion === undefined ? sumOf(row) : (row[criterion] ?? "");
  const residual = sheet.residuals[expert]?.[bid];
  const found = findingsAt(view.findings, { expert, bid }).filter(
    (one) => criterion === undefined || one.criterion === undefined || one.criterion === criterion,
  );
  const old = view.changed.find(
    (one) =>
      one.expert === expert &&
      one.bid === bid &&
      criterion !== undefined &&
      one.criterion === criterion,
  );
  const isCorrected = view.changed.some((one) => one.expert === expert && one.bid === bid);
  const isFlip = flip?.cells.some((one) => one.expert === expert && one.bid === bid) === true;
  const types = [...new Set(found.map(({ type }) => t(`lookback:type.${type}`)))].join("、");
  const label = t("lookback:matrix.cell", {
    expert: expertOf(sheet, expert),
    bidder: bidderOf(sheet, bid),
    score: given === "" ? t("lookback:matrix.missing") : given,
    residual: residual?.toFixed(2) ?? "—",
  });
  return (
    <td
      style={shadeOf(residual, sheet.deviation)}
      className={`matrix-cell${types === "" ? "" : " is-marked"}${isFlip ? " is-flip" : ""}`}
      title={types === "" ? label : `${label} · ${types}`}
    >
      <b>{given === "" ? t("lookback:matrix.missing") : given}</b>
      {residual !== null && residual !== undefined && (
        <small>
          {residual > 0 ? "+" : "−"}
          {Math.abs(residual).toFixed(1)}
        </small>
      )}
      {types !== "" && <span className="hidden-text">{t("lookback:matrix.mark", { types })}</span>}
      {isCorrected && (
        <small className="matrix-old">
          {t("lookback:matrix.changed", { from: old?.from ?? "…" })}
        </small>
      )}
    </td>
  );
}

/** What the report says beside what the rule gives. */
function TotalRows({ view }: { readonly view: LookbackView }) {
  const { t } = useTranslation();
  const { bids } = view.examination.sheet;
  const places = [...bids.keys()];
  return (
    <tfoot>
      <tr>
        <th scope="row">{t("lookback:matrix.stated")}</th>
        {places.map((bid) => (
          <td key={bid}>{bids[bid]?.score ?? "—"}</td>
        ))}
      </tr>
      <tr>
        <th scope="row">{t("lookback:matrix.recomputed")}</th>
        {places.map((bid) => {
          const { score, total } = bids[bid] ?? {};
          const differs =
            score !== undefined && total !== undefined && Number(score) !== Number(total);
          return (
            <td key={bid} className={differs ? "is-marked" : ""}>
              {total ?? "—"}
              {differs && <small>{t("lookback:matrix.differs")}</small>}
            </td>
          );
        })}
      </tr>
    </tfoot>
  );
}

export function MatrixPanel({ view }: { readonly view: LookbackView }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState("");
  const { sheet } = view.examination;
  const criterion = chosen === "" ? undefined : Number(chosen);
  const name = criterion === undefined ? "" : (sheet.criteria[criterion]?.name ?? "");
  const { ocid, lotId: lot } = view.row;
  return (
    <Panel
      title={t("lookback:matrix.title")}
      aside={
        <a href={`/api/lookback/sheet.csv?${lotPath({ ocid, lot })}`} download>
          {t("lookback:matrix.csv")}
        </a>
      }
    >
      <div className="matrix-tools">
        <Choice
          label={t("lookback:matrix.criterion")}
          value={chosen}
          any={t("lookback:matrix.totals")}
          values={sheet.criteria.map((one, place) => [
            String(place),
            [
              one.name,
              one.kind === undefined ? "" : t(`lookback:kind.${one.kind}`),
              one.maximum ?? "",
            ]
              .filter((part) => part !== "")
              .join(" · "),
          ])}
          onChange={setChosen}
        />
        <p className="meta">
          {criterion === undefined
            ? t("lookback:matrix.note")
            : t("lookback:matrix.noteCriterion", { criterion: name })}
        </p>
      </div>
      <div className="matrix-frame">
        <table className="matrix">
          <caption className="hidden-text">{t("lookback:matrix.caption")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("lookback:matrix.expert")}</th>
              {sheet.bids.map(({ rank }, bid) => (
                <th key={bid} scope="col" title={bidderOf(sheet, bid)}>
                  <span>{shortName(bidderOf(sheet, bid))}</span>
                  {rank !== undefined && <small>{t("lookback:matrix.rank", { rank })}</small>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sheet.experts.map(({ token, maskedName }, expert) => (
              <tr key={token}>
                <th scope="row">{maskedName}</th>
                {sheet.bids.map((_, bid) => (
                  <ScoreCell key={bid} view={view} place={{ expert, bid }} criterion={criterion} />
                ))}
              </tr>
            ))}
          </tbody>
          <TotalRows view={view} />
        </table>
      </div>
    </Panel>
  );
}
