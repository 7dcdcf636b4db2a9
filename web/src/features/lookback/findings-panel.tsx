/** Each finding with its numbers, the innocent explanation, what clears it and the lawful way. */
import { useTranslation } from "react-i18next";

import type { LookbackView, ShownFinding } from "../../../../contract/src/lookback.ts";
import { Panel, Tag, type Tone } from "../../ui/panel.tsx";
import { Empty } from "../../ui/states.tsx";
import { bidderOf, useFindingWords } from "./words.ts";

const TONES: Readonly<Record<ShownFinding["standing"], Tone>> = {
  none: "plain",
  asked: "due",
  keep: "accent",
  correct: "accent",
  referred: "accent",
};

export interface Picking {
  readonly chosen: ReadonlySet<string>;
  readonly toggle: (id: string) => void;
}

function Details({ found, view }: { readonly found: ShownFinding; readonly view: LookbackView }) {
  const { t } = useTranslation();
  const words = useFindingWords(view);
  const { sheet } = view.examination;
  return (
    <details className="finding-details">
      <summary>{t("lookback:findings.details")}</summary>
      <dl className="facts">
        <div>
          <dt>{t(`lookback:class.${found.class}`)}</dt>
          <dd>
            {words.chance(found)} · {t("lookback:n", { n: found.n })}
            {found.winnerIfCorrected !== undefined && (
              <span className="block">
                {t("lookback:award", { bidder: bidderOf(sheet, found.winnerIfCorrected) })}
              </span>
            )}
          </dd>
        </div>
        <div>
          <dt>{t("lookback:innocent")}</dt>
          <dd>{t(`lookback:innocentOf.${found.type}`)}</dd>
        </div>
        <div>
          <dt>{t("lookback:clears")}</dt>
          <dd>{t(`lookback:clearsOf.${found.type}`)}</dd>
        </div>
        <div>
          <dt>{t("lookback:route.title")}</dt>
          <dd>
            <b>{t("lookback:route.before")}</b>：{t(`lookback:route.${found.before}`)}
            <span className="block">
              <b>{t("lookback:route.after")}</b>：{t(`lookback:route.${found.after}`)}
            </span>
            {found.articles.map(({ id, citation, isVerified }) => (
              <span key={id} className="block meta">
                {citation}
                {!isVerified && <Tag tone="prov">{t("lookback:route.unverified")}</Tag>}
              </span>
            ))}
          </dd>
        </div>
      </dl>
    </details>
  );
}

interface FindingProps {
  readonly found: ShownFinding;
  readonly view: LookbackView;
  readonly picking: Picking | undefined;
}

function Finding({ found, view, picking }: FindingProps) {
  const { t } = useTranslation();
  const words = useFindingWords(view);
  const label = t(view.may.refer ? "lookback:findings.pickRefer" : "lookback:findings.pick");
  return (
    <li className={`finding finding-${found.type === "FAIR-01" ? "award" : found.class}`}>
      <div className="finding-head">
        {picking !== undefined && isPickable(found, view) && (
          <input
            type="checkbox"
            aria-label={`${label}：${t(`lookback:type.${found.type}`)} ${words.where(found)}`}
            checked={picking.chosen.has(found.id)}
            onChange={() => picking.toggle(found.id)}
          />
        )}
        <span>
          <b>{t(`lookback:type.${found.type}`)}</b> <span className="meta">{found.type}</span>
          <span className="block">{words.where(found)}</span>
          <span className="block finding-what">{words.what(found)}</span>
        </span>
        {found.class !== "hint" && (
          <Tag tone={TONES[found.standing]}>{t(`lookback:standing.${found.standing}`)}</Tag>
        )}
      </div>
      <Details found={found} view={view} />
    </li>
  );
}

/** Hints are no ground; what was asked or handed over is not taken twice. */
function isPickable(found: ShownFinding, { may }: LookbackView): boolean {
  if (found.class === "hint" || found.standing === "asked" || found.standing === "referred")
    return false;
  return may.refer || (may.ask && found.ground !== undefined);
}

export function FindingsPanel({
  view,
  picking,
}: {
  readonly view: LookbackView;
  readonly picking: Picking | undefined;
}) {
  const { t } = useTranslation();
  const own = view.findings.filter((one) => one.class !== "hint");
  const first = own.toSorted((a, b) => Number(b.type === "FAIR-01") - Number(a.type === "FAIR-01"));
  const hints = view.findings.filter((one) => one.class === "hint");
  const { notComputable } = view.examination;
  const list = (findings: readonly ShownFinding[]) => (
    <ul className="findings">
      {findings.map((found) => (
        <Finding key={found.id} found={found} view={view} picking={picking} />
      ))}
    </ul>
  );
  return (
    <Panel title={`${t("lookback:findings.title")} ${own.length}`} flush>
      {own.length === 0 ? (
        <div className="panel-body">
          <Empty title={t("lookback:findings.none")} why={t("lookback:findings.noneWhy")} />
        </div>
      ) : (
        list(first)
      )}
      {view.cleared.length > 0 && (
        <p className="finding-note">
          {t("lookback:findings.cleared", {
            types: view.cleared.map(({ type }) => t(`lookback:type.${type}`)).join("、"),
          })}
        </p>
      )}
      {hints.length > 0 && (
        <details className="finding-hints">
          <summary>
            {t("lookback:findings.hints")} {hints.length}
          </summary>
          {list(hints)}
        </details>
      )}
      {notComputable.length > 0 && (
        <p className="finding-note meta">
          {t("lookback:findings.notComputable")}：
          {notComputable
            .map(({ type, why }) =>
              t("lookback:findings.notComputableOf", {
                type: t(`lookback:type.${type}`),
                why: t(`lookback:why.${why}`),
              }),
            )
            .join("；")}
        </p>
      )}
    </Panel>
  );
}
