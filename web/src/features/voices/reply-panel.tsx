/** The answer as it was served: claims, findings and articles beside each other, the meter and whither one can turn. */
import { useTranslation } from "react-i18next";

import type { ReplyServed } from "../../../../contract/src/facts/complaints.reply-served.ts";
import type { VoiceView } from "../../../../contract/src/voices.ts";
import { Panel, Tag } from "../../ui/panel.tsx";
import { claimsOf } from "./claims.ts";
import { AppealList, DeadlineNotice, MeterLine } from "./meter.tsx";
import { useArticleName } from "./words.ts";

export function ReplyPanel({ view }: { readonly view: VoiceView }) {
  const { t } = useTranslation();
  const articleName = useArticleName(view.law);
  if (view.reply === undefined) return null;
  // The contract keeps it open; it is the payload of the fact.
  const reply = view.reply as unknown as ReplyServed;
  const claims = claimsOf(view);
  return (
    <Panel
      title={t(`voices:reply.title.${view.voice.kind}`)}
      aside={
        <span className="meta">
          {reply.letterNo} · {reply.decidedOn}
        </span>
      }
    >
      <ol className="voice-findings">
        {claims.map((claim, at) => {
          const findings = reply.findings.filter((finding) => finding.claim === at);
          return (
            <li key={claim}>
              <p>
                <b>{t("voices:claim", { n: at + 1 })}</b> <span className="meta">{claim}</span>
              </p>
              {findings.length === 0 && <Tag tone="due">{t("voices:claimState.missing")}</Tag>}
              {findings.map((finding) => (
                <div key={finding.text}>
                  <Tag>{t(`voices:result.${finding.result}`)}</Tag>
                  <p className="history-text">{finding.text}</p>
                  <p className="meta">{finding.articles.map((id) => articleName(id)).join("；")}</p>
                </div>
              ))}
            </li>
          );
        })}
      </ol>
      <p className="history-text">
        <b>{t("voices:reply.decision")}</b> {reply.decision}
      </p>
      <p className="meta">
        {t("voices:reply.served", {
          day: reply.service.servedOn,
          way: t(`voices:service.${reply.service.way}`),
        })}{" "}
        {reply.service.proof}
      </p>
      <DeadlineNotice move={reply.deadlineMove} law={view.law} />
      <AppealList appeals={reply.appeals} law={view.law} />
      <MeterLine quality={reply.quality} law={view.law} />
    </Panel>
  );
}
