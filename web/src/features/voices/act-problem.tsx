import { Button } from "antd";
import { useTranslation } from "react-i18next";

import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { hasCode } from "../session/index.ts";
import { useReloadVoice } from "./queries.ts";

export interface ActProblemProps {
  readonly error: unknown;
  readonly id: string;
  /** After the newest state has arrived. */
  readonly onReload: () => void;
}

/** A refused act. If somebody acted first, the newest state is one click away; the draft stays. */
export function ActProblem({ error, id, onReload }: ActProblemProps) {
  const { t } = useTranslation();
  const reload = useReloadVoice(id);
  const isOutdated = hasCode(error, "voices.stale") || hasCode(error, "voices.bad-transition");
  return (
    <ProblemNotice
      error={error}
      keptDraft
      act={
        isOutdated && (
          <Button onClick={() => void reload().then(onReload)}>{t("voices:form.reload")}</Button>
        )
      }
    />
  );
}
