/** A new password by a one-time link; its token stands after # and never reaches a server's log. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Navigate } from "react-router";

import type { SessionView } from "../../../../contract/src/session.ts";
import { Notice } from "../../ui/states.tsx";
import { NewPasswordForm } from "./new-password-form.tsx";
import { PendingStep } from "./pending-step.tsx";
import { useEntry, useSession } from "./session.ts";

export interface LinkPageProps {
  /** Under this name stand the sentences in locales/session.json. */
  readonly words: "activation" | "reset";
  readonly redeem: (body: { token: string; password: string }) => Promise<SessionView>;
}

export function LinkPage({ words, redeem }: LinkPageProps) {
  const { t } = useTranslation();
  const [token] = useState(() => location.hash.slice(1));
  const session = useSession();
  const use = useEntry((password: string) => redeem({ token, password }));
  if (use.isSuccess && session.data?.signedIn === true) return <Navigate to="/" replace />;
  const pending = use.isSuccess ? session.data?.pending : undefined;
  return (
    <div className="sign-in">
      <title>{t(`session:${words}.documentTitle`)}</title>
      <h1>{t(`session:${words}.title`)}</h1>
      <p className="sign-in-about">{t(`session:${words}.about`)}</p>
      {token === "" && (
        <Notice tone="due">
          <p>{t(`session:${words}.noToken`)}</p>
        </Notice>
      )}
      {session.data !== undefined && pending !== undefined && (
        <PendingStep session={session.data} pending={pending} />
      )}
      {token !== "" && pending === undefined && (
        <section className="sign-in-form" aria-label={t(`session:${words}.title`)}>
          <NewPasswordForm
            error={use.error}
            isPending={use.isPending}
            onPassword={({ password }) => use.mutate(password)}
          />
        </section>
      )}
    </div>
  );
}
