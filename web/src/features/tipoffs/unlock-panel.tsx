/** Two shares, from paper or from their files, open a key for as long as this page is in use. */
import { Button, Input } from "antd";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import { demoOfficeKey, type ShareProblem } from "../../../../sealing/src/index.ts";
import { Field } from "../../ui/field.tsx";
import { FileButton } from "../../ui/file-button.tsx";
import { Panel, Tag } from "../../ui/panel.tsx";
import { useSession } from "../session/index.ts";
import { lock, unlock, useKeyring } from "./keyring.ts";

type Shares = readonly [string, string];

interface ShareFieldProps {
  readonly number: number;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function ShareField({ number, value, onChange }: ShareFieldProps) {
  const { t } = useTranslation();
  return (
    <div className="tipoff-share">
      <Field label={t("tipoffs:unlock.share", { number })}>
        {(ids) => (
          <Input.TextArea
            {...ids}
            autoComplete="off"
            spellCheck={false}
            rows={2}
            value={value}
            onChange={({ target }) => onChange(target.value)}
          />
        )}
      </Field>
      <FileButton
        label={t("tipoffs:unlock.file")}
        accept=".txt,text/plain"
        onFile={(file) => void file.text().then(onChange)}
      />
    </div>
  );
}

function useDemoShares(): Shares | undefined {
  const session = useSession().data;
  const unit = session?.department?.id;
  if (session?.demo !== true || unit === undefined) return undefined;
  const [first, , third] = demoOfficeKey(unit).shares;
  return first === undefined || third === undefined ? undefined : [first.code, third.code];
}

function UnlockForm() {
  const { t } = useTranslation();
  const demo = useDemoShares();
  const [shares, setShares] = useState<Shares>(["", ""]);
  const [problem, setProblem] = useState<ShareProblem>();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const found = unlock(shares);
    setProblem(found);
    if (found === undefined) setShares(["", ""]);
  };
  return (
    <form onSubmit={submit} noValidate>
      <p className="tipoff-note">{t("tipoffs:unlock.text")}</p>
      <ShareField
        number={1}
        value={shares[0]}
        onChange={(value) => setShares([value, shares[1]])}
      />
      <ShareField
        number={2}
        value={shares[1]}
        onChange={(value) => setShares([shares[0], value])}
      />
      {problem !== undefined && (
        <p className="field-error" role="alert">
          {t(`tipoffs:unlock.problem.${problem}`)}
        </p>
      )}
      <div className="tipoff-acts">
        <Button type="primary" htmlType="submit">
          {t("tipoffs:unlock.open")}
        </Button>
        {demo !== undefined && (
          <Button onClick={() => setShares(demo)}>{t("tipoffs:unlock.demo")}</Button>
        )}
      </div>
    </form>
  );
}

export function UnlockPanel() {
  const { t } = useTranslation();
  const keys = useKeyring();
  const isOpen = keys.size > 0;
  return (
    <Panel
      title={t("tipoffs:unlock.title")}
      aside={isOpen && <Tag tone="accent">{t("tipoffs:unlock.opened")}</Tag>}
    >
      {isOpen ? (
        <>
          <p className="tipoff-note">
            {t("tipoffs:unlock.held", { keys: [...keys.keys()].join("、") })}
          </p>
          <Button onClick={lock}>{t("tipoffs:unlock.lock")}</Button>
          <details className="tipoff-more">
            <summary>{t("tipoffs:unlock.another")}</summary>
            <UnlockForm />
          </details>
        </>
      ) : (
        <UnlockForm />
      )}
    </Panel>
  );
}
