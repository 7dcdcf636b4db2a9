import { Button } from "antd";
import { useTranslation } from "react-i18next";

import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { hasCode } from "../session/index.ts";
import { useReloadLead } from "./queries.ts";

export interface ActProblemProps {
  readonly error: unknown;
  readonly leadId: string;
  readonly keptDraft: boolean;
  /** After the newest state of the lead has arrived. */
  readonly onReload: () => void;
}

/** A refused act. If somebody acted first, the newest state is one click away; the draft stays. */
export function ActProblem({ error, leadId, keptDraft, onReload }: ActProblemProps) {
  const { t } = useTranslation();
  const reload = useReloadLead(leadId);
  const isOutdated = hasCode(error, "leads.stale") || hasCode(error, "leads.bad-transition");
  return (
    <ProblemNotice
      error={error}
      keptDraft={keptDraft}
      act={
        isOutdated && (
          <Button onClick={() => void reload().then(onReload)}>{t("leads:act.reload")}</Button>
        )
      }
    />
  );
}
