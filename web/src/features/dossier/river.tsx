/** The project at a glance: how its records lie over time, stage by stage, with leads and warnings marked. */
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { DOSSIER_STAGES, type DossierStage } from "../../../../contract/src/dossier-values.ts";
import type { DossierHead } from "../../../../contract/src/dossier.ts";
import { dayAndTime, dayOf } from "../../ui/dates.ts";

interface RiverProps {
  readonly head: DossierHead;
  readonly onJump: (stage: DossierStage) => void;
}

/** Four depths are all that an eye tells apart. */
const DEPTHS = 4;

function depthOf(count: number, most: number): number {
  if (most <= 1) return DEPTHS;
  return Math.max(1, Math.ceil((DEPTHS * Math.log1p(count)) / Math.log1p(most)));
}

function spanOf(head: DossierHead): readonly [number, number] {
  const firsts = head.stages.map(({ firstAt }) => Date.parse(firstAt));
  const lasts = head.stages.map(({ lastAt }) => Date.parse(lastAt));
  return [Math.min(...firsts), Math.max(...lasts) + 1000];
}

function Marks({ head }: { readonly head: DossierHead }) {
  const { t } = useTranslation();
  const [from, to] = spanOf(head);
  if (head.marks.length === 0) return null;
  return (
    <div className="river-row river-marks">
      <span className="river-name">{t("dossier:river.marks")}</span>
      <div className="river-line">
        {head.marks.map(({ kind, at, label, link }) => {
          const words = t(`dossier:river.mark_${kind}`, { label, at: dayAndTime(at) });
          const place = Math.min(Math.max((Date.parse(at) - from) / (to - from), 0), 1);
          return (
            <Link
              key={link}
              to={link}
              className={`river-mark river-${kind}`}
              style={{ left: `${place * 100}%` }}
              title={words}
              aria-label={words}
            >
              {kind === "lead" ? "◆" : "▲"}
            </Link>
          );
        })}
      </div>
    </div>
  );
}

export function River({ head, onJump }: RiverProps) {
  const { t } = useTranslation();
  const most = Math.max(...head.river.map(({ count }) => count), 1);
  const [from, to] = spanOf(head);
  return (
    <div className="river">
      {DOSSIER_STAGES.map((stage) => {
        const own = head.stages.find((one) => one.stage === stage);
        const name = t(`dossier:stage.${stage}`);
        return (
          <div className="river-row" key={stage}>
            <button
              type="button"
              className="river-name river-chip"
              disabled={own === undefined}
              aria-label={t("dossier:river.jump", { stage: name })}
              onClick={() => onJump(stage)}
            >
              {name} <b>{own?.count ?? 0}</b>
            </button>
            <div className="river-line" aria-hidden="true">
              {head.river
                .filter((cell) => cell.stage === stage)
                .map(({ column, at, count }) => (
                  <i
                    key={column}
                    data-depth={depthOf(count, most)}
                    style={{
                      left: `${(100 * column) / head.columns}%`,
                      width: `${100 / head.columns}%`,
                    }}
                    title={t("dossier:river.cell", { stage: name, at: dayAndTime(at), count })}
                  />
                ))}
            </div>
          </div>
        );
      })}
      <Marks head={head} />
      <p className="river-scale meta">
        <span>{dayOf(new Date(from))}</span>
        <span>{dayOf(new Date(to))}</span>
      </p>
    </div>
  );
}
