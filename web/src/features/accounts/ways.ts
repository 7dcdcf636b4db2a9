/** How somebody signs in, in words; nothing about passwords but whether there is one. */
import { useTranslation } from "react-i18next";

import type { AccountRow } from "../../../../contract/src/accounts.ts";

export function useWays() {
  const { t } = useTranslation();
  return (row: AccountRow): string => {
    const ways = [
      row.hasPassword && "password",
      row.hasTotp && "totp",
      row.passkeys > 0 && "passkey",
      row.hasIdentity && "identity",
      row.certificates > 0 && "certificate",
    ].filter((way) => way !== false);
    return ways.length === 0
      ? t("accounts:way.none")
      : ways.map((way) => t(`accounts:way.${way}`)).join(t("accounts:way.join"));
  };
}
