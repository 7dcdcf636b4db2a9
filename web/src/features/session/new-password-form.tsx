/** A new password, twice; with the old one where it is known. */
import { Button, Input } from "antd";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import { Field } from "../../ui/field.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { SHORTEST_PASSWORD } from "./set-up-form.ts";

export interface NewPasswordProps {
  readonly error: unknown;
  readonly isPending: boolean;
  readonly asksCurrent?: boolean;
  readonly onPassword: (typed: { readonly current: string; readonly password: string }) => void;
}

const EMPTY = { current: "", password: "", repeated: "" };
type Part = keyof typeof EMPTY;

export function NewPasswordForm({
  error,
  isPending,
  asksCurrent = false,
  onPassword,
}: NewPasswordProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(EMPTY);
  const [isChecked, setChecked] = useState(false);
  const words = { count: SHORTEST_PASSWORD };
  const faults: Readonly<Record<Part, boolean>> = {
    current: asksCurrent && typed.current === "",
    password: typed.password.length < SHORTEST_PASSWORD,
    repeated: typed.repeated !== typed.password || typed.repeated === "",
  };
  const parts: readonly Part[] = asksCurrent
    ? ["current", "password", "repeated"]
    : ["password", "repeated"];
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (parts.some((part) => faults[part])) return;
    onPassword(typed);
    setTyped(EMPTY);
    setChecked(false);
  };
  return (
    <form onSubmit={submit} noValidate>
      {error !== null && <ProblemNotice error={error} />}
      {parts.map((part) => (
        <Field
          key={part}
          label={t(`session:newPassword.${part}`)}
          {...(part === "password" ? { hint: t("session:setUp.hint.password", words) } : {})}
          error={
            isChecked && faults[part] ? t(`session:newPassword.fault.${part}`, words) : undefined
          }
        >
          {(ids) => (
            <Input
              {...ids}
              size="large"
              type="password"
              maxLength={200}
              autoComplete={part === "current" ? "current-password" : "new-password"}
              value={typed[part]}
              onChange={(event) => setTyped({ ...typed, [part]: event.target.value })}
            />
          )}
        </Field>
      ))}
      <Button type="primary" size="large" htmlType="submit" loading={isPending}>
        {t("session:newPassword.act")}
      </Button>
    </form>
  );
}
