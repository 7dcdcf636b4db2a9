/** The record as it was put up for signature, its fingerprint, and who signed it. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";

import type { OpeningDesk } from "../../../../contract/src/opening.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Panel, Tag } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { api } from "../session/index.ts";
import { useDeskAct } from "./queries.ts";

export function RecordPanel({ desk }: { readonly desk: OpeningDesk }) {
  const { t } = useTranslation();
  const { row, record, signatures, may } = desk;
  const sign = useDeskAct(row.id, (hash: string) => api.signOpeningRecord(row.id, { hash }));
  if (record === undefined) return null;
  return (
    <Panel
      title={t("openings:record")}
      aside={t("openings:signedCount", { count: signatures.length })}
    >
      <div className="opening-record">
        {record.lines.map((line, index) => (
          // oxlint-disable-next-line no-array-index-key -- lines of a text that never changes
          <p key={index}>{line}</p>
        ))}
      </div>
      <p className="meta">
        {t("openings:hash")} <code>{record.hash}</code>
      </p>
      <ul className="opening-list">
        {signatures.map(({ at, by, as, isValid, provider }) => (
          <li key={`${as} ${by}`}>
            <Tag tone={isValid ? "accent" : "overdue"}>
              {t(isValid ? "openings:sealValid" : "openings:sealInvalid")}
            </Tag>{" "}
            {by} <span className="meta">{t(`openings:role.${as}`)}</span>{" "}
            <span className="meta">
              {dayAndTime(at)}
              {provider === "simulator" && ` · ${t("openings:simulated")}`}
            </span>
          </li>
        ))}
      </ul>
      {sign.error !== null && <ProblemNotice error={sign.error} />}
      {may.sign && (
        <Button type="primary" loading={sign.isPending} onClick={() => sign.mutate(record.hash)}>
          {t("openings:do.sign")}
        </Button>
      )}
    </Panel>
  );
}
