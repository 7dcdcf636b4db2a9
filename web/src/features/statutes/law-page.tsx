/** The law register: what each article says, from when to when, how far it was read, and what rests on it. */
import { Button, Input } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useSearchParams } from "react-router";

import type { LawRow, LawView, RuleRow } from "../../../../contract/src/statutes.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Panel, Tag } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty } from "../../ui/states.tsx";
import { useLaw } from "./queries.ts";
import { StatuteHead, useMayEnter } from "./statute-head.tsx";
import { useStatuteWords } from "./words.ts";

import "./statutes.css";

const STATES = ["all", "inForce", "coming", "ended", "clocks", "unread"] as const;
type State = (typeof STATES)[number];

const isIn = (state: State, row: LawRow, today: string): boolean =>
  ({
    all: true,
    inForce: row.isInForce,
    coming: row.validFrom !== null && row.validFrom > today,
    ended: row.validTo !== null && row.validTo < today,
    clocks: row.clocks.length > 0,
    unread: row.verified !== "text-read",
  })[state];

function Validity({ row, today }: { readonly row: LawRow; readonly today: string }) {
  const { t } = useTranslation();
  const state = row.isInForce
    ? "inForce"
    : row.validFrom !== null && row.validFrom > today
      ? "coming"
      : "ended";
  return (
    <>
      <Tag tone={state === "inForce" ? "accent" : state === "coming" ? "prov" : "plain"}>
        {t(`statutes:state.${state}`)}
      </Tag>
      <span className="statute-line statute-nowrap">
        {row.validFrom === null
          ? t("statutes:fromSetting")
          : t("statutes:from", { day: row.validFrom })}
      </span>
      {row.validTo !== null && (
        <span className="statute-line statute-nowrap">
          {t("statutes:until", { day: row.validTo })}
        </span>
      )}
    </>
  );
}

function Resting({ row }: { readonly row: LawRow }) {
  const { t } = useTranslation();
  const words = useStatuteWords();
  if (row.clocks.length === 0 && row.duties === 0)
    return <span className="meta">{t("statutes:quotedByNone")}</span>;
  return (
    <span className="statute-quoted">
      {row.clocks.map((clock) => (
        <span key={clock} className="statute-line">
          {words.clock(clock)}
        </span>
      ))}
      {row.duties > 0 && (
        <Link className="statute-line" to="/duties">
          {t("statutes:dutiesOn", { count: row.duties })}
        </Link>
      )}
    </span>
  );
}

/** Notes of research are English, those of a city Chinese. */
const languageOf = (text: string) => (/^[\x20-\x7e]/u.test(text) ? "en" : "zh-CN");

function useColumns(today: string): readonly Column<LawRow>[] {
  const { t } = useTranslation();
  const words = useStatuteWords();
  const mayEnter = useMayEnter();
  return [
    {
      id: "article",
      head: t("statutes:column.article"),
      isHead: true,
      cell: ({ id, instrument, article, level, place, entered }) => (
        <>
          {instrument} {article}
          <span className="statute-line meta">
            <code>{id}</code> {words.level(level)} {words.place(place)}
            {entered !== undefined && ` ${t("statutes:versionNo", { version: entered.version })}`}
          </span>
        </>
      ),
    },
    {
      id: "summary",
      head: t("statutes:column.summary"),
      cell: ({ summaryZh, note, source }) => (
        <details className="statute-more">
          <summary>{summaryZh}</summary>
          <p className="meta">
            {t("statutes:source")}
            <span lang={languageOf(source)}>{source}</span>
          </p>
          {note !== null && (
            <p className="meta" lang={languageOf(note)}>
              {note}
            </p>
          )}
        </details>
      ),
    },
    {
      id: "validity",
      head: t("statutes:column.validity"),
      cell: (row) => <Validity row={row} today={today} />,
    },
    {
      id: "verified",
      head: t("statutes:column.verified"),
      cell: ({ verified }) => (
        <span className="statute-nowrap">
          <Tag tone={verified === "text-read" ? "plain" : "due"}>{words.verified(verified)}</Tag>
        </span>
      ),
    },
    {
      id: "quoted",
      head: t("statutes:column.quoted"),
      cell: (row) => <Resting row={row} />,
    },
    ...(mayEnter
      ? [
          {
            id: "act",
            head: t("statutes:column.act"),
            cell: ({ id }: LawRow) => (
              <Link
                className="statute-nowrap"
                to={`/calendar/enter/article?replaces=${encodeURIComponent(id)}`}
              >
                {t("statutes:replace")}
              </Link>
            ),
          },
        ]
      : []),
  ];
}

const basisOf = ({ articles }: RuleRow) => <code>{articles.join(" ")}</code>;

function Rules({ rules }: { readonly rules: readonly RuleRow[] }) {
  const { t } = useTranslation();
  const words = useStatuteWords();
  return (
    <Panel title={t("statutes:rules")} flush>
      <DataTable
        caption={t("statutes:rules")}
        rows={rules}
        rowKey={({ clock, regimes, articles }) => `${clock} ${regimes.join()} ${articles.join()}`}
        columns={[
          {
            id: "clock",
            head: t("statutes:column.clock"),
            isHead: true,
            cell: ({ clock }) => words.clock(clock),
          },
          {
            id: "regimes",
            head: t("statutes:column.regimes"),
            cell: ({ regimes }) => words.regimes(regimes),
          },
          {
            id: "period",
            head: t("statutes:column.period"),
            cell: ({ length, unit }) => words.period(length, unit),
          },
          {
            id: "articles",
            head: t("statutes:column.basis"),
            cell: basisOf,
          },
        ]}
      />
    </Panel>
  );
}

function Shown({ view }: { readonly view: LawView }) {
  const { t } = useTranslation();
  const words = useStatuteWords();
  const [params, setParams] = useSearchParams();
  const q = params.get("q") ?? "";
  const state = STATES.find((one) => one === params.get("state")) ?? "all";
  const set = (name: string, value: string) =>
    setParams(
      (before) => {
        if (value === "") before.delete(name);
        else before.set(name, value);
        return before;
      },
      { replace: true },
    );
  const textOf = ({ id, instrument, article, summaryZh, clocks }: LawRow) =>
    [id, instrument, article, summaryZh, ...clocks.map(words.clock)].join(" ");
  const rows = view.articles.filter(
    (row) => isIn(state, row, view.today) && textOf(row).includes(q.trim()),
  );
  const columns = useColumns(view.today);
  return (
    <>
      <div className="statute-bar">
        <Input
          className="filter-search"
          type="search"
          aria-label={t("statutes:search")}
          placeholder={t("statutes:search")}
          prefix={<Icon name="search" />}
          value={q}
          onChange={({ target }) => set("q", target.value)}
        />
        <div className="tabs" role="group" aria-label={t("statutes:filter")}>
          {STATES.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={one === state}
              onClick={() => set("state", one === "all" ? "" : one)}
            >
              {t(`statutes:filters.${one}`)}
            </button>
          ))}
        </div>
      </div>
      <div className={rows.length === 0 ? "panel panel-body" : "panel"}>
        {rows.length === 0 ? (
          <Empty
            title={t("statutes:nothingFound")}
            next={<Link to="?">{t("statutes:clearFilter")}</Link>}
          />
        ) : (
          <DataTable
            caption={t("statutes:view.law")}
            rows={rows}
            rowKey={({ id }) => id}
            columns={columns}
          />
        )}
      </div>
      <Rules rules={view.rules} />
    </>
  );
}

export function LawPage() {
  const { t } = useTranslation();
  const law = useLaw();
  const mayEnter = useMayEnter();
  const navigate = useNavigate();
  const inForce = law.data?.articles.filter((row) => row.isInForce).length ?? 0;
  return (
    <div className="page">
      <title>{t("statutes:view.law")}</title>
      <h1 className="page-sentence">
        {law.data === undefined
          ? t("statutes:view.law")
          : t("statutes:lawSentence", { count: law.data.articles.length, inForce })}
      </h1>
      <StatuteHead />
      {mayEnter && (
        <p>
          <Button onClick={() => void navigate("/calendar/enter/article")}>
            {t("statutes:enterArticle")}
          </Button>
        </p>
      )}
      <QueryState query={law} />
      {law.data !== undefined && <Shown view={law.data} />}
    </div>
  );
}
