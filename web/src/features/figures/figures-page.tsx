/** How many voices, how fast, how answered: every number opens the list that it counts. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import type { VoiceFigures } from "../../../../contract/src/voice-figures.ts";
import { VOICE_KINDS } from "../../../../contract/src/voice-values.ts";
import { Choice } from "../../ui/choice.tsx";
import { csvOf, downloadText } from "../../ui/csv.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty } from "../../ui/states.tsx";
import { useToday } from "../../ui/use-today.ts";
import { Count, FigurePanel } from "./figure-panel.tsx";
import { figuresTable } from "./figures-csv.ts";
import { KeptPanel, PacePanel } from "./pace-panels.tsx";
import {
  daysOf,
  filterOf,
  type FiguresFilter,
  quartersUntil,
  queryOf,
  REGIMES,
  yearsUntil,
} from "./period.ts";
import { useFigures } from "./queries.ts";
import { groupsOf } from "./rows.ts";
import { percent, useFigureWords, usePeriodName } from "./words.ts";

import "./figures.css";

interface FilterBarProps {
  readonly filter: FiguresFilter;
  readonly set: (name: keyof FiguresFilter, value: string) => void;
}

function FilterBar({ filter, set }: FilterBarProps) {
  const { t } = useTranslation();
  const words = useFigureWords();
  const nameOf = usePeriodName();
  const today = useToday();
  const units = useFigures(daysOf(filter.period)).data?.by.unit ?? [];
  const any = ["", t("figures:any")] as const;
  const periods = [...quartersUntil(today), ...yearsUntil(today), "all"];
  const known = periods.includes(filter.period) ? periods : [filter.period, ...periods];
  return (
    <div
      className="choices figures-choices no-print"
      role="group"
      aria-label={t("figures:filters")}
    >
      <Choice
        label={t("figures:period.label")}
        value={filter.period}
        values={known.map((period) => [period, nameOf(period)])}
        onChange={(value) => set("period", value)}
      />
      <Choice
        label={t("figures:group.kind")}
        value={filter.kind}
        values={[any, ...VOICE_KINDS.map((kind) => [kind, words("kind", kind)] as const)]}
        onChange={(value) => set("kind", value)}
      />
      <Choice
        label={t("figures:group.regime")}
        value={filter.regime}
        values={[any, ...REGIMES.map((one) => [one, words("regime", one)] as const)]}
        onChange={(value) => set("regime", value)}
      />
      <Choice
        label={t("figures:group.unit")}
        value={filter.unit}
        values={[any, ...units.map(({ value, name = value }) => [value, name] as const)]}
        onChange={(value) => set("unit", value)}
      />
    </div>
  );
}

function Sentence({
  figures,
  period,
}: {
  readonly figures: VoiceFigures;
  readonly period: string;
}) {
  const { t } = useTranslation();
  const nameOf = usePeriodName();
  const statute = figures.kept.find(({ rule }) => rule === "statute");
  const answer = figures.pace.find(({ step }) => step === "answer");
  return (
    <h1 className="page-sentence">
      {t("figures:sentence.period", { period: nameOf(period) })} <Count {...figures.total} />{" "}
      {t("figures:sentence.voices")}
      {statute?.share !== undefined &&
        t("figures:sentence.share", {
          share: percent(statute.share.value),
          count: statute.kept.count + statute.missed.count,
        })}
      {answer?.median !== undefined && t("figures:sentence.pace", { days: answer.median })}
      {t("figures:sentence.end")}
    </h1>
  );
}

function Acts({ figures, period }: { readonly figures: VoiceFigures; readonly period: string }) {
  const { t } = useTranslation();
  const words = useFigureWords();
  const name = `${t("figures:title")}-${period}.csv`;
  return (
    <p className="figures-acts no-print">
      <Button onClick={() => downloadText(name, csvOf(figuresTable(t, figures, words)))}>
        {t("figures:csv.act")}
      </Button>
      <Button onClick={() => globalThis.print()}>{t("figures:print")}</Button>
      <Link to="/voices/profiles">{t("figures:profilesLink")}</Link>
    </p>
  );
}

export function FiguresPage() {
  const { t } = useTranslation();
  const words = useFigureWords();
  const today = useToday();
  const [params, setParams] = useSearchParams();
  const filter = filterOf(params, today);
  const request = useFigures(queryOf(filter));
  const figures = request.data;
  const set = (name: string, value: string) =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        if (value === "") after.delete(name);
        else after.set(name, value);
        return after;
      },
      { replace: true },
    );
  return (
    <div className="page">
      <title>{t("figures:title")}</title>
      {figures === undefined ? (
        <h1 className="page-sentence">{t("figures:title")}</h1>
      ) : (
        <Sentence figures={figures} period={filter.period} />
      )}
      <FilterBar filter={filter} set={set} />
      <QueryState query={request} />
      {figures?.total.count === 0 && (
        <Empty
          title={t("figures:empty")}
          why={t("figures:emptyWhy")}
          next={<Link to="/voices/figures?period=all">{t("figures:showAll")}</Link>}
        />
      )}
      {figures !== undefined && figures.total.count > 0 && (
        <>
          <Acts figures={figures} period={filter.period} />
          <PacePanel pace={figures.pace} />
          <KeptPanel kept={figures.kept} />
          <div className="figures-grid">
            {groupsOf(figures, words).map((group) => (
              <FigurePanel key={group.id} group={group} />
            ))}
          </div>
          <p className="meta">{t("figures:asOf", { time: dayAndTime(figures.asOf) })}</p>
        </>
      )}
    </div>
  );
}
