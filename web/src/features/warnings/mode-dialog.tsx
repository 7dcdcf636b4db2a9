/** How strictly a node speaks: chosen by the director, with a ground that is kept. */
import { Button, Drawer, Input } from "antd";
import { type SubmitEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { WARNING_MODES } from "../../../../contract/src/warnings-values.ts";
import type { NodeView } from "../../../../contract/src/warnings.ts";
import { Choice, Field } from "../../ui/field.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { useSetMode } from "./queries.ts";
import { useSay } from "./words.tsx";

const LEAST = 10;

interface DialogProps {
  readonly node: NodeView;
  readonly onClose: () => void;
}

export function ModeDialog({ node, onClose }: DialogProps) {
  const { t } = useTranslation();
  const say = useSay();
  const change = useSetMode(node.id);
  const [mode, setMode] = useState(node.mode);
  const [ground, setGround] = useState("");
  const [isChecked, setChecked] = useState(false);
  const isShort = ground.trim().length < LEAST;
  const strictest = WARNING_MODES.indexOf(node.strictest);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (isShort) return;
    change.mutate({ mode, ground: ground.trim() }, { onSuccess: onClose });
  };
  return (
    <Drawer
      open
      size={460}
      title={t("warnings:setModeOf", { name: say(node.name) })}
      onClose={onClose}
      closable={{ "aria-label": t("console:close") }}
    >
      <form onSubmit={submit}>
        {change.error !== null && <ProblemNotice error={change.error} />}
        <Choice
          legend={t("warnings:column.mode")}
          value={mode}
          choices={WARNING_MODES.filter((_, index) => index <= strictest).map((value) => ({
            value,
            label: t(`warnings:mode.${value}`),
            hint: t(`warnings:modeAbout.${value}`),
          }))}
          onChange={setMode}
        />
        {node.strictest === "warn" && <p className="meta">{t("warnings:memory")}</p>}
        <Field
          label={t("warnings:ground")}
          hint={t("warnings:groundHint")}
          error={isChecked && isShort ? t("warnings:groundMissing") : undefined}
        >
          {(ids) => (
            <Input.TextArea
              {...ids}
              rows={4}
              maxLength={400}
              value={ground}
              onChange={({ target }) => setGround(target.value)}
            />
          )}
        </Field>
        <div className="dialog-acts">
          <Button type="primary" htmlType="submit" loading={change.isPending}>
            {t("warnings:save")}
          </Button>
          <Button onClick={onClose}>{t("warnings:cancel")}</Button>
        </div>
      </form>
    </Drawer>
  );
}
