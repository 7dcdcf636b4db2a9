/** The first account, by the one-time link that the server printed at its first start. */
import { Button, Input, type InputProps } from "antd";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useSearchParams } from "react-router";

import { Field } from "../../ui/field.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Notice, Skeleton } from "../../ui/states.tsx";
import { hasCode } from "./api.ts";
import { PendingStep } from "./pending-step.tsx";
import { useSession, useSetUp } from "./session.ts";
import {
  setUpFaults,
  setUpRequest,
  SHORTEST_PASSWORD,
  type SetUpFault,
  type SetUpForm,
} from "./set-up-form.ts";

const EMPTY: SetUpForm = { account: "", name: "", password: "", repeated: "" };

const FIELDS = [
  { name: "account", type: "text", autoComplete: "username", maxLength: 41 },
  { name: "name", type: "text", autoComplete: "name", maxLength: 80 },
  { name: "password", type: "password", autoComplete: "new-password", maxLength: 200 },
  { name: "repeated", type: "password", autoComplete: "new-password", maxLength: 200 },
] as const satisfies readonly ({ name: SetUpFault } & InputProps)[];

/** Only these two have something to explain before a fault. */
const HINTED: readonly SetUpFault[] = ["account", "password"];

function ToSignIn() {
  const { t } = useTranslation();
  return <Link to="/">{t("session:setUp.toSignIn")}</Link>;
}

function SetUpFields({ token }: { readonly token: string }) {
  const { t } = useTranslation();
  const setUp = useSetUp();
  const [form, setForm] = useState(EMPTY);
  const [isChecked, setChecked] = useState(false);
  const faults = setUpFaults(form);
  const words = { count: SHORTEST_PASSWORD };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (faults.size === 0) setUp.mutate(setUpRequest(form, token));
  };
  return (
    <form onSubmit={submit} noValidate>
      {setUp.error !== null && (
        <ProblemNotice
          error={setUp.error}
          act={hasCode(setUp.error, "session.link-used") && <ToSignIn />}
        />
      )}
      {FIELDS.map(({ name, ...control }) => (
        <Field
          key={name}
          label={t(`session:setUp.field.${name}`)}
          {...(HINTED.includes(name) ? { hint: t(`session:setUp.hint.${name}`, words) } : {})}
          error={
            isChecked && faults.has(name) ? t(`session:setUp.fault.${name}`, words) : undefined
          }
        >
          {(ids) => (
            <Input
              {...ids}
              {...control}
              size="large"
              value={form[name]}
              onChange={(event) => setForm({ ...form, [name]: event.target.value })}
            />
          )}
        </Field>
      ))}
      <Button type="primary" size="large" htmlType="submit" block loading={setUp.isPending}>
        {t("session:setUp.submit")}
      </Button>
    </form>
  );
}

function SetUpContent() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const session = useSession();
  const token = params.get("token") ?? "";
  if (session.data === undefined) {
    return session.error === null ? (
      <Skeleton label={t("console:loading")} />
    ) : (
      <ProblemNotice
        error={session.error}
        act={<Button onClick={() => void session.refetch()}>{t("console:again")}</Button>}
      />
    );
  }
  // Also once the account is made: the link is spent, and going back must not lead to it.
  if (session.data.signedIn) return <Navigate to="/" replace />;
  if (session.data.pending !== undefined)
    return <PendingStep session={session.data} pending={session.data.pending} />;
  if (!session.data.setUpNeeded) {
    return (
      <Notice tone="accent" act={<ToSignIn />}>
        <p>
          <b>{t("session:setUp.done.what")}</b> {t("session:setUp.done.next")}
        </p>
      </Notice>
    );
  }
  if (token === "") {
    return (
      <Notice tone="due">
        <p>
          <b>{t("session:setUp.noToken.what")}</b> {t("session:setUp.noToken.next")}
        </p>
      </Notice>
    );
  }
  return (
    <section className="sign-in-form" aria-label={t("session:setUp.form")}>
      <SetUpFields token={token} />
    </section>
  );
}

export function SetUpPage() {
  const { t } = useTranslation();
  return (
    <div className="sign-in">
      <title>{t("session:setUp.documentTitle")}</title>
      <h1>{t("session:setUp.title")}</h1>
      <p className="sign-in-about">{t("session:setUp.about")}</p>
      <SetUpContent />
    </div>
  );
}
