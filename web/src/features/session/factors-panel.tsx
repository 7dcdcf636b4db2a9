/** Second factors of the own account: authenticator app, passkeys, recovery codes. */
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { AccountView } from "../../../../contract/src/session.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Panel } from "../../ui/panel.tsx";
import type { AccountPanelProps } from "./account-page.tsx";
import { accountApi } from "./api.ts";
import { PasskeyEnrolment, TotpEnrolment } from "./enrolment.tsx";

export function FactorsPanel({ account, act }: AccountPanelProps) {
  const { t } = useTranslation();
  const [adds, setAdds] = useState<"totp" | "passkey">();
  const isShut = !account.mayChange || act.isPending;
  const props = {
    client: accountApi.signedIn,
    onDone: (view: AccountView) => {
      setAdds(undefined);
      act.mutate(() => Promise.resolve(view));
    },
  };
  return (
    <Panel title={t("session:security.factors")}>
      <ul className="plain-list">
        <li>
          <b>{t("session:factor.totp.label")}</b>{" "}
          {account.totpSince === undefined
            ? t("session:security.totp.none")
            : t("session:security.since", { at: dayAndTime(account.totpSince) })}{" "}
          <Button size="small" disabled={isShut} onClick={() => setAdds("totp")}>
            {t(`session:security.totp.${account.totpSince === undefined ? "add" : "renew"}`)}
          </Button>{" "}
          {account.totpSince !== undefined && (
            <Button
              size="small"
              disabled={isShut}
              onClick={() => act.mutate(accountApi.removeTotp)}
            >
              {t("session:security.remove")}
            </Button>
          )}
        </li>
        {account.passkeys.map(({ id, name, enrolledAt }) => (
          <li key={id}>
            <b>{t("session:security.passkey.named", { name })}</b>{" "}
            {t("session:security.since", { at: dayAndTime(enrolledAt) })}{" "}
            <Button
              size="small"
              disabled={isShut}
              aria-label={t("session:security.passkey.remove", { name })}
              onClick={() => act.mutate(() => accountApi.removePasskey(id))}
            >
              {t("session:security.remove")}
            </Button>
          </li>
        ))}
        <li>
          <b>{t("session:factor.recovery.label")}</b>{" "}
          {t("session:security.codesLeft", { count: account.recoveryCodesLeft })}{" "}
          <Button
            size="small"
            disabled={isShut}
            onClick={() => act.mutate(accountApi.renewRecoveryCodes)}
          >
            {t("session:security.newCodes")}
          </Button>
        </li>
      </ul>
      {account.doors.passkey ? (
        <Button disabled={isShut} onClick={() => setAdds("passkey")}>
          {t("session:security.passkey.add")}
        </Button>
      ) : (
        <p className="field-hint">{t("session:enrol.noPasskey")}</p>
      )}
      {adds === "totp" && <TotpEnrolment {...props} />}
      {adds === "passkey" && <PasskeyEnrolment {...props} />}
    </Panel>
  );
}
