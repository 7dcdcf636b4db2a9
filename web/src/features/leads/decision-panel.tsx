import { useTranslation } from "react-i18next";

import type { LeadView } from "../../../../contract/src/leads.ts";
import { Panel, Tag } from "../../ui/panel.tsx";

/** The decision as it stands; whether the public can read it yet is said beside it. */
export function DecisionPanel({ view }: { readonly view: LeadView }) {
  const { t } = useTranslation();
  const { decision } = view;
  if (decision === undefined) return null;
  const isPublic = view.lead.state === "published";
  return (
    <Panel
      title={t("leads:decision.title")}
      aside={
        <Tag tone={isPublic ? "accent" : "plain"}>
          {isPublic ? t("leads:decision.public") : t("leads:decision.notPublic")}
        </Tag>
      }
    >
      <p>
        <b>{t(`leads:outcome.${decision.outcome}.name`)}</b> · <code>{decision.decisionNo}</code> ·{" "}
        {decision.decidedOn}
      </p>
      <p className="reading">{decision.findings}</p>
      <p className="meta">{decision.articles.join("；")}</p>
    </Panel>
  );
}
