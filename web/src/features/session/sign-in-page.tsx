/** Sign-in: account and password; on a demonstration also cards of its accounts. */
import { Button, Input } from "antd";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import type { SessionView } from "../../../../contract/src/session.ts";
import { Field } from "../../ui/field.tsx";
import { Icon } from "../../ui/icon.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Notice } from "../../ui/states.tsx";
import { OtherDoors } from "./other-doors.tsx";
import { PendingStep } from "./pending-step.tsx";
import { useRefusal } from "./refusal.ts";
import { useSignIn } from "./session.ts";

function PasswordForm() {
  const { t } = useTranslation();
  const signIn = useSignIn();
  const [account, setAccount] = useState("");
  const [password, setPassword] = useState("");
  const [isChecked, setChecked] = useState(false);
  const missing = (value: string) => (isChecked && value === "" ? t("session:fillIn") : undefined);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (account !== "" && password !== "") signIn.mutate({ account, password });
  };
  return (
    <form onSubmit={submit} noValidate>
      {signIn.error !== null && <ProblemNotice error={signIn.error} />}
      <Field label={t("session:account")} error={missing(account)}>
        {(ids) => (
          <Input
            {...ids}
            size="large"
            autoComplete="username"
            value={account}
            onChange={(event) => setAccount(event.target.value)}
          />
        )}
      </Field>
      <Field label={t("session:password")} error={missing(password)}>
        {(ids) => (
          <Input
            {...ids}
            size="large"
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
      <Button type="primary" size="large" htmlType="submit" block loading={signIn.isPending}>
        {t("session:signIn")}
      </Button>
    </form>
  );
}

function DemoAccounts({ session }: { readonly session: SessionView }) {
  const { t } = useTranslation();
  const signIn = useSignIn();
  return (
    <section className="demo" aria-labelledby="demo-title">
      <h2 id="demo-title">{t("session:demo.title")}</h2>
      <p className="meta">{t("session:demo.about")}</p>
      {signIn.error !== null && <ProblemNotice error={signIn.error} />}
      <ul>
        {session.demoAccounts.map((demo) => (
          <li key={demo.account}>
            <button
              type="button"
              className="demo-card"
              disabled={signIn.isPending}
              onClick={() => signIn.mutate({ account: demo.account, demo: true })}
            >
              <Icon name="person" />
              <span>
                <b>{demo.name}</b>
                <small>
                  {demo.department.name} · {demo.post}
                </small>
              </span>
              <Icon name="arrow" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** `hasEnded` tells a returning officer that a session ran out, not that something was lost. */
export function SignInPage({ session, hasEnded }: { session: SessionView; hasEnded: boolean }) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  if (session.pending !== undefined)
    return (
      <div className="sign-in">
        <h1>{t("session:title")}</h1>
        <PendingStep session={session} pending={session.pending} />
      </div>
    );
  return (
    <div className="sign-in">
      <h1>{t("session:title")}</h1>
      <p className="sign-in-about">{t("session:about")}</p>
      {refusal !== undefined && <ProblemNotice error={refusal} />}
      {hasEnded && (
        <Notice tone="due">
          <p>
            <b>{t("session:ended.what")}</b> {t("session:ended.kept")}
          </p>
        </Notice>
      )}
      {session.setUpNeeded && (
        <Notice tone="accent">
          <p>
            <b>{t("session:setUp.what")}</b> {t("session:setUp.next")}
          </p>
        </Notice>
      )}
      {session.demo && session.demoAccounts.length > 0 && <DemoAccounts session={session} />}
      <section className="sign-in-form" aria-label={t("session:form")}>
        <PasswordForm />
        <OtherDoors doors={session.doors} />
      </section>
    </div>
  );
}
