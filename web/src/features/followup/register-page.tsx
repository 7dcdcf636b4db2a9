/** 函告与约谈: reports, letters and talks of some days; each counter opens the list that it counts. */
import { Button, Input } from "antd";
import { useState, type ReactNode } from "react";
import { Trans, useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import type { Register, TalkRow } from "../../../../contract/src/followup.ts";
import { csvOf, downloadText } from "../../ui/csv.ts";
import { dayAndTime, dayOf } from "../../ui/dates.ts";
import { Field } from "../../ui/field.tsx";
import { Panel } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty } from "../../ui/states.tsx";
import { useToday } from "../../ui/use-today.ts";
import { LetterForm, TalkForm } from "./paper-forms.tsx";
import { LetterItem, TalkItem } from "./paper-items.tsx";
import { useRegister } from "./queries.ts";
import { ReportItem } from "./reports-panel.tsx";

import "./followup.css";

const DEFAULT_DAYS = 365;
const DAY_MS = 86_400_000;

type List = "reports" | "letters" | "firms" | "experts";

const isList = (value: string | null): value is List =>
  value === "reports" || value === "letters" || value === "firms" || value === "experts";

/** Talks that a counter counts: held, with a firm or agency, or with an expert. */
const talksOf = (talks: readonly TalkRow[], list: List | undefined): readonly TalkRow[] =>
  list === "firms" || list === "experts"
    ? talks.filter(
        ({ state, targetKind }) =>
          state === "held" && (targetKind === "expert") === (list === "experts"),
      )
    : talks;

function usePeriod() {
  const [search, setSearch] = useSearchParams();
  const today = useToday();
  const list = search.get("list");
  return {
    from:
      search.get("from") ??
      dayOf(new Date(Date.parse(`${today}T04:00:00Z`) - DEFAULT_DAYS * DAY_MS)),
    to: search.get("to") ?? today,
    list: isList(list) ? list : undefined,
    change: (patch: Readonly<Record<string, string>>) =>
      setSearch((before) => new URLSearchParams({ ...Object.fromEntries(before), ...patch })),
  };
}

type Period = ReturnType<typeof usePeriod>;

function Days({ period }: { readonly period: Period }) {
  const { t } = useTranslation();
  return (
    <div className="followup-days">
      {(["from", "to"] as const).map((name) => (
        <Field key={name} label={t(`followup:field.${name}`)}>
          {(ids) => (
            <Input
              {...ids}
              type="date"
              value={period[name]}
              onChange={({ target }) =>
                target.value !== "" && period.change({ [name]: target.value })
              }
            />
          )}
        </Field>
      ))}
    </div>
  );
}

function Counters({ register, period }: { readonly register: Register; readonly period: Period }) {
  const { t } = useTranslation();
  const { from, to, list } = period;
  const { counts, reports } = register;
  const own = [
    ["reports", reports.length],
    ["letters", counts.letters],
    ["firms", counts.firms],
    ["experts", counts.experts],
  ] as const;
  const all = "returned,routed,received,decided,published";
  return (
    <ul className="followup-counters" aria-label={t("followup:register.counters")}>
      <li>
        <Link to={`/leads?${new URLSearchParams({ state: all, from, to }).toString()}`}>
          <b>{counts.projects}</b> {t("followup:register.projects")}
        </Link>
      </li>
      {own.map(([name, count]) => (
        <li key={name}>
          <button
            type="button"
            aria-pressed={list === name}
            onClick={() => period.change({ list: list === name ? "" : name })}
          >
            <b>{count}</b> {t(`followup:register.${name}`)}
          </button>
        </li>
      ))}
    </ul>
  );
}

function useExport() {
  const { t } = useTranslation();
  return ({
    letters,
    talks,
  }: Pick<Register, "letters"> & { readonly talks: readonly TalkRow[] }) => {
    const head = ["number", "kind", "target", "about", "date", "state"].map((name) =>
      t(`followup:register.${name}` as "followup:register.number"),
    );
    const rows = [
      ...letters.map(({ number, unit, title, sentAt, state }) => [
        number,
        t("followup:register.letters"),
        unit.name,
        title,
        dayAndTime(sentAt),
        t(`followup:letterState.${state}`),
      ]),
      ...talks.map(({ number, kind, target, matter, meetAt, state }) => [
        number,
        t(`followup:talkKind.${kind}`),
        target,
        matter,
        dayAndTime(meetAt),
        t(`followup:state.${state}`),
      ]),
    ];
    downloadText(`${t("followup:register.title")}.csv`, csvOf([head, ...rows]));
  };
}

function Section({
  title,
  none,
  rows,
}: {
  readonly title: string;
  readonly none: string;
  readonly rows: readonly ReactNode[];
}) {
  const { t } = useTranslation();
  return (
    <Panel title={`${title} ${rows.length}`}>
      {rows.length === 0 ? <Empty title={none} why={t("followup:register.emptyWhy")} /> : rows}
    </Panel>
  );
}

function Content({ register, period }: { readonly register: Register; readonly period: Period }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<"letter" | "talk">();
  const saveCsv = useExport();
  const { reports, letters, counts, may } = register;
  const { list } = period;
  const talks = talksOf(register.talks, list);
  const [kind] = may.talk;
  const close = () => setOpen(undefined);
  const shows = (name: List) => list === undefined || list === name;
  return (
    <>
      <h1 className="page-sentence">
        <Trans
          i18nKey="followup:register.sentence"
          values={counts}
          components={{ n: <b className="number" /> }}
        />
      </h1>
      <p className="meta">{t("followup:register.rule")}</p>
      <Days period={period} />
      <Counters register={register} period={period} />
      <div className="followup-acts followup-section">
        {may.letter && (
          <Button type="primary" onClick={() => setOpen("letter")}>
            {t("followup:do.letter")}
          </Button>
        )}
        {kind !== undefined && (
          <Button onClick={() => setOpen("talk")}>
            {t("followup:do.talk", { kind: t(`followup:talkKind.${kind}`) })}
          </Button>
        )}
        <Button onClick={() => saveCsv({ letters, talks })}>{t("followup:do.csv")}</Button>
      </div>
      {shows("reports") && (
        <Section
          title={t("followup:register.reports")}
          none={t("followup:register.noReports")}
          rows={reports.map((report) => (
            <ReportItem key={report.report} report={report} />
          ))}
        />
      )}
      {shows("letters") && (
        <Section
          title={t("followup:register.letters")}
          none={t("followup:register.noLetters")}
          rows={letters.map((letter) => (
            <LetterItem key={letter.letter} letter={letter} />
          ))}
        />
      )}
      {(shows("firms") || shows("experts")) && (
        <Section
          title={t("followup:register.talks")}
          none={t("followup:register.noTalks")}
          rows={talks.map((talk) => (
            <TalkItem key={talk.talk} talk={talk} />
          ))}
        />
      )}
      {open === "letter" && <LetterForm units={register.units} onClose={close} />}
      {open === "talk" && kind !== undefined && (
        <TalkForm kind={kind} parties={[]} onClose={close} />
      )}
    </>
  );
}

export function RegisterPage() {
  const { t } = useTranslation();
  const period = usePeriod();
  const register = useRegister({ from: period.from, to: period.to });
  return (
    <div className="page">
      <title>{t("followup:register.documentTitle")}</title>
      <QueryState query={register} />
      {register.data !== undefined && <Content register={register.data} period={period} />}
    </div>
  );
}
