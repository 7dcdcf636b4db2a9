/** What opening accounts gave: letters to print, shown this once, and what waits for a second person. */
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { Invited } from "../../../../contract/src/accounts.ts";
import { Notice } from "../../ui/states.tsx";
import { Letters } from "./letters.tsx";

export function InvitedNotice({ invited }: { readonly invited: Invited }) {
  const { t } = useTranslation();
  const { letters, approval, waiting } = invited;
  return (
    <>
      {approval !== undefined && (
        <Notice tone="due">
          <p>
            {t("accounts:waiting", { count: waiting })}{" "}
            <Link to={`/approvals/${approval}`}>{t("accounts:seeRequest")}</Link>
          </p>
        </Notice>
      )}
      {letters.length > 0 && <Letters letters={letters} />}
    </>
  );
}
