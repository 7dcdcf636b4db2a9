/** The keys of the office, and the ceremony in which one is made. */
import { useTranslation } from "react-i18next";

import type { OfficeKeys } from "../../../../contract/src/tipoffs.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Panel, Tag } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Empty, Skeleton } from "../../ui/states.tsx";
import { useSession } from "../session/index.ts";
import { CeremonyPanel } from "./ceremony-panel.tsx";
import { useOfficeKeys } from "./queries.ts";
import { TipoffHead } from "./tipoff-head.tsx";

function KeyEntry({ entry }: { readonly entry: OfficeKeys["rows"][number] }) {
  const { t } = useTranslation();
  return (
    <li className="tipoff-entry">
      <p className="tipoff-entry-head">
        <code>{entry.keyId}</code>
        <Tag tone={entry.isCurrent ? "accent" : "plain"}>
          {t(entry.isCurrent ? "tipoffs:keys.current" : "tipoffs:keys.old")}
        </Tag>
        <span className="meta">
          {entry.publishedBy} {dayAndTime(entry.publishedAt)}
        </span>
      </p>
      <p>
        {t("tipoffs:keys.fingerprint")} <code className="tipoff-print">{entry.fingerprint}</code>
      </p>
      <ul className="tipoff-files">
        {entry.holders.map(({ index, name, fingerprint }) => (
          <li key={index}>
            {t("tipoffs:keys.holder", { index, name })} <code>{fingerprint}</code>
          </li>
        ))}
      </ul>
    </li>
  );
}

export function TipoffKeysPage() {
  const { t } = useTranslation();
  const keys = useOfficeKeys();
  const may = useSession().data?.permissions.includes("tipoffs.make-key") ?? false;
  return (
    <div className="page">
      <title>{t("tipoffs:view.keys")}</title>
      <TipoffHead />
      <h1 className="page-fact">
        {t(keys.data?.rows.length === 0 ? "tipoffs:keys.sentenceNone" : "tipoffs:keys.sentence", {
          unit: keys.data?.unit.name ?? "",
        })}
      </h1>
      <p className="tipoff-note">{t("tipoffs:keys.text")}</p>
      <div className="tipoff-split even">
        <div>
          <Panel title={t("tipoffs:keys.list")}>
            {keys.isPending && <Skeleton label={t("console:loading")} />}
            {keys.error !== null && <ProblemNotice error={keys.error} />}
            {keys.data?.rows.length === 0 && (
              <Empty title={t("tipoffs:keys.none")} why={t("tipoffs:keys.noneWhy")} />
            )}
            <ol className="tipoff-thread">
              {keys.data?.rows.map((entry) => (
                <KeyEntry key={entry.keyId} entry={entry} />
              ))}
            </ol>
          </Panel>
        </div>
        <div>{may && keys.data !== undefined && <CeremonyPanel unit={keys.data.unit} />}</div>
      </div>
    </div>
  );
}
