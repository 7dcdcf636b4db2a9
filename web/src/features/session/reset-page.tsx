/** A new password by the one-time link of an approved reset. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Navigate } from "react-router";

import { Notice } from "../../ui/states.tsx";
import { accountApi } from "./api.ts";
import { NewPasswordForm } from "./new-password-form.tsx";
import { PendingStep } from "./pending-step.tsx";
import { useEntry, useSession } from "./session.ts";

export function ResetPage() {
  const { t } = useTranslation();
  const [token] = useState(() => location.hash.slice(1));
  const session = useSession();
  const reset = useEntry((password: string) => accountApi.redeemReset({ token, password }));
  if (reset.isSuccess && session.data?.signedIn === true) return <Navigate to="/" replace />;
  const pending = reset.isSuccess ? session.data?.pending : undefined;
  return (
    <div className="sign-in">
      <title>{t("session:reset.documentTitle")}</title>
      <h1>{t("session:reset.title")}</h1>
      <p className="sign-in-about">{t("session:reset.about")}</p>
      {token === "" && (
        <Notice tone="due">
          <p>{t("session:reset.noToken")}</p>
        </Notice>
      )}
      {session.data !== undefined && pending !== undefined && (
        <PendingStep session={session.data} pending={pending} />
      )}
      {token !== "" && pending === undefined && (
        <section className="sign-in-form" aria-label={t("session:reset.title")}>
          <NewPasswordForm
            error={reset.error}
            isPending={reset.isPending}
            onPassword={({ password }) => reset.mutate(password)}
          />
        </section>
      )}
    </div>
  );
}
