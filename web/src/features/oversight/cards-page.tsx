/** 履职情况表: a department's quarter, its own word beside it, released by the coordinating office. */
import { Button, Input } from "antd";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { Share } from "../../../../contract/src/oversight-values.ts";
import type { CardList, CardView } from "../../../../contract/src/oversight.ts";
import { csvOf, downloadText } from "../../ui/csv.ts";
import { dayAndTime, dayOf } from "../../ui/dates.ts";
import { Field } from "../../ui/field.tsx";
import { Panel, Tag } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty } from "../../ui/states.tsx";
import { IntervalBar } from "./interval-bar.tsx";
import { useCards, useComment, useRelease } from "./queries.ts";
import { percent } from "./words.ts";

import "./oversight.css";

function useQuarter() {
  const { t } = useTranslation();
  return (quarter: string) =>
    t("oversight:cards.quarter", { year: quarter.slice(0, 4), q: quarter.slice(-1) });
}

function Figures({ card: { figures } }: { readonly card: CardView }) {
  const { t } = useTranslation();
  const of = ({ k, n }: Share) => t("oversight:cards.of", { k, n });
  const { medianDays, expected } = figures;
  const rows = [
    ["handled", String(figures.handled)],
    ["commitment", of(figures.commitment)],
    ["median", medianDays === undefined ? "—" : t("oversight:units.days", { days: medianDays })],
    ["bounced", String(figures.bounced)],
    ["substantive", of(figures.substantive)],
    ["reversed", of(figures.reversed)],
    ["published", of(figures.published)],
    ["expected", expected === undefined ? "—" : `${percent(expected)}%`],
  ] as const;
  return (
    <dl className="card-figures">
      <div className="card-wide">
        <dt>{t("oversight:cards.statutory")}</dt>
        <dd>
          <IntervalBar share={figures.statutory} />
        </dd>
      </div>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{t(`oversight:cards.${name}`)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function CommentForm({ card, onDone }: { readonly card: CardView; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const send = useComment();
  const [text, setText] = useState(card.comment?.text ?? "");
  const [isChecked, setChecked] = useState(false);
  const isMissing = text.trim().length < 2;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (isMissing) return;
    const { unit, quarter } = card;
    send.mutate({ unit: unit.id, quarter, text: text.trim() }, { onSuccess: onDone });
  };
  return (
    <form onSubmit={submit} noValidate>
      {send.error !== null && <ProblemNotice error={send.error} />}
      <Field
        label={t("oversight:cards.commentText")}
        hint={t("oversight:cards.commentHint")}
        error={isChecked && isMissing ? t("oversight:cards.missing") : undefined}
      >
        {(ids) => (
          <Input.TextArea
            {...ids}
            rows={4}
            maxLength={4000}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        )}
      </Field>
      <Button type="primary" htmlType="submit" loading={send.isPending}>
        {t("oversight:cards.submit")}
      </Button>
    </form>
  );
}

function Card({ card }: { readonly card: CardView }) {
  const { t } = useTranslation();
  const quarterOf = useQuarter();
  const release = useRelease();
  const [isWriting, setWriting] = useState(false);
  const { unit, quarter, state, comment, commentBy, may } = card;
  return (
    <Panel
      title={`${unit.name} · ${quarterOf(quarter)}`}
      aside={
        <Tag tone={state === "released" ? "accent" : "plain"}>
          {t(`oversight:cards.state.${state}`)}
        </Tag>
      }
    >
      <Figures card={card} />
      <h3 className="sub-title">{t("oversight:cards.comment")}</h3>
      {comment === undefined ? (
        <p className="say">
          {t("oversight:cards.noComment")}{" "}
          {state === "drafted" &&
            commentBy !== undefined &&
            t("oversight:cards.commentBy", { day: commentBy })}
        </p>
      ) : (
        <blockquote className="reading">
          {comment.text}
          <span className="block meta">
            {t("oversight:cards.commentedAt", { at: dayAndTime(comment.at), by: comment.by })}
          </span>
        </blockquote>
      )}
      {may.comment && !isWriting && (
        <Button onClick={() => setWriting(true)}>{t("oversight:cards.write")}</Button>
      )}
      {isWriting && <CommentForm card={card} onDone={() => setWriting(false)} />}
      {release.error !== null && <ProblemNotice error={release.error} />}
      {may.release && (
        <Button
          type="primary"
          loading={release.isPending}
          onClick={() => release.mutate({ unit: unit.id, quarter })}
        >
          {t("oversight:cards.release")}
        </Button>
      )}
      <p className="meta">{t("oversight:cards.draftedOn", { day: dayOf(card.draftedAt) })}</p>
    </Panel>
  );
}

function Content({ list: { rows } }: { readonly list: CardList }) {
  const { t } = useTranslation();
  const quarterOf = useQuarter();
  const save = () =>
    downloadText(
      `${t("oversight:cards.title")}.csv`,
      csvOf([
        [
          "unit",
          "handled",
          "statutory",
          "commitment",
          "median",
          "bounced",
          "substantive",
          "reversed",
          "published",
        ].map((name) => t(name === "unit" ? "oversight:units.unit" : `oversight:cards.${name}`)),
        ...rows.map(({ unit, quarter, figures }) => [
          `${unit.name} ${quarterOf(quarter)}`,
          String(figures.handled),
          ...[figures.statutory, figures.commitment].map(({ k, n }) => `${k}/${n}`),
          String(figures.medianDays ?? ""),
          String(figures.bounced),
          ...[figures.substantive, figures.reversed, figures.published].map(
            ({ k, n }) => `${k}/${n}`,
          ),
        ]),
      ]),
    );
  if (rows.length === 0)
    return <Empty title={t("oversight:cards.none")} why={t("oversight:cards.noneWhy")} />;
  return (
    <>
      <h1 className="page-sentence">
        {t("oversight:cards.sentence", {
          count: rows.length,
          waiting: rows.filter(({ state }) => state === "drafted").length,
          ready: rows.filter(({ may }) => may.release).length,
        })}
      </h1>
      <p className="say card-note">
        {t("oversight:cards.readers")} <Link to="/oversight/how">{t("oversight:units.how")}</Link>
        {" · "}
        <button type="button" className="text-button" onClick={save}>
          {t("oversight:cards.csv")}
        </button>
      </p>
      {rows.map((card) => (
        <Card key={`${card.unit.id} ${card.quarter}`} card={card} />
      ))}
    </>
  );
}

export function CardsPage() {
  const { t } = useTranslation();
  const cards = useCards();
  return (
    <div className="page">
      <title>{t("oversight:cards.documentTitle")}</title>
      <QueryState query={cards} />
      {cards.data !== undefined && <Content list={cards.data} />}
    </div>
  );
}
