/** The working days of a year, the notice that made it, its versions; and the years that are not published. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useSearchParams } from "react-router";

import type { CalendarVersion, CalendarView } from "../../../../contract/src/statutes.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Panel, Tag } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty, Notice } from "../../ui/states.tsx";
import { useCalendar } from "./queries.ts";
import { StatuteHead, useMayEnter } from "./statute-head.tsx";
import { YearPicture } from "./year-picture.tsx";

import "./statutes.css";

const lastOf = (versions: readonly CalendarVersion[], year: number) =>
  versions.findLast((one) => one.year === year);

function Versions({ versions }: { readonly versions: readonly CalendarVersion[] }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("statutes:versions")}>
      <ol className="statute-versions">
        {versions.toReversed().map((one, index) => (
          <li key={one.version}>
            <p>
              <Tag tone={index === 0 ? "accent" : "plain"}>
                {one.version === 0
                  ? t("statutes:shipped")
                  : t("statutes:versionNo", { version: one.version })}
              </Tag>{" "}
              {one.ground ?? t("statutes:shippedWhy")}
              {one.enteredAt !== undefined && (
                <span className="meta"> {dayAndTime(one.enteredAt)}</span>
              )}
            </p>
            {one.notices.map((address) => (
              <p key={address} className="statute-address">
                <a href={address} target="_blank" rel="noreferrer">
                  {t("statutes:noticeText")}
                </a>{" "}
                <code className="meta">{address}</code>
              </p>
            ))}
            {(one.moved ?? 0) > 0 && (
              <p className="meta">
                {t("statutes:movedByIt", { count: one.moved })}{" "}
                <a href={`/api/statutes/moved.csv?entry=${one.year}/${one.version}`} download>
                  {t("statutes:download")}
                </a>
              </p>
            )}
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function Unpublished({ year }: { readonly year: number }) {
  const { t } = useTranslation();
  const mayEnter = useMayEnter();
  return (
    <div className="panel panel-body">
      <Empty
        title={t("statutes:unpublished", { year })}
        why={t("statutes:unpublishedWhy")}
        next={
          mayEnter && (
            <Link to={`/calendar/enter/year?year=${year}`}>
              {t("statutes:enterYear", { year })}
            </Link>
          )
        }
      />
    </div>
  );
}

function YearBar({ years, year }: { readonly years: readonly number[]; readonly year: number }) {
  const { t } = useTranslation();
  const [, setParams] = useSearchParams();
  const navigate = useNavigate();
  const mayEnter = useMayEnter();
  const go = (to: number) => setParams({ year: String(to) }, { replace: true });
  const [first = year, last = year] = [years[0], years.at(-1)];
  return (
    <div className="statute-bar">
      <Button disabled={year <= first} onClick={() => go(year - 1)}>
        {t("statutes:yearBefore")}
      </Button>
      <select
        className="select"
        aria-label={t("statutes:year")}
        value={year}
        onChange={({ target }) => go(Number(target.value))}
      >
        {years.toReversed().map((one) => (
          <option key={one} value={one}>
            {t("statutes:yearNo", { year: one })}
          </option>
        ))}
      </select>
      <Button disabled={year >= last} onClick={() => go(year + 1)}>
        {t("statutes:yearAfter")}
      </Button>
      {mayEnter && (
        <Button onClick={() => void navigate(`/calendar/enter/year?year=${year}`)}>
          {t("statutes:changeYear")}
        </Button>
      )}
    </div>
  );
}

function Shown({ view, year }: { readonly view: CalendarView; readonly year: number }) {
  const { t } = useTranslation();
  const { versions, today, alarm } = view;
  const current = lastOf(versions, year);
  const published = [...new Set(versions.map((one) => one.year))];
  const years = [...published, (published.at(-1) ?? year) + 1];
  return (
    <>
      {alarm !== null && (
        <Notice tone="due">
          <p>{t("statutes:alarm", { ...alarm })}</p>
        </Notice>
      )}
      <YearBar years={years} year={year} />
      {current === undefined ? (
        <Unpublished year={year} />
      ) : (
        <>
          <YearPicture
            year={year}
            notice={current}
            next={lastOf(versions, year + 1)}
            today={today}
          />
          <Versions versions={versions.filter((one) => one.year === year)} />
        </>
      )}
    </>
  );
}

export function CalendarPage() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const calendar = useCalendar();
  const view = calendar.data;
  const year = Number(params.get("year") ?? view?.today.slice(0, 4) ?? 0);
  return (
    <div className="page">
      <title>{t("statutes:title")}</title>
      <h1 className="page-sentence">
        {view === undefined
          ? t("statutes:title")
          : t(
              lastOf(view.versions, year) === undefined
                ? "statutes:sentenceNone"
                : "statutes:sentence",
              { year },
            )}
      </h1>
      <StatuteHead />
      <QueryState query={calendar} />
      {view !== undefined && <Shown view={view} year={year} />}
    </div>
  );
}
