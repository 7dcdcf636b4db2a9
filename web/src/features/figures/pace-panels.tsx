/** How fast, and how often in time: days as they are, shares with their interval. */
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";

import type { KeptFigure, PaceFigure } from "../../../../contract/src/voice-figures.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Count } from "./figure-panel.tsx";
import { percent } from "./words.ts";

function Days({ pace }: { readonly pace: PaceFigure }) {
  const { t } = useTranslation();
  const last = pace.days.at(-1)?.days ?? 0;
  const most = Math.max(1, ...pace.days.map(({ count }) => count));
  const counts = new Map(pace.days.map(({ days, count }) => [days, count]));
  return (
    <div
      className="pace-days"
      role="img"
      aria-label={t("figures:pace.summary", { most: last, count: pace.count })}
    >
      {Array.from({ length: last + 1 }, (_, day) => {
        const count = counts.get(day) ?? 0;
        return (
          <i
            key={day}
            className={
              day === pace.median ? "is-median" : day === pace.ninetieth ? "is-ninetieth" : ""
            }
            style={{ height: `${count === 0 ? 0 : Math.max(4, (count / most) * 100)}%` }}
            title={t("figures:pace.day", { day, count })}
          />
        );
      })}
    </div>
  );
}

export function PacePanel({ pace }: { readonly pace: readonly PaceFigure[] }) {
  const { t } = useTranslation();
  return (
    <Panel
      title={t("figures:pace.title")}
      aside={<span className="meta">{t("figures:pace.unit")}</span>}
    >
      <div className="pace-grid">
        {pace.map((one) => (
          <section key={one.step} className="pace-step">
            <h3>{t(`figures:pace.${one.step}`)}</h3>
            {one.median === undefined ? (
              <p className="meta">{t("figures:none")}</p>
            ) : (
              <>
                <p className="pace-numbers">
                  {t("figures:pace.median")} <b>{one.median}</b>
                  {t("figures:pace.ninetieth")} <b>{one.ninetieth}</b>
                </p>
                <Days pace={one} />
                <p className="meta pace-axis">
                  <span>0</span>
                  <span>
                    {t("figures:pace.from")} <Count {...one} /> {t("figures:pace.voices")}
                  </span>
                  <span>{one.days.at(-1)?.days}</span>
                </p>
              </>
            )}
          </section>
        ))}
      </div>
    </Panel>
  );
}

function Interval({ share }: { readonly share: NonNullable<KeptFigure["share"]> }) {
  const { t } = useTranslation();
  const at = (value: number) => `${value * 100}%`;
  return (
    <span
      className="share-track"
      role="img"
      aria-label={t("figures:kept.interval", {
        low: percent(share.low),
        high: percent(share.high),
      })}
    >
      <i style={{ left: at(share.low), width: at(share.high - share.low) }} />
      <b style={{ left: at(share.value) }} />
    </span>
  );
}

function IntervalCell({ share }: { readonly share: KeptFigure["share"] | undefined }) {
  if (share === undefined) return "—";
  return (
    <span className="share">
      <Interval share={share} />
      <span>
        {percent(share.low)}–{percent(share.high)}
      </span>
    </span>
  );
}

const keptColumns = (t: TFunction): readonly Column<KeptFigure>[] => [
  {
    id: "rule",
    head: t("figures:kept.rule"),
    isHead: true,
    cell: ({ rule }) => t(`figures:kept.${rule}`),
  },
  {
    id: "kept",
    head: t("figures:kept.kept"),
    isNumber: true,
    cell: ({ kept }) => <Count {...kept} />,
  },
  {
    id: "missed",
    head: t("figures:kept.missed"),
    isNumber: true,
    cell: ({ missed }) => <Count {...missed} />,
  },
  {
    id: "share",
    head: t("figures:kept.share"),
    isNumber: true,
    cell: ({ share }) => (share === undefined ? "—" : percent(share.value)),
  },
  {
    id: "interval",
    head: t("figures:kept.intervalHead"),
    cell: ({ share }) => <IntervalCell share={share} />,
  },
];

export function KeptPanel({ kept }: { readonly kept: readonly KeptFigure[] }) {
  const { t } = useTranslation();
  const title = t("figures:kept.title");
  return (
    <Panel title={title} aside={<span className="meta">{t("figures:kept.about")}</span>} flush>
      <DataTable caption={title} rows={kept} rowKey={({ rule }) => rule} columns={keptColumns(t)} />
    </Panel>
  );
}
