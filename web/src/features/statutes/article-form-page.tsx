/** An article with its first day, what it replaces, and the clocks that it changes. */
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useSearchParams } from "react-router";

import {
  ARTICLE_LEVELS,
  type ChangedClock,
  CLOCK_UNITS,
  VERIFIED,
} from "../../../../contract/src/facts/statutes.article-entered.ts";
import type {
  ArticleContent,
  LawRow,
  LawView,
  StatuteDraft,
} from "../../../../contract/src/statutes.ts";
import { Field } from "../../ui/field.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { ClockRows, newClock } from "./clock-rows.tsx";
import { DayInput } from "./day-input.tsx";
import { useDrafts, useKeepArticle, useLaw } from "./queries.ts";
import { StatuteHead } from "./statute-head.tsx";
import { useStatuteWords } from "./words.ts";

import "./statutes.css";

/** Fields as typed: what may be absent is empty. */
type Typed = Record<
  | "id"
  | "instrument"
  | "article"
  | "place"
  | "validFrom"
  | "validTo"
  | "subject"
  | "summaryZh"
  | "source"
  | "note"
  | "replaces"
  | "level"
  | "verified",
  string
>;

export interface ArticleState extends Typed {
  readonly clocks: readonly ChangedClock[];
}

const orNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());

const contentOf = (state: ArticleState): ArticleContent => ({
  id: state.id.trim(),
  instrument: state.instrument.trim(),
  article: state.article.trim(),
  level: ARTICLE_LEVELS.find((one) => one === state.level) ?? "law",
  place: state.place.trim(),
  validFrom: state.validFrom,
  validTo: orNull(state.validTo),
  subject:
    state.subject.trim() === "" ? state.summaryZh.trim().slice(0, 200) : state.subject.trim(),
  summaryZh: state.summaryZh.trim(),
  verified: VERIFIED.find((one) => one === state.verified) ?? "text-read",
  source: state.source.trim(),
  note: orNull(state.note),
  replaces: orNull(state.replaces),
  clocks: [...state.clocks],
});

const stateOf = (content: ArticleContent): ArticleState => ({
  ...content,
  validTo: content.validTo ?? "",
  note: content.note ?? "",
  replaces: content.replaces ?? "",
});

const FRESH: ArticleState = {
  id: "",
  instrument: "",
  article: "",
  place: "national",
  validFrom: "",
  validTo: "",
  subject: "",
  summaryZh: "",
  source: "",
  note: "",
  replaces: "",
  level: "law",
  verified: "text-read",
  clocks: [],
};

/** The new version of an article: its name, and the clocks that rest on it with what they are today. */
const successorOf = (row: LawRow, view: LawView): ArticleState => ({
  ...FRESH,
  id: `${row.id.replace(/@.*$/u, "")}@${view.today.slice(0, 4)}`,
  instrument: row.instrument,
  article: row.article,
  place: row.place,
  level: row.level,
  subject: row.subject,
  summaryZh: row.summaryZh,
  replaces: row.id,
  clocks: view.rules.filter((rule) => rule.articles.includes(row.id)).map(newClock),
});

interface PartProps {
  readonly state: ArticleState;
  readonly set: (change: Partial<ArticleState>) => void;
}

function Text({
  name,
  state,
  set,
  isOptional = false,
  isDay = false,
}: PartProps & {
  readonly name: keyof Typed;
  readonly isOptional?: boolean;
  readonly isDay?: boolean;
}) {
  const { t, i18n } = useTranslation();
  const hint = `statutes:hint.${name}`;
  return (
    <Field label={t(`statutes:field.${name}`)} {...(i18n.exists(hint) ? { hint: t(hint) } : {})}>
      {(ids) => {
        const common = { ...ids, required: !isOptional, value: state[name] };
        return isDay ? (
          <DayInput {...common} onDay={(day) => set({ [name]: day })} />
        ) : (
          <Input {...common} onChange={({ target }) => set({ [name]: target.value })} />
        );
      }}
    </Field>
  );
}

function Choice({
  name,
  values,
  word,
  state,
  set,
}: PartProps & {
  readonly name: keyof Typed;
  readonly values: readonly string[];
  readonly word: (value: string) => string;
}) {
  const { t } = useTranslation();
  return (
    <Field label={t(`statutes:field.${name}`)}>
      {({ id }) => (
        <select
          id={id}
          className="select"
          value={state[name]}
          onChange={({ target }) => set({ [name]: target.value })}
        >
          {values.map((value) => (
            <option key={value} value={value}>
              {word(value)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function ArticleForm({
  start,
  id,
  law,
}: {
  readonly start: ArticleState;
  readonly id: string | undefined;
  readonly law: LawView;
}) {
  const { t } = useTranslation();
  const words = useStatuteWords();
  const navigate = useNavigate();
  const keep = useKeepArticle();
  const [state, setState] = useState(start);
  const set = (change: Partial<ArticleState>) => setState((before) => ({ ...before, ...change }));
  const part = { state, set };
  const nameOf = (article: string) => {
    const row = law.articles.find((one) => one.id === article);
    return row === undefined
      ? t("statutes:replacesNone")
      : `${row.id} ${row.instrument}${row.article}`;
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        keep.mutate(
          { id, content: contentOf(state) },
          { onSuccess: () => void navigate("/calendar/enter") },
        );
      }}
    >
      <Panel title={t("statutes:articleOf")}>
        <div className="statute-form">
          <Choice
            {...part}
            name="replaces"
            values={["", ...law.articles.map((row) => row.id)]}
            word={nameOf}
          />
          <Text {...part} name="id" />
          <Text {...part} name="instrument" />
          <Text {...part} name="article" />
          <Choice {...part} name="level" values={ARTICLE_LEVELS} word={words.level} />
          <Text {...part} name="validFrom" isDay />
          <Text {...part} name="validTo" isDay isOptional />
          <Choice {...part} name="verified" values={VERIFIED} word={words.verified} />
          <Text {...part} name="source" />
          <Text {...part} name="note" isOptional />
          <Text {...part} name="subject" isOptional />
        </div>
        <Field label={t("statutes:field.summaryZh")} hint={t("statutes:hint.summaryZh")}>
          {(ids) => (
            <Input.TextArea
              {...ids}
              required
              maxLength={400}
              autoSize={{ minRows: 2, maxRows: 6 }}
              value={state.summaryZh}
              onChange={({ target }) => set({ summaryZh: target.value })}
            />
          )}
        </Field>
      </Panel>
      <ClockRows
        clocks={state.clocks}
        known={[...new Set(law.rules.map(({ clock }) => clock))]}
        units={CLOCK_UNITS}
        onChange={(clocks) => set({ clocks })}
      />
      {keep.error !== null && <ProblemNotice error={keep.error} />}
      <p className="statute-acts">
        <Button type="primary" htmlType="submit" loading={keep.isPending}>
          {t("statutes:toPreview")}
        </Button>
      </p>
    </form>
  );
}

type ArticleDraft = Extract<StatuteDraft, { kind: "article" }>;

export function ArticleFormPage() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const law = useLaw();
  const drafts = useDrafts();
  const draft = drafts.data?.rows.find(
    (one): one is ArticleDraft => one.kind === "article" && one.id === params.get("draft"),
  );
  const replaced = law.data?.articles.find(({ id }) => id === params.get("replaces"));
  const start =
    draft !== undefined
      ? stateOf(draft.content)
      : replaced !== undefined && law.data !== undefined
        ? successorOf(replaced, law.data)
        : FRESH;
  return (
    <div className="page">
      <title>{t("statutes:enterArticle")}</title>
      <h1 className="page-sentence">{t("statutes:articleFormSentence")}</h1>
      <StatuteHead />
      <QueryState query={law} />
      {law.data !== undefined && drafts.data !== undefined && (
        <ArticleForm
          key={draft?.id ?? replaced?.id ?? "new"}
          start={start}
          id={draft?.id}
          law={law.data}
        />
      )}
    </div>
  );
}
