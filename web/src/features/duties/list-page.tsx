/** The list in force, or another version of it; compared with the one before. */
import { Button, Input } from "antd";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import type { DutyItem, DutyVersion, DutyVersionView } from "../../../../contract/src/duties.ts";
import { Icon } from "../../ui/icon.tsx";
import { Panel, Tag } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Empty, Skeleton } from "../../ui/states.tsx";
import { DifferenceTable } from "./difference-table.tsx";
import { DutyHead } from "./duty-head.tsx";
import { ItemTable } from "./item-table.tsx";
import { useDifference, useVersion, useVersions } from "./queries.ts";
import { useDutyWords } from "./words.ts";

import "./duties.css";

function Difference({ from, to }: { readonly from: number; readonly to: number }) {
  const { t } = useTranslation();
  const difference = useDifference(from, to);
  return (
    <Panel title={t("duties:compare")} flush>
      {difference.isPending && <Skeleton label={t("console:loading")} />}
      {difference.error !== null && <ProblemNotice error={difference.error} />}
      {difference.data !== undefined && <DifferenceTable difference={difference.data} />}
    </Panel>
  );
}

type SetParam = (name: "version" | "q" | "compare", value: string) => void;

interface BarProps {
  readonly rows: readonly DutyVersion[];
  readonly chosen: number;
  readonly q: string;
  readonly isComparing: boolean;
  readonly set: SetParam;
}

function Bar({ rows, chosen, q, isComparing, set }: BarProps) {
  const { t } = useTranslation();
  return (
    <div className="duty-bar">
      <select
        className="select"
        aria-label={t("duties:version")}
        value={chosen}
        onChange={({ target }) => set("version", target.value)}
      >
        {rows.map(({ number, title }) => (
          <option key={number} value={number}>
            {title}
          </option>
        ))}
      </select>
      <Input
        className="filter-search"
        type="search"
        aria-label={t("duties:search")}
        placeholder={t("duties:search")}
        prefix={<Icon name="search" />}
        value={q}
        onChange={({ target }) => set("q", target.value)}
      />
      {chosen > 1 && (
        <Button aria-pressed={isComparing} onClick={() => set("compare", isComparing ? "" : "1")}>
          {t("duties:compareBefore")}
        </Button>
      )}
    </div>
  );
}

function Items({ items, q }: { readonly items: readonly DutyItem[]; readonly q: string }) {
  const { t } = useTranslation();
  const words = useDutyWords();
  const textOf = (item: DutyItem) =>
    [
      item.item,
      item.department.name,
      words.matter(item),
      words.cover(item),
      ...item.legalBasis.map(({ citation }) => citation),
    ].join(" ");
  const found = items.filter((item) => textOf(item).includes(q));
  return (
    <div className="panel">
      {found.length === 0 ? (
        <Empty title={t("duties:nothingFound")} />
      ) : (
        <ItemTable items={found} caption={t("duties:title")} />
      )}
    </div>
  );
}

function Shown({ view, ...bar }: BarProps & { readonly view: DutyVersionView }) {
  const { t } = useTranslation();
  const { items, version } = view;
  return (
    <>
      <Bar {...bar} />
      <p className="duty-note">
        <Tag tone={version.isInForce ? "accent" : "plain"}>
          {t(version.isInForce ? "duties:inForce" : "duties:notInForce")}
        </Tag>{" "}
        {t("duties:about", { ...version })}
      </p>
      {bar.isComparing ? (
        <Difference from={bar.chosen - 1} to={bar.chosen} />
      ) : (
        <Items items={items} q={bar.q} />
      )}
    </>
  );
}

/** The version in the address, else the one in force, else the newest. */
function useChosen() {
  const [params, setParams] = useSearchParams();
  const versions = useVersions();
  const rows = versions.data?.rows ?? [];
  const current = rows.find(({ isInForce }) => isInForce) ?? rows[0];
  const chosen = Number(params.get("version") ?? current?.number ?? 0);
  const set: SetParam = (name, value) =>
    setParams(
      (before) => {
        if (value === "") before.delete(name);
        else before.set(name, value);
        return before;
      },
      { replace: true },
    );
  const isComparing = params.get("compare") === "1" && chosen > 1;
  return { versions, bar: { rows, chosen, q: params.get("q") ?? "", isComparing, set } };
}

function Sentence({ view }: { readonly view: DutyVersionView | undefined }) {
  const { t } = useTranslation();
  if (view === undefined) return <h1 className="page-sentence">{t("duties:title")}</h1>;
  const departments = new Set(view.items.map(({ department }) => department.id)).size;
  return (
    <h1 className="page-sentence">
      {t("duties:sentence", { items: view.items.length, departments })}
    </h1>
  );
}

export function DutyListPage() {
  const { t } = useTranslation();
  const { versions, bar } = useChosen();
  const shown = useVersion(bar.chosen === 0 ? undefined : bar.chosen);
  const error = versions.error ?? shown.error;
  const again = <Button onClick={() => void versions.refetch()}>{t("console:again")}</Button>;
  return (
    <div className="page">
      <title>{t("duties:title")}</title>
      <Sentence view={shown.data} />
      <DutyHead />
      {(versions.isPending || shown.isLoading) && <Skeleton label={t("console:loading")} />}
      {error !== null && <ProblemNotice error={error} act={again} />}
      {versions.data?.rows.length === 0 && (
        <Empty title={t("duties:none")} why={t("duties:noneWhy")} />
      )}
      {shown.data !== undefined && <Shown view={shown.data} {...bar} />}
    </div>
  );
}
