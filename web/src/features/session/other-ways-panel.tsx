/** The unified identity and certificates of the own account. */
import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";

import { dayAndTime, dayOf } from "../../ui/dates.ts";
import { Panel } from "../../ui/panel.tsx";
import type { AccountPanelProps } from "./account-page.tsx";
import { accountApi } from "./api.ts";
import { signWithKey } from "./key-software.ts";
import { PinForm } from "./other-doors.tsx";

function Certificates({ account, act }: AccountPanelProps) {
  const { t } = useTranslation();
  const bridge = account.doors.certificate ?? "";
  const bind = useMutation({
    mutationFn: (pin: string) =>
      act.mutateAsync(async () => {
        const { message } = await accountApi.bindChallenge();
        return accountApi.bindCertificate(await signWithKey(bridge, { message, pin }));
      }),
  });
  return (
    <>
      <h3>{t("session:security.certificates")}</h3>
      <ul className="plain-list">
        {account.certificates.map(({ id, subject, serial, validTo }) => (
          <li key={id}>
            <code>{subject}</code>
            <br />
            {t("session:security.certificate", { serial, to: dayOf(validTo) })}{" "}
            <Button
              size="small"
              disabled={!account.mayChange}
              onClick={() => act.mutate(() => accountApi.removeCertificate(id))}
            >
              {t("session:security.remove")}
            </Button>
          </li>
        ))}
      </ul>
      {account.mayChange && bridge !== "" && (
        <details className="door">
          <summary>{t("session:security.bindCertificate")}</summary>
          <PinForm
            act={t("session:security.bind")}
            error={null}
            isPending={bind.isPending}
            onPin={(pin) => bind.mutate(pin)}
          />
        </details>
      )}
    </>
  );
}

export function OtherWaysPanel({ account, act }: AccountPanelProps) {
  const { t } = useTranslation();
  const { doors, identitySince, certificates } = account;
  const hasCertificates = doors.certificate !== undefined || certificates.length > 0;
  if (!doors.oidc && !hasCertificates) return null;
  return (
    <Panel title={t("session:security.otherWays")}>
      {doors.oidc && identitySince === undefined && (
        <Button href="/api/account/oidc" disabled={!account.mayChange}>
          {t("session:security.linkIdentity")}
        </Button>
      )}
      {identitySince !== undefined && (
        <p>
          {t("session:security.identity", { at: dayAndTime(identitySince) })}{" "}
          <Button
            size="small"
            disabled={!account.mayChange}
            onClick={() => act.mutate(accountApi.unlinkIdentity)}
          >
            {t("session:security.remove")}
          </Button>
        </p>
      )}
      {hasCertificates && <Certificates account={account} act={act} />}
    </Panel>
  );
}
