/** 监督总览: one sentence, six figures, what needs a look, how the departments handle, and the log beside it. */
import { Button, Input } from "antd";
import { type ReactElement, useState, type SubmitEvent } from "react";
import { Trans, useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import {
  type Board,
  BOARD_FIGURES,
  type BoardFigure,
  type BoardRow,
  FIGURE_SITUATIONS,
} from "../../../../contract/src/oversight.ts";
import { Icon } from "../../ui/icon.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { useSession } from "../session/index.ts";
import { BrokenPanel } from "./broken-panel.tsx";
import { DraftSheet, type SheetStart } from "./draft-sheet.tsx";
import { NeedsPanel } from "./needs-panel.tsx";
import { useBoard, useUnits } from "./queries.ts";
import { ResultsPanel } from "./results-panel.tsx";
import { IntegrityPanel, NoticesPanel, SensitivePanel } from "./side-panels.tsx";
import { HANDLED_FILTERS, HandledPanel, type Opened, UnitsPanel } from "./units-panel.tsx";

import "./oversight.css";

/** One return is a right; it is listed, but the figure counts from the second. */
const isCounted = (figure: BoardFigure, { situation, count }: BoardRow): boolean =>
  FIGURE_SITUATIONS[figure].includes(situation) && (situation !== "returned" || count > 1);

const casesOf = (rows: readonly BoardRow[]): number =>
  new Set(rows.map(({ subject }) => subject)).size;

const countOf = (board: Board, figure: BoardFigure): number =>
  casesOf(board.rows.filter((row) => isCounted(figure, row)));

function Sentence({ board }: { readonly board: Board }) {
  const { t } = useTranslation();
  const inTime = board.handled.filter(({ inStatutory }) => inStatutory === true).length;
  const handled = (
    <Trans
      i18nKey={
        board.handled.length === 0 ? "oversight:sentence.handledNone" : "oversight:sentence.handled"
      }
      values={{ units: board.units.length, handled: board.handled.length, inTime }}
      components={{
        n: <Link className="sourced" to="?cases=all" />,
        t: <Link className="sourced" to="?cases=inTime" />,
      }}
    />
  );
  const needs = BOARD_FIGURES.map((figure) => ({ figure, count: countOf(board, figure) })).filter(
    ({ count }) => count > 0,
  );
  if (needs.length === 0)
    return (
      <p className="page-sentence">
        {handled}
        {t("oversight:sentence.calm")}
      </p>
    );
  return (
    <p className="page-sentence">
      {handled}
      {t("oversight:sentence.needs")}
      {needs.map(({ figure, count }, index): ReactElement => (
        <span key={figure} className={figure === "late" ? "urged" : ""}>
          {index > 0 && t("oversight:sentence.and")}
          {figure === "late" && <Icon name="warning" />}
          <Trans
            i18nKey={`oversight:sentence.${figure}`}
            values={{ count }}
            components={{ n: <Link className="sourced" to={`?figure=${figure}`} /> }}
          />
        </span>
      ))}
      {t("oversight:sentence.look")}
    </p>
  );
}

function Six({ board, chosen }: { readonly board: Board; readonly chosen: string | null }) {
  const { t } = useTranslation();
  return (
    <nav className="six" aria-label={t("oversight:figures")}>
      {BOARD_FIGURES.map((figure) => (
        <Link
          key={figure}
          to={chosen === figure ? "?" : `?figure=${figure}`}
          {...(chosen === figure ? { "aria-current": "true" as const } : {})}
        >
          <b>{countOf(board, figure)}</b>
          <span>{t(`oversight:figure.${figure}`)}</span>
        </Link>
      ))}
    </nav>
  );
}

function Period({ board }: { readonly board: Board }) {
  const { t } = useTranslation();
  const [, setParams] = useSearchParams();
  const [isOpen, setOpen] = useState(false);
  const [from, setFrom] = useState(board.from);
  const [to, setTo] = useState(board.to);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setParams({ from, to });
    setOpen(false);
  };
  return (
    <div className="board-period">
      <span>{t("oversight:period.text", { from: board.from, to: board.to })}</span>
      <Button aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {t("oversight:period.change")}
      </Button>
      <Button icon={<Icon name="printer" />} onClick={() => window.print()}>
        {t("oversight:print")}
      </Button>
      {isOpen && (
        <form onSubmit={submit}>
          <label>
            {t("oversight:period.from")}
            <Input type="date" value={from} onChange={({ target }) => setFrom(target.value)} />
          </label>
          <label>
            {t("oversight:period.to")}
            <Input type="date" value={to} onChange={({ target }) => setTo(target.value)} />
          </label>
          <Button htmlType="submit">{t("oversight:period.apply")}</Button>
        </form>
      )}
    </div>
  );
}

/** Who reads this page, and that this is recorded as well. */
function ScopeBanner() {
  const { t } = useTranslation();
  const permissions = useSession().data?.permissions ?? [];
  return (
    <div className="scope oversight-scope" role="region" aria-label={t("oversight:title")}>
      <Icon name="eye" /> <span>{t("oversight:scope")}</span>
      {permissions.includes("audit.read-sealed") && (
        <Link to="/audit/sealed">{t("oversight:ownReads")}</Link>
      )}
    </div>
  );
}

function useOpenedCases(): readonly [Opened | undefined, (opened: Opened | undefined) => void] {
  const [params, setParams] = useSearchParams();
  const filter = HANDLED_FILTERS.find((one) => one === params.get("cases"));
  const opened = filter && { unit: params.get("unit") ?? "", filter };
  return [
    opened,
    (next) =>
      setParams((before) => {
        before.delete("cases");
        before.delete("unit");
        if (next === undefined) return before;
        before.set("cases", next.filter);
        if (next.unit !== "") before.set("unit", next.unit);
        return before;
      }),
  ];
}

function Content({ board }: { readonly board: Board }) {
  const [params] = useSearchParams();
  const [opened, setOpened] = useOpenedCases();
  const [isBrokenOpen, setBrokenOpen] = useState(false);
  const [sheet, setSheet] = useState<Omit<SheetStart, "units">>();
  const units = (useUnits().data?.units ?? []).filter(
    ({ kind }) => kind === "department" || kind === "tradingCentre",
  );
  const figure = BOARD_FIGURES.find((one) => one === params.get("figure"));
  const rows = board.rows.filter((row) => figure === undefined || isCounted(figure, row));
  return (
    <>
      <Sentence board={board} />
      <Six board={board} chosen={figure ?? null} />
      <div className="split">
        <div>
          <NeedsPanel
            rows={rows}
            maySign={board.may.sign}
            onDraft={({ id }) => setSheet({ row: id })}
          />
          {opened !== undefined && (
            <HandledPanel
              rows={board.handled}
              opened={opened}
              onOpen={setOpened}
              onClose={() => setOpened(undefined)}
            />
          )}
          <UnitsPanel units={board.units} onOpen={setOpened} />
          {isBrokenOpen && <BrokenPanel integrity={board.integrity} />}
          <ResultsPanel results={board.results} />
        </div>
        <div>
          <NoticesPanel board={board} onNew={() => setSheet({})} />
          <IntegrityPanel integrity={board.integrity} onOpen={() => setBrokenOpen(!isBrokenOpen)} />
          {board.sensitive !== undefined && <SensitivePanel sensitive={board.sensitive} />}
        </div>
      </div>
      {sheet !== undefined && (
        <DraftSheet start={{ ...sheet, units }} onClose={() => setSheet(undefined)} />
      )}
    </>
  );
}

export function BoardPage() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const [from, to] = [params.get("from"), params.get("to")];
  const board = useBoard(from === null || to === null ? {} : { from, to });
  return (
    <>
      <ScopeBanner />
      <div className="page">
        <title>{t("oversight:title")}</title>
        <div className="board-head">
          <h1>{t("oversight:title")}</h1>
          {board.data !== undefined && (
            <Period key={board.data.from + board.data.to} board={board.data} />
          )}
        </div>
        <QueryState query={board} />
        {board.data !== undefined && <Content board={board.data} />}
      </div>
    </>
  );
}
