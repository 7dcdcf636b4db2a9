/** Facts, rows and leaves must be the same set: says so, or names what is missing. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";

import type { GapReport } from "../../../../contract/src/audit.ts";
import { Panel } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Notice } from "../../ui/states.tsx";
import { useGaps } from "./queries.ts";

const COUNTS = ["facts", "entries", "leaves", "pending", "retired"] as const;

function Findings({ report }: { readonly report: GapReport }) {
  const { t } = useTranslation();
  const missing = [...report.withoutEntry, ...report.withoutFact, ...report.withoutLeaf];
  return (
    <>
      <p className="audit-counts">
        {COUNTS.map((name) => (
          <span key={name}>
            {t(`audit:gaps.${name}`)} <b>{report[name]}</b>
          </span>
        ))}
      </p>
      {missing.length === 0 ? (
        <Notice tone="accent">{t("audit:gaps.none")}</Notice>
      ) : (
        <Notice tone="overdue">
          {t("audit:gaps.some", { count: missing.length, ids: missing.slice(0, 5).join(" ") })}
        </Notice>
      )}
      <p className="meta">{t("audit:gaps.retention", { count: report.retention.days })}</p>
    </>
  );
}

export function GapPanel() {
  const { t } = useTranslation();
  const gaps = useGaps();
  return (
    <Panel
      title={t("audit:gaps.title")}
      aside={
        <Button loading={gaps.isFetching} onClick={() => void gaps.refetch()}>
          {t("audit:gaps.check")}
        </Button>
      }
    >
      <p className="meta">{t("audit:gaps.about")}</p>
      {gaps.error !== null && <ProblemNotice error={gaps.error} />}
      {gaps.data !== undefined && <Findings report={gaps.data} />}
    </Panel>
  );
}
