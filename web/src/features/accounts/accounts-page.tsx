/** Accounts of persons, with filters in the address; opening them for many at once. */
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import {
  ACCOUNT_STATES,
  type AccountCsvQuery,
  type AccountPage,
  type AccountRow,
} from "../../../../contract/src/accounts.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { dayAndTime } from "../../ui/dates.ts";
import { Panel, Tag } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty, Notice } from "../../ui/states.tsx";
import { accountApi, useSession } from "../session/index.ts";
import { InviteForm } from "./invite-form.tsx";
import { InvitedNotice } from "./invited-notice.tsx";
import { useAccountAct, useAccounts } from "./queries.ts";
import { useWays } from "./ways.ts";

const PAGE = 100;
const STATES = ["", ...ACCOUNT_STATES] as const;
const TEXTS = ["q", "unit"] as const;
type FilterName = (typeof TEXTS)[number] | "state";

function filterOf(params: URLSearchParams): AccountCsvQuery {
  const filter: Partial<Record<FilterName, string>> = {};
  for (const name of [...TEXTS, "state"] as const) {
    const value = params.get(name);
    if (value !== null && value !== "") filter[name] = value;
  }
  return filter as AccountCsvQuery;
}

function useFilter() {
  const [params, setParams] = useSearchParams();
  const set = (name: FilterName, value: string) => {
    if ((params.get(name) ?? "") === value) return;
    setParams(
      (before) => {
        if (value === "") before.delete(name);
        else before.set(name, value);
        return before;
      },
      { replace: true },
    );
  };
  return { params, set };
}

function FilterBar({ params, set }: ReturnType<typeof useFilter>) {
  const { t } = useTranslation();
  return (
    <div className="filters">
      <div className="tabs" role="group" aria-label={t("accounts:filter.state")}>
        {STATES.map((state) => (
          <button
            key={state}
            type="button"
            aria-pressed={(params.get("state") ?? "") === state}
            onClick={() => set("state", state)}
          >
            {state === "" ? t("accounts:filter.all") : t(`accounts:state.${state}`)}
          </button>
        ))}
      </div>
      <div className="filter-line">
        {TEXTS.map((name) => (
          <Input
            key={`${name} ${params.get(name) ?? ""}`}
            className="filter-search"
            type="search"
            aria-label={t(`accounts:filter.${name}`)}
            placeholder={t(`accounts:filter.${name}`)}
            defaultValue={params.get(name) ?? ""}
            onPressEnter={(event) => set(name, event.currentTarget.value.trim())}
            onBlur={(event) => set(name, event.currentTarget.value.trim())}
          />
        ))}
      </div>
    </div>
  );
}

function useColumns(): readonly Column<AccountRow>[] {
  const { t } = useTranslation();
  const ways = useWays();
  return [
    {
      id: "name",
      head: t("accounts:column.name"),
      isHead: true,
      cell: ({ account, name }) => (
        <>
          <Link to={`/organisation/persons/${account}`}>{name}</Link>
          <br />
          <code className="meta">{account}</code>
        </>
      ),
    },
    {
      id: "posts",
      head: t("accounts:column.posts"),
      cell: ({ posts }) => (posts.length === 0 ? "—" : posts.join("；")),
    },
    {
      id: "state",
      head: t("accounts:column.state"),
      cell: ({ state, isPrivileged }) => (
        <>
          <Tag tone={state === "active" ? "plain" : "due"}>{t(`accounts:state.${state}`)}</Tag>{" "}
          {isPrivileged && <Tag tone="accent">{t("accounts:privilegedTag")}</Tag>}
        </>
      ),
    },
    { id: "ways", head: t("accounts:column.ways"), cell: ways },
    {
      id: "lastSignInAt",
      head: t("accounts:column.lastSignInAt"),
      cell: ({ lastSignInAt }) => (lastSignInAt === undefined ? "—" : dayAndTime(lastSignInAt)),
    },
  ];
}

/** One button, then why, then the letters. */
function OpenMany({
  page,
  filter,
}: {
  readonly page: AccountPage;
  readonly filter: AccountCsvQuery;
}) {
  const { t } = useTranslation();
  // Once begun it stays: the list that follows the act holds nobody of them any more.
  const [begun, setBegun] = useState<{ readonly count: number; readonly all: AccountCsvQuery }>();
  if (begun !== undefined)
    return (
      <InviteForm whom={{ all: begun.all }} act={t("accounts:openMany", { count: begun.count })} />
    );
  if (page.invitable === 0) return null;
  return (
    <p className="row-acts">
      <Button onClick={() => setBegun({ count: page.invitable, all: filter })}>
        {t("accounts:openMany", { count: page.invitable })}
      </Button>
    </p>
  );
}

/** The letters of an approved request, fetched once. */
function Collect({ approval }: { readonly approval: string }) {
  const { t } = useTranslation();
  const collect = useAccountAct(accountApi.collectLetters);
  if (collect.data !== undefined) return <InvitedNotice invited={collect.data} />;
  return (
    <div>
      {collect.error !== null && <ProblemNotice error={collect.error} />}
      <Notice
        tone="accent"
        act={
          <Button
            type="primary"
            loading={collect.isPending}
            onClick={() => collect.mutate({ approval })}
          >
            {t("accounts:collect.act")}
          </Button>
        }
      >
        <p>{t("accounts:collect.about")}</p>
      </Notice>
    </div>
  );
}

export function AccountsPage() {
  const { t } = useTranslation();
  const state = useFilter();
  const { params } = state;
  const [limit, setLimit] = useState(PAGE);
  const filter = filterOf(params);
  const query = useAccounts({ ...filter, limit });
  const { data: page } = query;
  const columns = useColumns();
  const mayOpen = useSession().data?.permissions.includes("accounts.open") === true;
  const approval = params.get("approval");
  const title = t("accounts:title");
  const file = new URLSearchParams(filter).toString();
  return (
    <div className="page">
      <title>{title}</title>
      <nav className="crumbs" aria-label={t("organisation:title")}>
        <Link to="/organisation">{t("organisation:title")}</Link>
      </nav>
      <h1 className="page-sentence">
        {page === undefined ? title : t("accounts:sentence", { count: page.total })}
      </h1>
      {mayOpen && approval !== null && <Collect approval={approval} />}
      {mayOpen && page !== undefined && <OpenMany page={page} filter={filter} />}
      <FilterBar {...state} />
      <p>
        <a href={`/api/accounts.csv?${file}`} download>
          {t("accounts:file")}
        </a>
      </p>
      <QueryState query={query} />
      {page?.rows.length === 0 && (
        <Empty
          title={t("accounts:empty")}
          why={t("accounts:emptyWhy")}
          next={<Link to="?">{t("accounts:clear")}</Link>}
        />
      )}
      {page !== undefined && page.rows.length > 0 && (
        <Panel flush title={title}>
          <DataTable
            caption={title}
            columns={columns}
            rows={page.rows}
            rowKey={({ account }) => account}
          />
        </Panel>
      )}
      {page !== undefined && page.total > page.rows.length && (
        <Button className="more" onClick={() => setLimit(limit + 4 * PAGE)}>
          {t("console:more", { shown: page.rows.length })}
        </Button>
      )}
    </div>
  );
}
