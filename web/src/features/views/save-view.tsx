/** The filter in the address, kept under a name: for oneself, or for the whole unit. Opened by the button or v. */
import { Button, Input, Modal } from "antd";
import { useMemo, useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "react-router";

import { usePageCommands } from "../../ui/commands.ts";
import { Choice, Field } from "../../ui/field.tsx";
import { Icon } from "../../ui/icon.tsx";
import { useKeys } from "../../ui/keys.ts";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { useSession } from "../session/index.ts";
import { useSaveView } from "./queries.ts";

function SaveForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { pathname, search } = useLocation();
  const unit = useSession().data?.department?.name ?? "";
  const save = useSaveView();
  const [name, setName] = useState("");
  const [whose, setWhose] = useState<"own" | "unit">("own");
  const [isChecked, setChecked] = useState(false);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (name.trim() === "") return;
    save.mutate(
      { name: name.trim(), path: pathname + search, isShared: whose === "unit" },
      { onSuccess: onClose },
    );
  };
  return (
    <form onSubmit={submit} noValidate>
      {save.error !== null && <ProblemNotice error={save.error} />}
      <Field
        label={t("console:views.name")}
        hint={t("console:views.nameHint")}
        error={isChecked && name.trim() === "" ? t("console:views.nameMissing") : undefined}
      >
        {(ids) => (
          <Input
            {...ids}
            // The dialog has one field, and was opened to fill it.
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- the dialog was opened to fill its only field
            autoFocus
            maxLength={40}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Choice
        legend={t("console:views.whose")}
        value={whose}
        choices={[
          { value: "own", label: t("console:views.own") },
          {
            value: "unit",
            label: t("console:views.unit", { unit }),
            hint: t("console:views.unitHint"),
          },
        ]}
        onChange={setWhose}
      />
      <div className="act-submit">
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t("console:views.save")}
        </Button>
        <Button onClick={onClose}>{t("console:close")}</Button>
      </div>
    </form>
  );
}

export function SaveViewButton() {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  useKeys(useMemo(() => ({ v: () => setOpen(true) }), []));
  const title = t("console:views.act");
  usePageCommands(
    useMemo(
      () => [{ id: "save-view", icon: "bookmark", title, run: () => setOpen(true) }],
      [title],
    ),
  );
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Icon name="bookmark" /> {t("console:views.act")}
      </Button>
      <Modal
        open={isOpen}
        title={t("console:views.act")}
        footer={null}
        destroyOnHidden
        closeIcon={<Icon name="cross" />}
        closable={{ "aria-label": t("console:close") }}
        onCancel={() => setOpen(false)}
      >
        <SaveForm onClose={() => setOpen(false)} />
      </Modal>
    </>
  );
}
