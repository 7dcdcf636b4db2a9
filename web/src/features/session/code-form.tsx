/** One short code to type, and a button. */
import { Button, Input, type InputRef } from "antd";
import { useEffect, useRef, useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import { Field } from "../../ui/field.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";

export interface CodeFormProps {
  readonly label: string;
  readonly hint: string;
  readonly act: string;
  readonly error: unknown;
  readonly isPending: boolean;
  /** What a complete code looks like, spaces aside. */
  readonly pattern: RegExp;
  readonly isNumber?: boolean;
  readonly onCode: (code: string) => void;
}

export function CodeForm(props: CodeFormProps) {
  const { t } = useTranslation();
  const input = useRef<InputRef>(null);
  // The step replaced another form: who types on goes on here.
  useEffect(() => input.current?.focus(), []);
  const [code, setCode] = useState("");
  const [isChecked, setChecked] = useState(false);
  const typed = code.replaceAll(/\s/g, "");
  const isComplete = props.pattern.test(typed);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (!isComplete) return;
    props.onCode(typed);
    setCode("");
    setChecked(false);
  };
  return (
    <form onSubmit={submit} noValidate>
      {props.error !== null && <ProblemNotice error={props.error} />}
      <Field
        label={props.label}
        hint={props.hint}
        error={isChecked && !isComplete ? t("session:codeIncomplete") : undefined}
      >
        {(ids) => (
          <Input
            {...ids}
            ref={input}
            size="large"
            autoComplete="one-time-code"
            inputMode={props.isNumber === true ? "numeric" : "text"}
            maxLength={40}
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        )}
      </Field>
      <Button type="primary" size="large" htmlType="submit" block loading={props.isPending}>
        {props.act}
      </Button>
    </form>
  );
}
