/** Beside the board: notices sent, integrity of the log, who saw sensitive material. */
import { Button } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { Board, Integrity, NoticeRow } from "../../../../contract/src/oversight.ts";
import { dayAndTime, dayOf, timeOf } from "../../ui/dates.ts";
import { Icon } from "../../ui/icon.tsx";
import { Panel, Tag } from "../../ui/panel.tsx";
import { shortDay, shortUnit } from "./words.ts";

export function NoticeTag({ notice }: { readonly notice: NoticeRow }) {
  const { t } = useTranslation();
  const { state, isLate, daysLeft, answer } = notice;
  if (isLate)
    return (
      <Tag tone="overdue">
        <i aria-hidden="true">▲</i> {t("oversight:late")}
      </Tag>
    );
  if (state === "closed" || state === "answered")
    return (
      <Tag>
        <Icon name="check" />{" "}
        {t(
          answer === undefined
            ? `oversight:noticeState.${state}`
            : `oversight:answerKind.${answer}`,
        )}
      </Tag>
    );
  if (daysLeft === undefined) return <Tag>{t(`oversight:noticeState.${state}`)}</Tag>;
  return (
    <Tag tone={daysLeft <= 2 ? "due" : "plain"}>
      {daysLeft <= 2 && <i aria-hidden="true">◆</i>}{" "}
      {daysLeft <= 0 ? t("oversight:dueToday") : t("oversight:daysLeft", { count: daysLeft })}
    </Tag>
  );
}

/** Sent, signed for, answered or due. */
export function useNoticeCourse() {
  const { t } = useTranslation();
  const day = (instant: string) => shortDay(dayOf(instant));
  return ({ signedAt, receivedAt, answeredAt, closedAt, dueOn, isLate }: NoticeRow): string =>
    [
      t("oversight:notices.signedOn", { day: day(signedAt) }),
      receivedAt && t("oversight:notices.receivedAt", { at: shortDay(dayAndTime(receivedAt)) }),
      answeredAt && t("oversight:notices.answeredOn", { day: day(answeredAt) }),
      closedAt && t("oversight:notices.closedOn", { day: day(closedAt) }),
      answeredAt === undefined &&
        dueOn &&
        t(isLate ? "oversight:notices.wasDueOn" : "oversight:notices.dueOn", {
          day: shortDay(dueOn),
        }),
    ]
      .filter(Boolean)
      .join(" · ");
}

const LISTED = 5;

export function NoticesPanel({
  board,
  onNew,
}: {
  readonly board: Board;
  readonly onNew: () => void;
}) {
  const { t } = useTranslation();
  const courseOf = useNoticeCourse();
  const { notices, drafts, may } = board;
  return (
    <Panel
      title={`${t("oversight:notices.panel")} ${notices.length}`}
      aside={
        may.sign && (
          <Button size="small" type="primary" onClick={onNew}>
            {t("oversight:notices.new")}
          </Button>
        )
      }
      flush
    >
      <ul className="side-list">
        {drafts > 0 && (
          <li>
            <Link to="/oversight/notices">
              {t("oversight:notices.drafts")} <b>{drafts}</b>
            </Link>
          </li>
        )}
        {notices.slice(0, LISTED).map((notice) => (
          <li key={notice.number}>
            <div className="side-row">
              <Link to={`/oversight/notices/${notice.number}`}>
                <b>
                  {t(`oversight:act.${notice.kind}`)} {notice.number}
                </b>
              </Link>
              <NoticeTag notice={notice} />
            </div>
            {shortUnit(notice.unit.name)} · {notice.title}
            <span className="block meta">{courseOf(notice)}</span>
          </li>
        ))}
        {notices.length === 0 && <li className="meta">{t("oversight:notices.none")}</li>}
        {notices.length > LISTED && (
          <li>
            <Link to="/oversight/notices">{t("oversight:notices.all")}</Link>
          </li>
        )}
      </ul>
    </Panel>
  );
}

function Line({ name, note, children }: { name: string; note?: string; children: ReactNode }) {
  return (
    <li>
      <div className="side-row">
        <span>{name}</span>
        <b>{children}</b>
      </div>
      {note !== undefined && <span className="meta">{note}</span>}
    </li>
  );
}

const count = (value: number): string => value.toLocaleString("en-US");

/** Good of all; nothing is said before the first pass has come to its end. */
function Share({ good, all, suffix = "" }: { good: number; all: number; suffix?: string }) {
  const { t } = useTranslation();
  if (all === 0) return <span className="meta">{t("oversight:integrity.underWay")}</span>;
  return `${count(good)} / ${count(all)}${suffix === "" ? "" : ` ${suffix}`}`;
}

export function IntegrityPanel({
  integrity,
  onOpen,
}: {
  readonly integrity: Integrity;
  readonly onOpen: () => void;
}) {
  const { t } = useTranslation();
  const { checkedAt, everySeconds, completeAt, brokenCount, checked, passing, size } = integrity;
  const every =
    everySeconds === undefined
      ? undefined
      : t(
          completeAt === undefined ? "oversight:integrity.everyOnly" : "oversight:integrity.every",
          {
            seconds: Math.max(1, Math.round(everySeconds)),
            at: completeAt === undefined ? "" : timeOf(completeAt),
          },
        );
  return (
    <Panel
      title={t("oversight:integrity.title")}
      aside={
        checkedAt === undefined
          ? t("oversight:integrity.never")
          : t("oversight:integrity.checkedAt", { at: timeOf(checkedAt) })
      }
      flush
    >
      <ul className="side-list">
        <Line name={t("oversight:integrity.checkpoints")}>
          <Share good={integrity.checkpointsGood} all={integrity.checkpoints} />
        </Line>
        <Line
          name={t("oversight:integrity.complete")}
          {...(every === undefined ? {} : { note: every })}
        >
          {passing === undefined || checked > 0 ? (
            count(checked)
          ) : (
            <Share good={passing} all={Math.max(size, passing)} />
          )}
        </Line>
        <Line name={t("oversight:integrity.sample")}>
          <Share
            good={integrity.sampleGood}
            all={integrity.sample}
            suffix={t("oversight:integrity.sampleSuffix")}
          />
        </Line>
        <Line name={t("oversight:integrity.broken")}>
          {brokenCount === 0 ? (
            "0"
          ) : (
            <button type="button" className="text-button sourced urged" onClick={onOpen}>
              <i aria-hidden="true">▲ </i>
              {count(brokenCount)}
            </button>
          )}
        </Line>
      </ul>
    </Panel>
  );
}

export function SensitivePanel({ sensitive }: Required<Pick<Board, "sensitive">>) {
  const { t } = useTranslation();
  const { month, reads, withPurpose, refused, video, trace } = sensitive;
  const times = t("oversight:sensitive.times");
  return (
    <Panel title={t("oversight:sensitive.title")} aside={month} flush>
      <ul className="side-list">
        <Line
          name={t("oversight:sensitive.reads")}
          note={t("oversight:sensitive.readsNote", { count: withPurpose, refused })}
        >
          {count(reads)} {times}
        </Line>
        <Line name={t("oversight:sensitive.video")}>
          {count(video)} {times}
        </Line>
        <Line name={t("oversight:sensitive.trace")}>
          {count(trace)} {times}
        </Line>
      </ul>
    </Panel>
  );
}
