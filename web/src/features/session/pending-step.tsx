/** The rest of a sign-in: second factor, its first set-up, a new password. */
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { PendingView, SessionView } from "../../../../contract/src/session.ts";
import { Choice } from "../../ui/field.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { accountApi } from "./api.ts";
import { CodeForm } from "./code-form.tsx";
import { PasskeyEnrolment, TotpEnrolment } from "./enrolment.tsx";
import { NewPasswordForm } from "./new-password-form.tsx";
import { askPasskey } from "./passkey.ts";
import { useEntry, useSignOut } from "./session.ts";

type Factor = PendingView["factors"][number];

const CODES = {
  totp: { pattern: /^[0-9]{6}$/, send: accountApi.proveTotp },
  recovery: { pattern: /^[0-9A-Za-z-]{16,24}$/, send: accountApi.proveRecovery },
} as const;

function CodeProof({ factor }: { readonly factor: "totp" | "recovery" }) {
  const { t } = useTranslation();
  const { pattern, send } = CODES[factor];
  const prove = useEntry(send);
  return (
    <CodeForm
      label={t(`session:factor.${factor}.label`)}
      hint={t(`session:factor.${factor}.hint`)}
      act={t("session:signIn")}
      error={prove.error}
      isPending={prove.isPending}
      pattern={pattern}
      isNumber={factor === "totp"}
      onCode={(code) => prove.mutate(code)}
    />
  );
}

export function PasskeyProof({ isFirst }: { readonly isFirst: boolean }) {
  const { t } = useTranslation();
  const prove = useEntry<void>(async () => accountApi.provePasskey(await answerPasskey()));
  return (
    <div>
      {prove.error !== null && <ProblemNotice error={prove.error} />}
      <Button
        size="large"
        block
        type={isFirst ? "primary" : "default"}
        loading={prove.isPending}
        onClick={() => prove.mutate()}
      >
        {t("session:factor.passkey.act")}
      </Button>
      {isFirst && <p className="field-hint">{t("session:factor.passkey.hint")}</p>}
    </div>
  );
}
const answerPasskey = async () => askPasskey(await accountApi.passkeyOptions());

function FactorStep({ pending }: { readonly pending: PendingView }) {
  const { t } = useTranslation();
  const { factors } = pending;
  const [factor, setFactor] = useState<Factor>(factors[0] ?? "totp");
  return (
    <>
      {factors.length > 1 && (
        <Choice
          legend={t("session:factor.legend")}
          value={factor}
          choices={factors.map((value) => ({ value, label: t(`session:factor.${value}.label`) }))}
          onChange={setFactor}
        />
      )}
      {factor === "passkey" ? <PasskeyProof isFirst /> : <CodeProof key={factor} factor={factor} />}
    </>
  );
}

type NewFactor = "totp" | "passkey";

function EnrolStep({ session }: { readonly session: SessionView }) {
  const { t } = useTranslation();
  const [factor, setFactor] = useState<NewFactor>();
  const enter = useEntry((view: SessionView) => Promise.resolve(view));
  const choices = ["totp", ...(session.doors.passkey ? ["passkey"] : [])] as NewFactor[];
  const props = { client: accountApi.signingIn, onDone: (view: SessionView) => enter.mutate(view) };
  return (
    <>
      <Choice
        legend={t("session:enrol.legend")}
        value={factor}
        choices={choices.map((value) => ({
          value,
          label: t(`session:enrol.${value}.label`),
          hint: t(`session:enrol.${value}.about`),
        }))}
        onChange={setFactor}
      />
      {!session.doors.passkey && <p className="field-hint">{t("session:enrol.noPasskey")}</p>}
      {factor === "totp" && <TotpEnrolment {...props} />}
      {factor === "passkey" && <PasskeyEnrolment {...props} />}
    </>
  );
}

function PasswordStep() {
  const change = useEntry(accountApi.chooseNewPassword);
  return (
    <NewPasswordForm
      error={change.error}
      isPending={change.isPending}
      onPassword={({ password }) => change.mutate(password)}
    />
  );
}

export function PendingStep(props: {
  readonly session: SessionView;
  readonly pending: PendingView;
}) {
  const { t } = useTranslation();
  const { session, pending } = props;
  const signOut = useSignOut();
  return (
    <section className="sign-in-form" aria-labelledby="pending-title">
      <h2 id="pending-title">{t(`session:step.${pending.step}.title`)}</h2>
      <p className="meta">{t(`session:step.${pending.step}.about`, { name: pending.name })}</p>
      {pending.step === "factor" && <FactorStep pending={pending} />}
      {pending.step === "enrol" && <EnrolStep session={session} />}
      {pending.step === "password" && <PasswordStep />}
      <Button type="link" onClick={() => signOut.mutate()}>
        {t("session:startAgain")}
      </Button>
    </section>
  );
}
