/** The whole organisation on a day. */
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import { Icon } from "../../ui/icon.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty } from "../../ui/states.tsx";
import { useAccount, useSession } from "../session/index.ts";
import { ActButton } from "./act-sheet.tsx";
import { DayPicker, useDay } from "./day-picker.tsx";

import "./organisation.css";
import { useOrganisation, usePersons } from "./queries.ts";
import { UnitTree } from "./unit-tree.tsx";

function PersonFinder() {
  const { t } = useTranslation();
  const [q, setQ] = useState("");
  const found = usePersons(q);
  return (
    <div className="person-finder">
      <Input
        type="search"
        aria-label={t("organisation:findPerson")}
        placeholder={t("organisation:form.searchPerson")}
        prefix={<Icon name="person" />}
        value={q}
        onChange={(event) => setQ(event.target.value)}
      />
      {q !== "" && (
        <ul className="plain-list">
          {found.data?.rows.slice(0, 8).map(({ person, name, posts }) => (
            <li key={person}>
              <Link to={`/organisation/persons/${person}`}>{name}</Link>
              <span className="meta">{posts[0]}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Links() {
  const { t } = useTranslation();
  const account = useAccount();
  const permissions = useSession().data?.permissions ?? [];
  return (
    <p className="organisation-links">
      <Link to={`/organisation/persons/${account}`}>{t("organisation:mine")}</Link>
      {permissions.includes("accounts.read") && (
        <Link to="/organisation/accounts">{t("organisation:accounts")}</Link>
      )}
      {permissions.includes("organisation.manage") && (
        <>
          <ActButton act="register-unit" context={{}} />
          <Link to="/organisation/import">{t("organisation:import")}</Link>
        </>
      )}
    </p>
  );
}

export function OrganisationPage() {
  const { t } = useTranslation();
  const [day, setDay] = useDay();
  const [params, setParams] = useSearchParams();
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const organisation = useOrganisation(day);
  const units = organisation.data?.units ?? [];
  const search = params.get("q") ?? "";
  const toggle = (unit: string) =>
    setClosed((before) => {
      const after = new Set(before);
      if (!after.delete(unit)) after.add(unit);
      return after;
    });
  const sum = (pick: "posts" | "persons") => units.reduce((total, one) => total + one[pick], 0);
  return (
    <div className="page">
      <title>{t("organisation:title")}</title>
      <h1 className="page-sentence">
        {organisation.data === undefined
          ? t("organisation:title")
          : t("organisation:sentence", {
              on: organisation.data.on,
              units: units.length,
              posts: sum("posts"),
              persons: sum("persons"),
            })}
      </h1>
      <div className="organisation-bar">
        <DayPicker day={day} shown={organisation.data?.on ?? ""} onChange={setDay} />
        <Input
          className="filter-search"
          type="search"
          aria-label={t("organisation:search")}
          placeholder={t("organisation:search")}
          prefix={<Icon name="search" />}
          value={search}
          onChange={(event) =>
            setParams(
              (before) => {
                if (event.target.value === "") before.delete("q");
                else before.set("q", event.target.value);
                return before;
              },
              { replace: true },
            )
          }
        />
        <PersonFinder />
        <Button onClick={() => setClosed(new Set())}>{t("organisation:expandAll")}</Button>
        <Button onClick={() => setClosed(new Set(units.map(({ unit }) => unit)))}>
          {t("organisation:collapseAll")}
        </Button>
      </div>
      <Links />
      <QueryState query={organisation} />
      {organisation.data !== undefined && units.length === 0 && (
        <Empty title={t("organisation:none")} why={t("organisation:noneWhy")} />
      )}
      {units.length > 0 && (
        <div className="panel">
          <p className="panel-note meta">{t("organisation:treeHelp")}</p>
          <UnitTree
            units={units}
            search={search}
            closed={closed}
            onToggle={toggle}
            suffix={day === "" ? "" : `?on=${day}`}
          />
        </div>
      )}
    </div>
  );
}
