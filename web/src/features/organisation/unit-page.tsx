/** A unit on a day: registration, posts with holders and jurisdiction, units below, history. */
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";

import type { UnitNode, UnitPost, UnitView } from "../../../../contract/src/organisation-api.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { Panel, Tag } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Empty, Skeleton } from "../../ui/states.tsx";
import { ActButton } from "./act-sheet.tsx";
import { ClauseList } from "./clause-list.tsx";
import { DayPicker, useDay } from "./day-picker.tsx";
import { HistoryPanel } from "./history-panel.tsx";

import "./organisation.css";
import { useUnit } from "./queries.ts";
import { useWord } from "./words.ts";

function usePostColumns({ may, unit }: UnitView): readonly Column<UnitPost>[] {
  const { t } = useTranslation();
  const word = useWord();
  const columns: Column<UnitPost>[] = [
    {
      id: "title",
      head: t("organisation:unit.post"),
      isHead: true,
      cell: ({ title, post }) => (
        <>
          {title}
          <br />
          <code className="meta">{post}</code>
        </>
      ),
    },
    {
      id: "role",
      head: t("organisation:unit.role"),
      cell: ({ role }) => <Tag>{word("role", role)}</Tag>,
    },
    {
      id: "holders",
      head: t("organisation:unit.holder"),
      cell: ({ holders }) =>
        holders.length === 0
          ? t("organisation:unit.vacant")
          : holders.map(({ appointment, person, name, from }) => (
              <span key={appointment} className="block">
                <Link to={`/organisation/persons/${person}`}>{name}</Link>{" "}
                <span className="meta">{t("organisation:unit.since", { from })}</span>
              </span>
            )),
    },
    {
      id: "jurisdiction",
      head: t("organisation:unit.jurisdiction"),
      cell: ({ jurisdiction }) => <ClauseList clauses={jurisdiction} />,
    },
  ];
  if (!may.appoint) return columns;
  return [
    ...columns,
    {
      id: "acts",
      head: t("organisation:unit.acts"),
      cell: (post) => (
        <span className="row-acts">
          <ActButton act="appoint" context={{ post: post.post }} />
          {may.manage && (
            <ActButton act="change-post" context={{ unit: unit.unit, definition: post }} />
          )}
        </span>
      ),
    },
  ];
}

function Posts({ view }: { readonly view: UnitView }) {
  const { t } = useTranslation();
  const columns = usePostColumns(view);
  return (
    <Panel
      title={t("organisation:unit.posts")}
      flush
      aside={
        <span className="row-acts">
          {view.may.manage && <ActButton act="define-post" context={{ unit: view.unit.unit }} />}
          {view.may.appoint && <ActButton act="register-person" context={{}} />}
        </span>
      }
    >
      {view.posts.length === 0 ? (
        <p className="panel-note">{t("organisation:unit.noPosts")}</p>
      ) : (
        <DataTable
          caption={t("organisation:unit.posts")}
          columns={columns}
          rows={view.posts}
          rowKey={({ post }) => post}
        />
      )}
    </Panel>
  );
}

interface RegistrationProps {
  readonly unit: UnitNode;
  readonly suffix: string;
}

function Registration({ unit, suffix }: RegistrationProps) {
  const { t } = useTranslation();
  const word = useWord();
  return (
    <Panel title={t("organisation:unit.facts")}>
      <dl className="facts">
        <div>
          <dt>{t("organisation:unit.kind")}</dt>
          <dd>{word("unitKind", unit.kind)}</dd>
        </div>
        <div>
          <dt>{t("organisation:unit.code")}</dt>
          <dd>
            <code>{unit.unit}</code>
          </dd>
        </div>
        {unit.place !== undefined && (
          <div>
            <dt>{t("organisation:unit.place")}</dt>
            <dd>
              <code>{unit.place}</code>
            </dd>
          </div>
        )}
        {unit.stationedIn !== undefined && (
          <div>
            <dt>{t("organisation:unit.stationedIn")}</dt>
            <dd>
              <Link to={`/organisation/units/${unit.stationedIn}${suffix}`}>
                <code>{unit.stationedIn}</code>
              </Link>
            </dd>
          </div>
        )}
      </dl>
    </Panel>
  );
}

export function UnitPage() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const [day, setDay] = useDay();
  const { data: view, error, isPending } = useUnit(id, day);
  const suffix = day === "" ? "" : `?on=${day}`;
  return (
    <div className="page">
      <title>{view?.unit.name ?? t("organisation:title")}</title>
      <nav className="crumbs" aria-label={t("organisation:title")}>
        <Link to={`/organisation${suffix}`}>{t("organisation:title")}</Link>
        {view?.path.map((above) => (
          <Link key={above.id} to={`/organisation/units/${above.id}${suffix}`}>
            {above.name}
          </Link>
        ))}
      </nav>
      <h1 className="page-sentence">{view?.unit.name ?? t("organisation:title")}</h1>
      <DayPicker day={day} shown={view?.on ?? ""} onChange={setDay} />
      {isPending && <Skeleton label={t("console:loading")} />}
      {error !== null && <ProblemNotice error={error} />}
      {view !== undefined && (
        <>
          <Posts view={view} />
          <Registration unit={view.unit} suffix={suffix} />
          {view.children.length > 0 && (
            <Panel title={t("organisation:unit.children")}>
              <ul className="plain-list">
                {view.children.map((child) => (
                  <li key={child.unit}>
                    <Link to={`/organisation/units/${child.unit}${suffix}`}>{child.name}</Link>
                    <span className="meta">
                      {t("organisation:persons", { count: child.persons })}
                    </span>
                  </li>
                ))}
              </ul>
            </Panel>
          )}
          {view.history.length === 0 ? (
            <Empty title={t("organisation:person.noEntries")} />
          ) : (
            <HistoryPanel entries={view.history} />
          )}
        </>
      )}
    </div>
  );
}
