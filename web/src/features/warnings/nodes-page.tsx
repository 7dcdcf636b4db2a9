/** All nodes by stage: what each asks, the articles it rests on, and how strictly it speaks. */
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { WARNING_STAGES } from "../../../../contract/src/warnings-values.ts";
import type { NodeList, NodeView } from "../../../../contract/src/warnings.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { dayAndTime } from "../../ui/dates.ts";
import { Panel } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { ModeDialog } from "./mode-dialog.tsx";
import { useNodes } from "./queries.ts";
import { ModeMark, useSay } from "./words.tsx";

import "./warnings.css";

/** Who set it last, since when, and why. */
function Newest({ node }: { readonly node: NodeView }) {
  const { t } = useTranslation();
  const [newest] = node.history;
  if (newest === undefined) return <span className="meta">{t("warnings:own")}</span>;
  const { mode, from, by, ground } = newest;
  return (
    <span className="block meta">
      {t("warnings:historyLine", {
        mode: t(`warnings:mode.${mode}`),
        from: dayAndTime(from),
        by,
        ground,
      })}
    </span>
  );
}

function useColumns(maySet: boolean, onSet: (node: NodeView) => void): readonly Column<NodeView>[] {
  const { t } = useTranslation();
  const say = useSay();
  const columns: Column<NodeView>[] = [
    {
      id: "node",
      head: t("warnings:column.node"),
      isHead: true,
      cell: ({ id, name, regimes }) => (
        <>
          <Link to={`/warnings?node=${id}`}>{say(name)}</Link>
          <span className="block meta">
            {id} {regimes.map((one) => t(`warnings:regime.${one}`)).join("、")}
          </span>
        </>
      ),
    },
    {
      id: "act",
      head: t("warnings:column.act"),
      cell: ({ acts }) => acts.map((one) => t(`warnings:act.${one}`)).join("、"),
    },
    {
      id: "articles",
      head: t("warnings:column.articles"),
      cell: ({ articles }) =>
        articles.map(({ id, citation, text, isFromMemory }) => (
          <span key={id} className="block" title={text}>
            {citation}
            {isFromMemory && <em className="meta"> {t("warnings:fromMemory")}</em>}
          </span>
        )),
    },
    {
      id: "mode",
      head: t("warnings:column.mode"),
      cell: (node) => (
        <>
          <ModeMark mode={node.mode} /> <Newest node={node} />
        </>
      ),
    },
  ];
  if (!maySet) return columns;
  return [
    ...columns,
    {
      id: "set",
      head: t("warnings:setMode"),
      cell: (node) => (
        <Button
          size="small"
          aria-label={t("warnings:setModeOf", { name: say(node.name) })}
          onClick={() => onSet(node)}
        >
          {t("warnings:setMode")}
        </Button>
      ),
    },
  ];
}

function Content({ list }: { readonly list: NodeList }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<NodeView>();
  const columns = useColumns(list.may.setMode, setChosen);
  return (
    <>
      <p className="meta warning-about">{t("warnings:nodesAbout", { count: list.rows.length })}</p>
      {WARNING_STAGES.map((stage) => (
        <Panel key={stage} title={t(`warnings:stage.${stage}`)} flush>
          <DataTable
            caption={t("warnings:nodesOf", { stage: t(`warnings:stage.${stage}`) })}
            columns={columns}
            rows={list.rows.filter((node) => node.stage === stage)}
            rowKey={({ id }) => id}
          />
        </Panel>
      ))}
      {chosen !== undefined && <ModeDialog node={chosen} onClose={() => setChosen(undefined)} />}
    </>
  );
}

export function WarningNodesPage() {
  const { t } = useTranslation();
  const nodes = useNodes();
  return (
    <div className="page warning-nodes">
      <title>{t("warnings:nodesTitle")}</title>
      <p className="meta">
        <Link to="/warnings">{t("warnings:back")}</Link>
      </p>
      <h1 className="page-sentence">{t("warnings:nodesTitle")}</h1>
      <QueryState query={nodes} />
      {nodes.data !== undefined && <Content list={nodes.data} />}
    </div>
  );
}
