/** A yearly notice by form or out of a file; the picture beside it shows the year as it is typed. */
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useSearchParams } from "react-router";

import type { CalendarYearContent, StatuteDraft } from "../../../../contract/src/statutes.ts";
import { Field } from "../../ui/field.tsx";
import { FileButton } from "../../ui/file-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { DayInput } from "./day-input.tsx";
import { useCalendar, useDrafts, useKeepYear, useReadNotice } from "./queries.ts";
import { StatuteHead } from "./statute-head.tsx";
import { type HolidayRow, offOf, rowsOf } from "./year-days.ts";
import { YearPicture } from "./year-picture.tsx";

import "./statutes.css";

interface YearState {
  readonly year: string;
  readonly ground: string;
  /** One address a line. */
  readonly notices: string;
  readonly rows: readonly HolidayRow[];
  readonly makeUp: readonly string[];
}

const EMPTY_ROW: HolidayRow = { name: "", from: "", to: "" };

const stateOf = (content: CalendarYearContent): YearState => ({
  year: String(content.year),
  ground: content.ground,
  notices: content.notices.join("\n"),
  rows: rowsOf(content.off),
  makeUp: content.makeUp,
});

const contentOf = ({ year, ground, notices, rows, makeUp }: YearState): CalendarYearContent => ({
  year: Number(year),
  ground: ground.trim(),
  notices: notices.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.trim()])),
  off: offOf(rows),
  makeUp: makeUp.filter((day) => day !== "").toSorted(),
});

interface PartProps {
  readonly state: YearState;
  readonly set: (change: Partial<YearState>) => void;
}

function Holidays({ state, set }: PartProps) {
  const { t } = useTranslation();
  const { rows } = state;
  const change = (index: number, part: Partial<HolidayRow>) =>
    set({ rows: rows.map((row, at) => (at === index ? { ...row, ...part } : row)) });
  return (
    <fieldset className="statute-rows">
      <legend>{t("statutes:field.off")}</legend>
      {rows.map((row, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- rows have no identity but their place
        <div key={index} className="statute-row">
          <Input
            aria-label={t("statutes:holidayName", { n: index + 1 })}
            placeholder={t("statutes:holidayHint")}
            value={row.name}
            maxLength={40}
            onChange={({ target }) => change(index, { name: target.value })}
          />
          <DayInput
            aria-label={t("statutes:holidayFrom", { n: index + 1 })}
            value={row.from}
            onDay={(from) => change(index, { from })}
          />
          <DayInput
            aria-label={t("statutes:holidayTo", { n: index + 1 })}
            value={row.to}
            onDay={(to) => change(index, { to })}
          />
          <Button
            aria-label={t("statutes:removeRow", { n: index + 1 })}
            onClick={() => set({ rows: rows.filter((_, at) => at !== index) })}
          >
            {t("statutes:remove")}
          </Button>
        </div>
      ))}
      <Button onClick={() => set({ rows: [...rows, EMPTY_ROW] })}>
        {t("statutes:addHoliday")}
      </Button>
    </fieldset>
  );
}

function MakeUpDays({ state, set }: PartProps) {
  const { t } = useTranslation();
  const { makeUp } = state;
  return (
    <fieldset className="statute-rows">
      <legend>{t("statutes:field.makeUp")}</legend>
      <div className="statute-days">
        {makeUp.map((day, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- days have no identity but their place
          <span key={index} className="statute-day">
            <DayInput
              aria-label={t("statutes:makeUpDay", { n: index + 1 })}
              value={day}
              onDay={(given) =>
                set({ makeUp: makeUp.map((one, at) => (at === index ? given : one)) })
              }
            />
            <Button
              aria-label={t("statutes:removeDay", { n: index + 1 })}
              onClick={() => set({ makeUp: makeUp.filter((_, at) => at !== index) })}
            >
              {t("statutes:remove")}
            </Button>
          </span>
        ))}
      </div>
      <Button onClick={() => set({ makeUp: [...makeUp, ""] })}>{t("statutes:addMakeUp")}</Button>
    </fieldset>
  );
}

function FromFile({ set }: Pick<PartProps, "set">) {
  const { t } = useTranslation();
  const read = useReadNotice();
  const [name, setName] = useState<string>();
  const take = async (file: File) => {
    setName(file.name);
    read.mutate(await file.text(), {
      onSuccess: ({ ground, ...content }) => {
        const { ground: _typed, ...rest } = stateOf({ ...content, ground });
        set(ground === "" ? rest : { ...rest, ground });
      },
    });
  };
  return (
    <>
      <p className="statute-file">
        <FileButton
          label={t("statutes:fromFile")}
          accept=".json,.csv,application/json,text/csv"
          chosen={name}
          onFile={(file) => void take(file)}
        />{" "}
        <span className="meta">{t("statutes:fromFileHint")}</span>
      </p>
      {read.error !== null && <ProblemNotice error={read.error} />}
    </>
  );
}

function YearForm({ start, id }: { readonly start: YearState; readonly id: string | undefined }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const keep = useKeepYear();
  const [state, setState] = useState(start);
  const set = (change: Partial<YearState>) => setState((before) => ({ ...before, ...change }));
  const content = contentOf(state);
  const isYear = content.year >= 2007 && content.year <= 2099;
  return (
    <div className="statute-split">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          keep.mutate({ id, content }, { onSuccess: () => void navigate("/calendar/enter") });
        }}
      >
        <Panel title={t("statutes:noticeOf")}>
          <FromFile set={set} />
          <Field label={t("statutes:field.year")}>
            {(ids) => (
              <Input
                {...ids}
                type="number"
                min={2007}
                max={2099}
                required
                value={state.year}
                onChange={({ target }) => set({ year: target.value })}
              />
            )}
          </Field>
          <Field label={t("statutes:field.ground")} hint={t("statutes:groundHint")}>
            {(ids) => (
              <Input
                {...ids}
                required
                minLength={2}
                maxLength={200}
                value={state.ground}
                onChange={({ target }) => set({ ground: target.value })}
              />
            )}
          </Field>
          <Field label={t("statutes:field.notices")} hint={t("statutes:noticesHint")}>
            {(ids) => (
              <Input.TextArea
                {...ids}
                lang="en"
                required
                autoSize={{ minRows: 1, maxRows: 4 }}
                value={state.notices}
                onChange={({ target }) => set({ notices: target.value })}
              />
            )}
          </Field>
          <Holidays state={state} set={set} />
          <MakeUpDays state={state} set={set} />
          {keep.error !== null && <ProblemNotice error={keep.error} />}
          <p className="statute-acts">
            <Button type="primary" htmlType="submit" loading={keep.isPending}>
              {t("statutes:toPreview")}
            </Button>
          </p>
        </Panel>
      </form>
      {isYear && <YearPicture year={content.year} notice={content} />}
    </div>
  );
}

type YearDraft = Extract<StatuteDraft, { kind: "calendarYear" }>;

const yearDraft = (rows: readonly StatuteDraft[], id: string | null): YearDraft | undefined =>
  rows.find((one): one is YearDraft => one.kind === "calendarYear" && one.id === id);

/** A draft, else the year as it counts today, else an empty notice for the year after the last one. */
function useStart() {
  const [params] = useSearchParams();
  const calendar = useCalendar();
  const drafts = useDrafts();
  const versions = calendar.data?.versions ?? [];
  const draft = yearDraft(drafts.data?.rows ?? [], params.get("draft"));
  const next = (versions.at(-1)?.year ?? 0) + 1;
  const year = Number(params.get("year") ?? next);
  const current = versions.findLast((one) => one.year === year);
  const fresh = { year: String(year), ground: "", notices: "", rows: [EMPTY_ROW], makeUp: [] };
  const start =
    draft === undefined
      ? current === undefined
        ? fresh
        : { ...stateOf({ ...current, ground: "" }), ground: "" }
      : stateOf(draft.content);
  const isReady = calendar.data !== undefined && drafts.data !== undefined;
  return { calendar, isReady, start, id: draft?.id, year };
}

export function YearFormPage() {
  const { t } = useTranslation();
  const { calendar, isReady, start, id, year } = useStart();
  return (
    <div className="page">
      <title>{t("statutes:newYear")}</title>
      <h1 className="page-sentence">{t("statutes:yearFormSentence")}</h1>
      <StatuteHead />
      <QueryState query={calendar} />
      {isReady && <YearForm key={id ?? year} start={start} id={id} />}
    </div>
  );
}
