/** "To whom would this go?": a matter, a day, and the whole explanation. */
import { Input } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import {
  DUTY_INDUSTRIES,
  DUTY_MATTERS,
  DUTY_STAGES,
  type RouteCandidate,
  type RouteQuery,
  type RouteView,
  type Seer,
} from "../../../../contract/src/duties.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { Field } from "../../ui/field.tsx";
import { Panel, Tag } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Notice, Skeleton } from "../../ui/states.tsx";
import { DutyHead } from "./duty-head.tsx";
import { Basis, Contact } from "./item-table.tsx";
import { useRoute } from "./queries.ts";
import { useDutyWords } from "./words.ts";

import "./duties.css";

const REGIMES = ["works", "procurement", "land", "mineral", "property", "other"] as const;
const NAMES = ["matter", "regime", "industry", "place", "amount", "stage", "day"] as const;
type Name = (typeof NAMES)[number];
type Values = Readonly<Partial<Record<Name, string>>>;

const WAN = 10_000;
const PLACE = /^\d{2,12}$/u;
const WHOLE = /^\d{1,9}$/u;

/** What is filled in, as the server takes it; an amount is typed in 万元. */
function queryOf(values: Values): RouteQuery {
  const { matter = "lead", amount, place, ...rest } = values;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== ""));
  return {
    ...given,
    matter,
    ...(place !== undefined && PLACE.test(place) ? { place } : {}),
    ...(amount !== undefined && WHOLE.test(amount) ? { amount: String(Number(amount) * WAN) } : {}),
  };
}

interface FormProps {
  readonly values: Values;
  readonly set: (name: Name, value: string) => void;
}

function RouteForm({ values, set }: FormProps) {
  const { t } = useTranslation();
  const words = useDutyWords();
  const choice = (name: Name, codes: readonly string[], wordOf: (code: string) => string) => (
    <Field label={t(`duties:ask.${name}`)}>
      {({ id }) => (
        <select
          id={id}
          className="select"
          value={values[name] ?? (name === "matter" ? "lead" : "")}
          onChange={({ target }) => set(name, target.value)}
        >
          {name !== "matter" && <option value="">{t("duties:ask.unknown")}</option>}
          {codes.map((code) => (
            <option key={code} value={code}>
              {wordOf(code)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
  const text = (name: Name, type: string, isRight: (value: string) => boolean) => {
    const value = values[name] ?? "";
    return (
      <Field
        label={t(`duties:ask.${name}`)}
        error={value === "" || isRight(value) ? undefined : t(`duties:ask.${name}Wrong`)}
      >
        {(ids) => (
          <Input
            {...ids}
            type={type}
            inputMode={type === "text" ? "numeric" : undefined}
            value={value}
            onChange={({ target }) => set(name, target.value)}
          />
        )}
      </Field>
    );
  };
  return (
    <form className="duty-form" onSubmit={(event) => event.preventDefault()}>
      {choice("matter", DUTY_MATTERS, (code) => words.word("matter", code))}
      {choice("regime", REGIMES, words.regime)}
      {choice("industry", DUTY_INDUSTRIES, (code) => words.word("industry", code))}
      {text("place", "text", (value) => PLACE.test(value))}
      {text("amount", "text", (value) => WHOLE.test(value))}
      {choice("stage", DUTY_STAGES, (code) => words.word("stage", code))}
      {text("day", "date", () => true)}
    </form>
  );
}

const Row = ({ term, children }: { readonly term: string; readonly children: ReactNode }) => (
  <div>
    <dt>{term}</dt>
    <dd>{children}</dd>
  </div>
);

function Answer({ view }: { readonly view: RouteView }) {
  const { t } = useTranslation();
  const words = useDutyWords();
  const { duty, fallback, list } = view;
  if (duty === null)
    return (
      <Notice tone="due">
        <p>
          <b>{t("duties:orphan")}</b> {t("duties:orphanWhy")}
        </p>
        {fallback !== null && (
          <p>
            {t("duties:orphanAsk", { department: fallback.department.name })}{" "}
            {fallback.contact.phone}
          </p>
        )}
      </Notice>
    );
  const { item } = duty;
  return (
    <Panel title={t("duties:goesTo", { department: duty.department.name })}>
      <dl className="duty-facts">
        <Row term={t("duties:column.item")}>
          {item === undefined ? (
            t("duties:single")
          ) : (
            <>
              <code>{item.item}</code> {words.matter(item)} · {words.cover(item)}
            </>
          )}
        </Row>
        <Row term={t("duties:column.basis")}>
          {item === undefined ? duty.legalBasis : <Basis item={item} />}
        </Row>
        {item !== undefined && (
          <>
            <Row term={t("duties:column.statutory")}>{words.limit(item.statutoryLimit)}</Row>
            <Row term={t("duties:column.committed")}>{words.limit(item.committedLimit)}</Row>
            <Row term={t("duties:column.contact")}>
              <Contact contact={item.contact} />
            </Row>
          </>
        )}
        {list !== null && <Row term={t("duties:version")}>{list.title}</Row>}
      </dl>
    </Panel>
  );
}

function useSeerColumns(): readonly Column<Seer>[] {
  const { t, i18n } = useTranslation();
  const roleKey = (role: string) => `organisation:role.${role}`;
  return [
    {
      id: "post",
      head: t("duties:seer.post"),
      isHead: true,
      cell: ({ title, unit }) => (
        <span>
          {title}
          <span className="duty-line meta">{unit.name}</span>
        </span>
      ),
    },
    {
      id: "role",
      head: t("duties:seer.role"),
      cell: ({ role }) => (i18n.exists(roleKey(role)) ? t(roleKey(role)) : role),
    },
    {
      id: "persons",
      head: t("duties:seer.persons"),
      cell: ({ persons }) => (persons.length === 0 ? t("duties:seer.vacant") : persons.join("、")),
    },
    {
      id: "sees",
      head: t("duties:seer.sees"),
      cell: ({ acts, sees }) => (
        <Tag tone={acts ? "accent" : sees ? "plain" : "due"}>
          {t(`duties:seer.${acts ? "acts" : sees ? "reads" : "blind"}`)}
        </Tag>
      ),
    },
  ];
}

function Seers({ view }: { readonly view: RouteView }) {
  const { t } = useTranslation();
  const { duty, seers } = view;
  const columns = useSeerColumns();
  if (duty === null) return null;
  return (
    <Panel title={t("duties:seer.title", { department: duty.department.name })} flush>
      <p className="duty-note">
        {t(`duties:seer.as.${view.seenAs === "process" ? "process" : "matter"}`)}
      </p>
      {seers.some(({ acts }) => acts) ? null : (
        <div className="duty-note">
          <Notice tone="due">
            <p>
              <b>{t(seers.length === 0 ? "duties:seer.noUnit" : "duties:seer.nobody")}</b>
            </p>
          </Notice>
        </div>
      )}
      {seers.length > 0 && (
        <DataTable
          caption={t("duties:seer.caption")}
          columns={columns}
          rows={seers}
          rowKey={({ post }) => post}
        />
      )}
    </Panel>
  );
}

const AWAY = new Set(["notInForce", "superseded"]);

function useCandidateColumns(): readonly Column<RouteCandidate>[] {
  const { t } = useTranslation();
  const words = useDutyWords();
  const why = ({ won, reason, by }: RouteCandidate): string => {
    if (won) return t("duties:why.won");
    return reason === "lessSpecific" && by !== undefined
      ? t(`duties:why.by.${by}`)
      : t(`duties:why.${reason ?? "tie"}`);
  };
  return [
    {
      id: "item",
      head: t("duties:column.item"),
      isHead: true,
      cell: ({ item, list }) => (
        <span>
          {list === undefined ? t("duties:single") : <code>{item}</code>}{" "}
          {list !== undefined && (
            <span className="meta">{t("duties:versionNo", { number: list })}</span>
          )}
        </span>
      ),
    },
    { id: "cover", head: t("duties:column.cover"), cell: (row) => words.cover(row) },
    {
      id: "department",
      head: t("duties:column.department"),
      cell: ({ department }) => department.name,
    },
    { id: "why", head: t("duties:column.why"), cell: why },
  ];
}

function Candidates({ candidates }: { readonly candidates: readonly RouteCandidate[] }) {
  const { t } = useTranslation();
  const columns = useCandidateColumns();
  const now = candidates.filter(({ reason }) => reason === undefined || !AWAY.has(reason));
  const away = candidates.filter(({ reason }) => reason !== undefined && AWAY.has(reason));
  const keyOf = ({ item, list }: RouteCandidate) => `${list ?? ""}/${item}`;
  return (
    <Panel title={t("duties:explanation", { count: candidates.length })} flush>
      {now.length === 0 ? (
        <p className="duty-note">{t("duties:noCandidate")}</p>
      ) : (
        <DataTable
          caption={t("duties:why.caption")}
          columns={columns}
          rows={now}
          rowKey={keyOf}
          rowClass={({ won }) => (won ? "is-subject" : "")}
        />
      )}
      {away.length > 0 && (
        <details className="duty-note">
          <summary>{t("duties:away", { count: away.length })}</summary>
          <DataTable
            caption={t("duties:away", { count: away.length })}
            columns={columns}
            rows={away}
            rowKey={keyOf}
          />
        </details>
      )}
    </Panel>
  );
}

export function DutyRoutePage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const values: Values = Object.fromEntries(
    NAMES.flatMap((name) => (params.has(name) ? [[name, params.get(name) ?? ""]] : [])),
  );
  const route = useRoute(queryOf(values));
  const set = (name: Name, value: string) =>
    setParams(
      (before) => {
        if (value === "") before.delete(name);
        else before.set(name, value);
        return before;
      },
      { replace: true },
    );
  return (
    <div className="page">
      <title>{t("duties:view.route")}</title>
      <h1 className="page-sentence">{t("duties:routeTitle")}</h1>
      <DutyHead />
      <RouteForm values={values} set={set} />
      {route.isPending && <Skeleton label={t("console:loading")} />}
      {route.error !== null && <ProblemNotice error={route.error} />}
      {route.data !== undefined && (
        <div className="duty-stack">
          <Answer view={route.data} />
          <Seers view={route.data} />
          <Candidates candidates={route.data.candidates} />
        </div>
      )}
    </div>
  );
}
