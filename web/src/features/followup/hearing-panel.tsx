/** Who was told, what was said, and whether a decision may name them. */
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import {
  EFFECTS,
  GROUND_CODES,
  HOLD_GROUNDS,
  WEIGHINGS,
} from "../../../../contract/src/followup-values.ts";
import type {
  Effect,
  GroundCode,
  HoldGround,
  Weighing,
} from "../../../../contract/src/followup-values.ts";
import type { Hearing, HearingNotice, LeadFollowUp } from "../../../../contract/src/followup.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Panel, Tag, type Tone } from "../../ui/panel.tsx";
import { api, useSession } from "../session/index.ts";
import { FormSheet } from "./form-sheet.tsx";

const TONES: Readonly<Record<Hearing["state"], Tone>> = {
  none: "due",
  waiting: "plain",
  heard: "accent",
  lapsed: "plain",
  held: "pause",
};

type Form = "serve" | "hold";

export function HearingPanel({
  lead,
  view,
}: {
  readonly lead: string;
  readonly view: LeadFollowUp;
}) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Form>();
  const role = useSession().data?.role;
  const { hearing, notices, holds, may } = view;
  const close = () => setOpen(undefined);
  const isOfficer = role === "officer" || role === "chief";
  return (
    <Panel title={t("followup:panel.hearing")}>
      <p className="meta">{t("followup:hearing.rule")}</p>
      <ul className="followup-firms">
        {hearing.map(({ firm, firmKey, state }) => (
          <li key={firmKey}>
            <span>{firm}</span>
            <Tag tone={TONES[state]}>{t(`followup:hearing.${state}`)}</Tag>
          </li>
        ))}
      </ul>
      {holds.map(({ nth, ground, text, until, at, by, stands }) => (
        <p key={nth} className="meta">
          {t("followup:do.hold")} {nth} · {t(`followup:holdGround.${ground}`)} · {text} · {by}{" "}
          {dayAndTime(at)} → {until}
          {stands ? "" : ` · ${t("followup:state.lapsed")}`}
        </p>
      ))}
      {notices.map((notice) => (
        <NoticeItem key={notice.notice} notice={notice} />
      ))}
      <div className="followup-acts">
        {may.serve && <Button onClick={() => setOpen("serve")}>{t("followup:do.serve")}</Button>}
        {may.hold && <Button onClick={() => setOpen("hold")}>{t("followup:do.hold")}</Button>}
      </div>
      {isOfficer && !may.serve && <p className="meta">{t("followup:hearing.evaluation")}</p>}
      {open === "serve" && <ServeForm lead={lead} hearing={hearing} onClose={close} />}
      {open === "hold" && <HoldForm lead={lead} onClose={close} />}
    </Panel>
  );
}

/** Also on the firm's own page: there without the department's acts. */
export function NoticeItem({ notice }: { readonly notice: HearingNotice }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<"reply" | "weigh">();
  const { firm, effect, grounds, replyBy, servedAt, servedBy, state, may } = notice;
  const isFirm = useSession().data?.role === "bidder";
  const close = () => setOpen(undefined);
  return (
    <div className="followup-item">
      <div className="followup-head">
        <b>{isFirm ? notice.project : firm}</b> <span>{t(`followup:effect.${effect}`)}</span>
        <Tag tone={state === "served" ? "due" : state === "weighed" ? "accent" : "plain"}>
          {t(`followup:state.${state}`)}
        </Tag>
      </div>
      <p className="meta">
        {t("followup:hearing.served", { unit: servedBy, time: dayAndTime(servedAt) })} ·{" "}
        {t("followup:hearing.replyBy", { day: replyBy })}
      </p>
      {grounds.map(({ code, text }) => (
        <p key={code + text} className="followup-text">
          {t(`followup:ground.${code}`)}：{text}
        </p>
      ))}
      <Replied notice={notice} />
      <div className="followup-acts">
        {may.reply && (
          <Button type={isFirm ? "primary" : "default"} onClick={() => setOpen("reply")}>
            {isFirm ? t("followup:do.reply") : t("followup:do.replyPaper")}
          </Button>
        )}
        {may.weigh && <Button onClick={() => setOpen("weigh")}>{t("followup:do.weigh")}</Button>}
      </div>
      {open === "reply" && (
        <FormSheet
          title={isFirm ? t("followup:do.reply") : t("followup:do.replyPaper")}
          submit={t("followup:do.reply")}
          fields={[{ name: "text", label: t("followup:field.reply"), kind: "area" }]}
          send={({ text = "" }) => api.replyToNotice(notice.notice, text)}
          onClose={close}
        />
      )}
      {open === "weigh" && <WeighForm notice={notice.notice} onClose={close} />}
    </div>
  );
}

function Replied({ notice }: { readonly notice: HearingNotice }) {
  const { t } = useTranslation();
  const { reply, replyAt, channel = "console", weighing, reason } = notice;
  if (reply === undefined || replyAt === undefined) return null;
  return (
    <>
      <blockquote className="followup-text">{reply}</blockquote>
      <p className="meta">
        {t(`followup:hearing.${channel}`)} ·{" "}
        {t("followup:hearing.replyAt", { time: dayAndTime(replyAt) })}
      </p>
      {weighing !== undefined && (
        <p className="followup-text">
          {t("followup:hearing.weighing", { weighing: t(`followup:weighingKind.${weighing}`) })}{" "}
          {reason}
        </p>
      )}
    </>
  );
}

interface SheetProps {
  readonly lead: string;
  readonly onClose: () => void;
}

function ServeForm({
  lead,
  hearing,
  onClose,
}: SheetProps & { readonly hearing: readonly Hearing[] }) {
  const { t } = useTranslation();
  return (
    <FormSheet
      title={t("followup:do.serve")}
      submit={t("followup:do.serve")}
      note={t("followup:hearing.rule")}
      fields={[
        {
          name: "firmKey",
          label: t("followup:field.firm"),
          kind: "choice",
          options: hearing.map(({ firmKey, firm }) => [firmKey, firm]),
        },
        {
          name: "effect",
          label: t("followup:field.effect"),
          kind: "choice",
          options: EFFECTS.map((one) => [one, t(`followup:effect.${one}`)]),
        },
        {
          name: "code",
          label: t("followup:field.ground"),
          kind: "choice",
          options: GROUND_CODES.map((one) => [one, t(`followup:ground.${one}`)]),
        },
        { name: "text", label: t("followup:field.groundText"), kind: "area", least: 4 },
        {
          name: "replyBy",
          label: t("followup:field.replyBy"),
          hint: t("followup:field.replyByHint"),
          kind: "date",
        },
      ]}
      send={({ firmKey = "", effect, code, text = "", replyBy = "" }) =>
        api.serveNotice(lead, {
          firmKey,
          effect: effect as Effect,
          grounds: [{ code: code as GroundCode, text }],
          replyBy,
        })
      }
      onClose={onClose}
    />
  );
}

function HoldForm({ lead, onClose }: SheetProps) {
  const { t } = useTranslation();
  return (
    <FormSheet
      title={t("followup:do.hold")}
      submit={t("followup:do.hold")}
      note={t("followup:field.holdHint")}
      fields={[
        {
          name: "ground",
          label: t("followup:field.holdGround"),
          kind: "choice",
          options: HOLD_GROUNDS.map((one) => [one, t(`followup:holdGround.${one}`)]),
        },
        { name: "text", label: t("followup:field.holdText"), kind: "area" },
      ]}
      send={({ ground, text = "" }) => api.holdNotice(lead, { ground: ground as HoldGround, text })}
      onClose={onClose}
    />
  );
}

function WeighForm({ notice, onClose }: { readonly notice: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <FormSheet
      title={t("followup:do.weigh")}
      submit={t("followup:do.weigh")}
      fields={[
        {
          name: "weighing",
          label: t("followup:field.weighing"),
          kind: "choice",
          options: WEIGHINGS.map((one) => [one, t(`followup:weighingKind.${one}`)]),
        },
        { name: "reason", label: t("followup:field.reason"), kind: "area", least: 4 },
      ]}
      send={({ weighing, reason = "" }) =>
        api.weighReply(notice, { weighing: weighing as Weighing, reason })
      }
      onClose={onClose}
    />
  );
}
