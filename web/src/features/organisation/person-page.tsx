/** A person: what he could see and do on a day, and how that came about. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";

import type { PersonView, Right } from "../../../../contract/src/organisation-api.ts";
import { csvOf, downloadText } from "../../ui/csv.ts";
import { Icon } from "../../ui/icon.tsx";
import { Panel, Tag } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Skeleton } from "../../ui/states.tsx";
import { AccountPanel } from "../accounts/index.ts";
import { api, useSession } from "../session/index.ts";
import { ActButton } from "./act-sheet.tsx";
import { ClauseList } from "./clause-list.tsx";
import { DayPicker, useDay } from "./day-picker.tsx";
import { HistoryPanel } from "./history-panel.tsx";

import "./organisation.css";
import { useAct, usePerson } from "./queries.ts";
import { useTerm } from "./term.ts";
import { useClauseWords, useWord } from "./words.ts";

function RightPart({ right }: { readonly right: Right }) {
  const { t } = useTranslation();
  const word = useWord();
  return (
    <div className="right">
      <p>
        <b>{right.title}</b>{" "}
        <Link to={`/organisation/units/${right.unit.id}`}>{right.unit.name}</Link>{" "}
        <Tag>{word("role", right.role)}</Tag> <Tag tone="accent">{word("basis", right.basis)}</Tag>{" "}
        {right.until !== undefined && (
          <span className="meta">{t("organisation:person.until", { until: right.until })}</span>
        )}
      </p>
      <p className="sub-title">{t("organisation:person.sees")}</p>
      <ClauseList clauses={right.jurisdiction} />
      <details>
        <summary>
          {t("organisation:person.permissions", { count: right.permissions.length })}
        </summary>
        <p>
          {right.permissions.map((permission) => (
            <code key={permission} className="permission">
              {permission}
            </code>
          ))}
        </p>
      </details>
    </div>
  );
}

function Rights({ view }: { readonly view: PersonView }) {
  const { t } = useTranslation();
  const word = useWord();
  const clause = useClauseWords();
  const title = t("organisation:person.rights", { name: view.name, on: view.on });
  const save = () => {
    const rows = view.rights.map((right) => [
      right.unit.name,
      right.title,
      word("role", right.role),
      word("basis", right.basis),
      right.until ?? "",
      right.jurisdiction.map(clause).join(" | "),
      right.permissions.join(" "),
    ]);
    const head = ["unit", "post", "role"].map((one) =>
      t(`organisation:unit.${one === "unit" ? "facts" : one}`),
    );
    downloadText(
      `${view.person}-${view.on}.csv`,
      csvOf([[title], [...head, "", "", t("organisation:unit.jurisdiction"), ""], ...rows]),
    );
  };
  return (
    <Panel
      title={title}
      aside={
        <Button size="small" icon={<Icon name="download" />} onClick={save}>
          {t("organisation:person.export")}
        </Button>
      }
    >
      {view.rights.length === 0 ? (
        <p>{t("organisation:person.noRights")}</p>
      ) : (
        view.rights.map((right) => <RightPart key={right.post + right.basis} right={right} />)
      )}
    </Panel>
  );
}

interface TermListProps {
  readonly title: string;
  readonly rows: readonly {
    readonly key: string;
    readonly text: React.ReactNode;
    readonly from: string;
    readonly to?: string | undefined;
  }[];
}

function TermList({ title, rows }: TermListProps) {
  const term = useTerm();
  if (rows.length === 0) return null;
  return (
    <Panel title={title}>
      <ul className="plain-list">
        {rows.map(({ key, text, from, to }) => (
          <li key={key}>
            {text} <span className="meta">{term(from, to)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Handovers({ view }: { readonly view: PersonView }) {
  const { t } = useTranslation();
  const receive = useAct(api.receiveHandover);
  if (view.handovers.length === 0) return null;
  return (
    <Panel title={t("organisation:person.handovers")}>
      {receive.error !== null && <ProblemNotice error={receive.error} />}
      <ul className="plain-list">
        {view.handovers.map(
          ({ handover, giver, taker, title, items, note, receivedAt, lastDay }) => (
            <li key={handover}>
              {t("organisation:person.handover", {
                giver: giver.name,
                taker: taker.name,
                title,
                count: items.length,
              })}{" "}
              <span className="meta">{lastDay}</span>
              <Tag tone={receivedAt === undefined ? "due" : "plain"}>
                {t(`organisation:person.${receivedAt === undefined ? "waiting" : "received"}`)}
              </Tag>
              {note !== undefined && <p className="say">{note}</p>}
              {items.map((item) => (
                <Link
                  key={item.lead}
                  className="block"
                  to={`/leads/${encodeURIComponent(item.lead)}`}
                >
                  {item.number} {item.title}
                </Link>
              ))}
              {receivedAt === undefined && view.may.isSelf && taker.id === view.person && (
                <Button loading={receive.isPending} onClick={() => receive.mutate(handover)}>
                  {t("organisation:person.receive")}
                </Button>
              )}
            </li>
          ),
        )}
      </ul>
    </Panel>
  );
}

function Terms({ view }: { readonly view: PersonView }) {
  const { t } = useTranslation();
  const word = useWord();
  const permissions = useSession().data?.permissions ?? [];
  const mayEnd = view.may.actFor && permissions.includes("organisation.appoint");
  return (
    <>
      <TermList
        title={t("organisation:person.appointments")}
        rows={view.appointments.map((row) => ({
          key: row.appointment,
          from: row.from,
          to: row.to,
          text: (
            <>
              {row.unit.name} {row.title} <Tag>{word("role", row.role)}</Tag>
              {mayEnd && row.to === undefined && (
                <ActButton act="end" context={{ appointment: row.appointment }} />
              )}
            </>
          ),
        }))}
      />
      <TermList
        title={t("organisation:person.delegations")}
        rows={view.delegations.map((row) => ({
          key: row.delegation,
          from: row.from,
          to: row.to,
          text: t("organisation:person.delegated", {
            giver: row.giver.name,
            taker: row.taker.name,
            title: row.title,
          }),
        }))}
      />
      <TermList
        title={t("organisation:person.leaves")}
        rows={view.leaves.map((row) => ({
          key: row.leave,
          from: row.from,
          to: row.to,
          text: t("organisation:person.deputy", {
            person: row.person.name,
            deputy: row.deputy.name,
          }),
        }))}
      />
      <TermList
        title={t("organisation:person.recusals")}
        rows={view.recusals.map((row) => ({
          key: row.recusal,
          from: row.from,
          to: row.to,
          text: `${row.party} · ${word("relation", row.relation)}`,
        }))}
      />
    </>
  );
}

/** What the person, or who may act for him, can do here. */
function OwnActs({ view }: { readonly view: PersonView }) {
  const own = view.rights.find(({ basis }) => basis === "appointment")?.post;
  if (!view.may.actFor) return null;
  return (
    <p className="row-acts">
      {view.may.isSelf && own !== undefined && (
        <>
          <ActButton act="delegate" context={{ post: own }} />
          <ActButton act="handover" context={{ post: own }} />
        </>
      )}
      <ActButton act="leave" context={{ person: view.person }} />
      <ActButton act="recusal" context={{ person: view.person }} />
    </p>
  );
}

export function PersonPage() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const [day, setDay] = useDay();
  const { data: view, error, isPending } = usePerson(id, day);
  return (
    <div className="page">
      <title>{view?.name ?? t("organisation:title")}</title>
      <nav className="crumbs" aria-label={t("organisation:title")}>
        <Link to="/organisation">{t("organisation:title")}</Link>
      </nav>
      <h1 className="page-sentence">{view?.name ?? t("organisation:title")}</h1>
      <DayPicker day={day} shown={view?.on ?? ""} onChange={setDay} />
      {isPending && <Skeleton label={t("console:loading")} />}
      {error !== null && <ProblemNotice error={error} />}
      {view !== undefined && (
        <>
          <OwnActs view={view} />
          <AccountPanel person={view.person} />
          <Rights view={view} />
          <Handovers view={view} />
          <Terms view={view} />
          <HistoryPanel entries={view.history} />
        </>
      )}
    </div>
  );
}
