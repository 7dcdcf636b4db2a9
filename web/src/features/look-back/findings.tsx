/** Each finding with its place, its figures and the lawful way. */
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { LookBackFinding, LookBackLot } from "../../../../contract/src/look-back.ts";
import { shareText, useCode } from "../leads/index.ts";

interface FindingProps {
  readonly lot: LookBackLot;
  readonly finding: LookBackFinding;
}

function FindingLine({ lot, finding }: FindingProps) {
  const { t } = useTranslation();
  const code = useCode();
  const { id, expert, bid, criterion, value, tail, route } = finding;
  const places = [
    expert === undefined ? undefined : t("lookBack:expert", { number: expert + 1 }),
    bid === undefined ? undefined : lot.bids[bid]?.name,
    criterion === undefined ? undefined : lot.criteria[criterion]?.name,
  ].filter((place) => place !== undefined);
  return (
    <li>
      <p>
        <Link to={`/rules/${id}`}>
          <span className="code">{id}</span> {code("indicator", id)}
        </Link>
        {places.length > 0 && ` · ${places.join(" · ")}`}
      </p>
      <p className="meta">
        {value !== undefined && t(`lookBack:value.${id}`, { value: Math.round(100 * value) / 100 })}
        {tail !== undefined && ` ${t("lookBack:tail", { tail: shareText(tail) })}`}
      </p>
      <p className="meta">
        {t("lookBack:way", {
          before: t(`lookBack:before.${route.before}`),
          after: t(`lookBack:after.${route.after}`),
        })}
        {route.basis.length > 0 && ` ${route.basis.map(({ citation }) => citation).join("；")}`}
      </p>
    </li>
  );
}

export function Findings({ lot }: { readonly lot: LookBackLot }) {
  const { t } = useTranslation();
  const findings = lot.findings.filter(({ id }) => id !== "EXP-07");
  return findings.length === 0 ? (
    <p className="panel-body">{t("lookBack:nothing")}</p>
  ) : (
    <ul className="finding-list">
      {findings.map((finding) => (
        <FindingLine
          key={`${finding.id} ${finding.expert} ${finding.bid} ${finding.criterion}`}
          lot={lot}
          finding={finding}
        />
      ))}
    </ul>
  );
}

/** What would change the award; a close race is no fault. */
export function Flip({ lot }: { readonly lot: LookBackLot }) {
  const { t } = useTranslation();
  const { flip } = lot;
  if (flip === undefined) return <p className="panel-body">{t("lookBack:noFlip")}</p>;
  const nameOf = (bid: number | undefined) =>
    bid === undefined ? "" : (lot.bids[bid]?.name ?? "");
  const holders = flip.experts.filter(
    ({ without, median }) => without !== undefined || median !== undefined,
  );
  return (
    <div className="panel-body">
      <p className="say">
        {t("lookBack:flip", {
          winner: nameOf(flip.winner),
          second: nameOf(flip.runnerUp),
          change: Math.round(100 * flip.change) / 100,
        })}
      </p>
      {holders.length === 0 ? (
        <p className="meta">{t("lookBack:flipNobody")}</p>
      ) : (
        <ul className="finding-list">
          {holders.map(({ expert, change, without, median }) => (
            <li key={expert}>
              {t(without === undefined ? "lookBack:flipMedian" : "lookBack:flipWithout", {
                expert: t("lookBack:expert", { number: expert + 1 }),
                other: nameOf(without ?? median),
              })}
              {change !== undefined &&
                ` ${t("lookBack:flipOwn", { change: Math.round(100 * change) / 100 })}`}
            </li>
          ))}
        </ul>
      )}
      <p className="meta">{t("lookBack:flipAbout")}</p>
    </div>
  );
}
