/** A copy of the dossier: asked for with a purpose, written on the file, put on record. */
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { DossierFilters, DossierHead } from "../../../../contract/src/dossier.ts";
import { Field } from "../../ui/field.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Notice } from "../../ui/states.tsx";
import { groupsOf } from "./filters.tsx";
import { useExport } from "./queries.ts";

interface ExportProps {
  readonly head: DossierHead;
  readonly filters: DossierFilters;
  readonly onClose: () => void;
}

const SHORTEST = 4;

function useScopeWords(filters: DossierFilters): string {
  const { t } = useTranslation();
  const parts = [
    ...groupsOf(filters).map((group) => t(`dossier:group.${group}`)),
    ...(filters.stage === undefined ? [] : [t(`dossier:stage.${filters.stage}`)]),
    ...(filters.actor === undefined ? [] : [filters.actor]),
    ...(filters.q === undefined ? [] : [`“${filters.q}”`]),
  ];
  return parts.length === 0 ? t("dossier:export.whole") : parts.join("、");
}

export function ExportPanel({ head, filters, onClose }: ExportProps) {
  const { t } = useTranslation();
  const [purpose, setPurpose] = useState("");
  const scope = useScopeWords(filters);
  const name = `${head.title.replaceAll(/[\\/:*?"<>|]/g, "")}-${t("dossier:name")}.zip`;
  const act = useExport(head.ocid, name);
  return (
    <Panel title={t("dossier:export.title")}>
      <p>{t("dossier:export.about")}</p>
      <p>{t("dossier:export.scope", { filters: scope })}</p>
      <form
        className="dossier-export"
        onSubmit={(event) => {
          event.preventDefault();
          act.mutate({ ...filters, purpose: purpose.trim() });
        }}
      >
        <Field label={t("dossier:export.purpose")} hint={t("dossier:export.purposeHint")}>
          {(ids) => (
            <Input
              {...ids}
              value={purpose}
              maxLength={200}
              onChange={({ target }) => setPurpose(target.value)}
            />
          )}
        </Field>
        <p className="dossier-acts">
          <Button
            type="primary"
            htmlType="submit"
            loading={act.isPending}
            disabled={purpose.trim().length < SHORTEST}
          >
            {t("dossier:export.submit")}
          </Button>
          <Button onClick={onClose}>{t("dossier:export.cancel")}</Button>
        </p>
      </form>
      {act.isPending && <p className="meta">{t("dossier:export.working")}</p>}
      {act.isSuccess && <Notice tone="accent">{t("dossier:export.done", { name })}</Notice>}
      {act.error !== null && <ProblemNotice error={act.error} />}
    </Panel>
  );
}
