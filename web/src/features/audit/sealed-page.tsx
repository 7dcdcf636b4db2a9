/** The organ's own log: state of its key, opening with the key file, replacing the key. */
import { useTranslation } from "react-i18next";

import { dayOf } from "../../ui/dates.ts";
import { Panel } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Notice } from "../../ui/states.tsx";
import { useSession } from "../session/index.ts";
import { MakeKeyForm } from "./make-key-form.tsx";
import { OpenRecordsForm } from "./open-records-form.tsx";
import { useSealKeys } from "./queries.ts";

import "./audit.css";

export function SealedPage() {
  const { t } = useTranslation();
  const session = useSession();
  const keys = useSealKeys();
  const view = keys.data;
  const current = view?.keys[0];
  return (
    <div className="page">
      <title>{t("audit:sealed.documentTitle")}</title>
      <h1 className="page-sentence">{t("audit:sealed.title")}</h1>
      <p className="audit-about">{t("audit:sealed.about")}</p>
      <QueryState query={keys} />
      {view !== undefined && current === undefined && (
        <Notice tone="due">{t("audit:sealed.noKey", { organ: view.organ.name })}</Notice>
      )}
      {view !== undefined && !view.isHolder && (
        <Notice tone="accent">{t("audit:sealed.notHolder", { organ: view.organ.name })}</Notice>
      )}
      {view?.isHolder === true && current !== undefined && (
        <Panel
          title={t("audit:sealed.open")}
          aside={
            <span className="meta">
              {t("audit:sealed.using")} <code>{current.keyId.slice(0, 8)}</code>{" "}
              {t("audit:sealed.since", { day: dayOf(current.registeredAt) })}
            </span>
          }
        >
          <OpenRecordsForm isDemo={session.data?.demo === true} />
        </Panel>
      )}
      {view?.isHolder === true && (
        <Panel title={t(current === undefined ? "audit:sealed.make" : "audit:sealed.replace")}>
          <MakeKeyForm organ={view.organ.id} isFirst={current === undefined} />
        </Panel>
      )}
    </div>
  );
}
