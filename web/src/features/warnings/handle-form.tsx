/** What staff did with a warning: seen, passed on, or corrected by the agency. */
import { Button, Input } from "antd";
import { type SubmitEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import {
  WARNING_HANDLINGS,
  type WarningHandling,
} from "../../../../contract/src/warnings-values.ts";
import { Choice, Field } from "../../ui/field.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { useHandle } from "./queries.ts";

export function HandleForm({ id, version }: { readonly id: string; readonly version: number }) {
  const { t } = useTranslation();
  const handle = useHandle(id);
  const [handling, setHandling] = useState<WarningHandling>("seen");
  const [note, setNote] = useState("");
  const [isChecked, setChecked] = useState(false);
  const isShort = note.trim().length < 2;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (!isShort) handle.mutate({ handling, note: note.trim(), version });
  };
  return (
    <Panel title={t("warnings:handle")}>
      <form onSubmit={submit}>
        {handle.error !== null && <ProblemNotice error={handle.error} />}
        <Choice
          legend={t("warnings:handleChoice")}
          value={handling}
          choices={WARNING_HANDLINGS.map((value) => ({
            value,
            label: t(`warnings:handling.${value}`),
          }))}
          onChange={setHandling}
        />
        <Field
          label={t("warnings:handleNote")}
          error={isChecked && isShort ? t("warnings:handleNoteMissing") : undefined}
        >
          {(ids) => (
            <Input.TextArea
              {...ids}
              rows={3}
              maxLength={1000}
              value={note}
              onChange={({ target }) => setNote(target.value)}
            />
          )}
        </Field>
        <Button type="primary" htmlType="submit" loading={handle.isPending}>
          {t("warnings:handleSave")}
        </Button>
      </form>
    </Panel>
  );
}
