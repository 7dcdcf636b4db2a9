/** On the page of a lead: reports, right of reply, letters and talks, facts that clear it, each with its history. */
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { LeadFollowUp } from "../../../../contract/src/followup.ts";
import type { Party } from "../../../../contract/src/values.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Panel, Tag } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Skeleton } from "../../ui/states.tsx";
import { useSession } from "../session/index.ts";
import { HearingPanel } from "./hearing-panel.tsx";
import { ClearForm, LetterForm, TalkForm } from "./paper-forms.tsx";
import { LetterItem, TalkItem } from "./paper-items.tsx";
import { useLeadFollowUp } from "./queries.ts";
import { ReportsPanel } from "./reports-panel.tsx";

import "./followup.css";

interface PanelsProps {
  readonly lead: string;
  readonly department: string;
  /** Firms that the evidence is about. */
  readonly parties: readonly Party[];
}

export function FollowUpPanels(props: PanelsProps) {
  const { t } = useTranslation();
  const mayRead = useSession().data?.permissions.includes("followup.read") === true;
  return mayRead ? <ReadPanels {...props} title={t("followup:panel.reports")} /> : null;
}

function ReadPanels({ lead, department, parties, title }: PanelsProps & { title: string }) {
  const { t } = useTranslation();
  const { data, error } = useLeadFollowUp(lead);
  if (error !== null)
    return (
      <Panel title={title}>
        <ProblemNotice error={error} />
      </Panel>
    );
  if (data === undefined) return <Skeleton label={t("followup:panel.loading")} />;
  return (
    <>
      <ReportsPanel lead={lead} view={data} />
      <HearingPanel lead={lead} view={data} />
      <PapersPanel lead={lead} department={department} parties={parties} view={data} />
      <ClearingFacts lead={lead} view={data} />
    </>
  );
}

interface ViewProps {
  readonly lead: string;
  readonly view: LeadFollowUp;
}

function PapersPanel({ lead, department, parties, view }: ViewProps & Omit<PanelsProps, "lead">) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<"letter" | "talk">();
  const { letters, talks, may } = view;
  const [kind] = may.talk;
  return (
    <Panel title={t("followup:panel.papers")}>
      {letters.length + talks.length === 0 && <p>{t("followup:papers.none")}</p>}
      {letters.map((letter) => (
        <LetterItem key={letter.letter} letter={letter} />
      ))}
      {talks.map((talk) => (
        <TalkItem key={talk.talk} talk={talk} />
      ))}
      <div className="followup-acts">
        {may.letter && <Button onClick={() => setOpen("letter")}>{t("followup:do.letter")}</Button>}
        {kind !== undefined && (
          <Button onClick={() => setOpen("talk")}>
            {t("followup:do.talk", { kind: t(`followup:talkKind.${kind}`) })}
          </Button>
        )}
      </div>
      {open === "letter" && (
        <LetterForm lead={lead} units={[]} unit={department} onClose={() => setOpen(undefined)} />
      )}
      {open === "talk" && kind !== undefined && (
        <TalkForm lead={lead} kind={kind} parties={parties} onClose={() => setOpen(undefined)} />
      )}
    </Panel>
  );
}

function ClearingFacts({ lead, view }: ViewProps) {
  const { t, i18n } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const { clearings, openClearings, effect, may } = view;
  const word = (code: string): string => {
    const key = `screening:clearing.${code.replaceAll(".", "_")}`;
    return i18n.exists(key) ? i18n.t(key) : code;
  };
  const params = { before: effect.bits.toFixed(1), after: effect.bitsAfter.toFixed(1) };
  return (
    <Panel title={t("followup:panel.clearing")}>
      <p>
        {clearings.length === 0
          ? t("followup:clearing.none", params)
          : t("followup:clearing.effect", params)}{" "}
        {clearings.length > 0 &&
          t(effect.isLeadAfter ? "followup:clearing.stillLead" : "followup:clearing.noLead")}
      </p>
      {clearings.map(({ code, text, at, by, evidenceHash }) => (
        <div key={code} className="followup-item">
          <div className="followup-head">
            <b>{word(code)}</b> <Tag tone="accent">{t("followup:clearing.supplied")}</Tag>
          </div>
          <p className="followup-text">{text}</p>
          <p className="meta">{t("followup:clearing.by", { unit: by, time: dayAndTime(at) })}</p>
          {evidenceHash !== undefined && (
            <p className="meta followup-hash">
              {t("followup:clearing.hash")} <code>{evidenceHash}</code>
            </p>
          )}
        </div>
      ))}
      <p className="meta">{t("followup:clearing.stays")}</p>
      {may.clear && openClearings.length > 0 && (
        <div className="followup-acts">
          <Button onClick={() => setOpen(true)}>{t("followup:do.clear")}</Button>
        </div>
      )}
      {isOpen && (
        <ClearForm
          lead={lead}
          codes={openClearings.map((code) => [code, word(code)] as const)}
          onClose={() => setOpen(false)}
        />
      )}
    </Panel>
  );
}
