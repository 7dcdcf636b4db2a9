/** 证据封存: when, what, by which hashes, how long held, whether reviewed, and who had it in hand. */
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { REVIEWS } from "../../../../contract/src/evidence-values.ts";
import type { CustodyEntry, EvidenceView } from "../../../../contract/src/evidence.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Ring } from "../../ui/mirror.tsx";
import { Panel, Tag } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { IssuePanel } from "../certificates/index.ts";
import { useSession } from "../session/index.ts";
import { EndHoldForm, HoldForm, ReviewForm } from "./act-forms.tsx";
import { useEvidence, useExport } from "./queries.ts";

import "./evidence.css";

const SHOWN = 4;

interface ItemsProps extends Pick<EvidenceView, "items"> {
  readonly lead: string;
  readonly mayExport: boolean;
}

function Items({ lead, items, mayExport }: ItemsProps) {
  const { t } = useTranslation();
  const [certified, setCertified] = useState<string>();
  return (
    <details className="evidence-items">
      <summary>{t("evidence:panel.items", { count: items.length })}</summary>
      <ul>
        {items.map((item) => (
          <li key={item.factId}>
            <span>
              {t(`evidence:panel.role.${item.role}`)} <Ring leafIndex={item.leafIndex} />
            </span>
            <time className="meta" dateTime={item.occurredAt}>
              {dayAndTime(item.occurredAt)}
            </time>
            <code title={t("evidence:panel.hash")}>{item.contentHash.slice(0, 16)}…</code>
            {mayExport && (
              <button
                type="button"
                className="text-button"
                aria-label={t("certificates:row", {
                  title: t(`evidence:panel.role.${item.role}`),
                  at: dayAndTime(item.occurredAt),
                })}
                aria-expanded={item.factId === certified}
                onClick={() => setCertified(item.factId)}
              >
                {t("certificates:open")}
              </button>
            )}
          </li>
        ))}
      </ul>
      {certified !== undefined && (
        <IssuePanel
          key={certified}
          from={{ kind: "evidence", lead }}
          facts={[certified]}
          onClose={() => setCertified(undefined)}
        />
      )}
    </details>
  );
}

function Reviews({ review }: Pick<EvidenceView, "review">) {
  const { t } = useTranslation();
  return (
    <dl className="evidence-facts">
      {REVIEWS.map((kind) => {
        const { result, at, by } = review[kind];
        return (
          <div key={kind}>
            <dt>{t(`evidence:panel.${kind}`)}</dt>
            <dd>
              <Tag
                tone={result === "passed" ? "accent" : result === "notPassed" ? "overdue" : "plain"}
              >
                {t(`evidence:panel.result.${result}`)}
              </Tag>
              {at !== undefined && (
                <small>
                  {t("evidence:panel.reviewedBy", { name: by ?? "", time: dayAndTime(at) })}
                </small>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function Entry({ entry }: { readonly entry: CustodyEntry }) {
  const { t } = useTranslation();
  const { at, act, officer, until, ground, review, result, leafIndex } = entry;
  const said = t(`evidence:panel.act.${act}`, {
    day: until,
    review: review === undefined ? "" : t(`evidence:panel.${review}`),
    result: result === undefined ? "" : t(`evidence:panel.result.${result}`),
  });
  return (
    <li>
      <span>
        {said} <Ring leafIndex={leafIndex} />
      </span>
      <small>
        {dayAndTime(at)} · {officer?.name ?? t("evidence:panel.system")}
      </small>
      {ground !== undefined && <small>{ground}</small>}
    </li>
  );
}

function Custody({ custody }: Pick<EvidenceView, "custody">) {
  const { t } = useTranslation();
  const [isAll, setAll] = useState(false);
  const newest = custody.toReversed();
  return (
    <>
      <h3 className="sub-title">{t("evidence:panel.custody", { count: custody.length })}</h3>
      <ol className="evidence-custody">
        {(isAll ? newest : newest.slice(0, SHOWN)).map((entry) => (
          <Entry key={entry.factId} entry={entry} />
        ))}
      </ol>
      {custody.length > SHOWN && (
        <button type="button" className="text-button" onClick={() => setAll(!isAll)}>
          {isAll ? t("evidence:panel.less") : t("evidence:panel.more", { count: custody.length })}
        </button>
      )}
    </>
  );
}

const FORMS = { hold: HoldForm, endHold: EndHoldForm, review: ReviewForm } as const;
type FormName = keyof typeof FORMS;

function Acts({ lead, number, view }: PanelProps & { readonly view: EvidenceView }) {
  const { t } = useTranslation();
  const [form, setForm] = useState<FormName>();
  const pack = useExport(lead, number);
  const Form = form === undefined ? undefined : FORMS[form];
  const names = (["hold", "review", "endHold"] as const).filter((name) => view.may[name]);
  return (
    <>
      {pack.error !== null && <ProblemNotice error={pack.error} />}
      <div className="evidence-acts">
        {view.may.export && (
          <Button type="primary" loading={pack.isPending} onClick={() => pack.mutate()}>
            {t("evidence:act.export")}
          </Button>
        )}
        {names.map((name) => (
          <Button key={name} onClick={() => setForm(name)}>
            {t(`evidence:act.${name}`)}
          </Button>
        ))}
      </div>
      {Form !== undefined && <Form lead={lead} view={view} onClose={() => setForm(undefined)} />}
    </>
  );
}

interface PanelProps {
  readonly lead: string;
  readonly number: string;
}

export function EvidencePanel({ lead, number }: PanelProps) {
  const { t } = useTranslation();
  const may = useSession().data?.permissions.includes("evidence.read") ?? false;
  const { data: view, isError } = useEvidence(lead, may);
  if (!may || (view === undefined && !isError)) return null;
  if (view === undefined)
    return (
      <Panel title={t("evidence:panel.title")}>
        <p>{t("evidence:panel.none")}</p>
        <p className="meta">{t("evidence:panel.noneWhy")}</p>
      </Panel>
    );
  const { sealedAt, timeSource, seal, hold, leafIndex } = view;
  return (
    <Panel title={t("evidence:panel.title")}>
      <p>
        {t("evidence:panel.sealed", { time: dayAndTime(sealedAt) })} <Ring leafIndex={leafIndex} />
      </p>
      <p className="meta">{t(`evidence:panel.source.${timeSource}`)}</p>
      <dl className="evidence-facts">
        <div>
          <dt>{t("evidence:panel.seal")}</dt>
          <dd>
            <code title={`SHA-256 ${seal.sha256}`}>{`SHA-256 ${seal.sha256.slice(0, 12)}…`}</code>
            <code title={`SM3 ${seal.sm3}`}>{`SM3 ${seal.sm3.slice(0, 12)}…`}</code>
          </dd>
        </div>
        <div>
          <dt>{t("evidence:panel.hold")}</dt>
          <dd>
            <Tag tone={hold.state === "inForce" ? "accent" : "pause"}>
              {t(`evidence:panel.holdState.${hold.state}`, { day: hold.until })}
            </Tag>
          </dd>
        </div>
      </dl>
      <Items lead={lead} items={view.items} mayExport={view.may.export} />
      <h3 className="sub-title">{t("evidence:panel.review")}</h3>
      <Reviews review={view.review} />
      <Custody custody={view.custody} />
      <Acts lead={lead} number={number} view={view} />
      {!view.canReplay && <p className="meta">{t("evidence:panel.noReplay")}</p>}
      <p className="meta">{t("evidence:panel.noEffect")}</p>
    </Panel>
  );
}
