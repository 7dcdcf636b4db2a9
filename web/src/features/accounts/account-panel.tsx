/** The account of one person: its state, how he signs in, and the letter. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";

import type { AccountRow } from "../../../../contract/src/accounts.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Panel, Tag } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { accountApi, useSession } from "../session/index.ts";
import { InviteForm } from "./invite-form.tsx";
import { useAccountAct, useAccountOf } from "./queries.ts";
import { useWays } from "./ways.ts";

function Acts({ row }: { readonly row: AccountRow }) {
  const { t } = useTranslation();
  const revoke = useAccountAct(accountApi.revokeLink);
  if (!row.mayInvite) return null;
  return (
    <>
      {revoke.error !== null && <ProblemNotice error={revoke.error} />}
      {row.isPrivileged && <p className="say">{t("accounts:privileged")}</p>}
      <InviteForm
        whom={{ persons: [row.account] }}
        act={t(row.state === "none" ? "accounts:open" : "accounts:renew")}
      />
      {row.state === "invited" && (
        <p className="row-acts">
          <Button loading={revoke.isPending} onClick={() => revoke.mutate(row.account)}>
            {t("accounts:revoke")}
          </Button>
        </p>
      )}
    </>
  );
}

export function AccountPanel({ person }: { readonly person: string }) {
  const { t } = useTranslation();
  const ways = useWays();
  const mayRead = useSession().data?.permissions.includes("accounts.read") === true;
  const query = useAccountOf(person, mayRead);
  if (!mayRead) return null;
  const { data: row } = query;
  return (
    <Panel title={t("accounts:panel")}>
      <QueryState query={query} />
      {row !== undefined && (
        <>
          <p>
            <Tag tone={row.state === "active" ? "plain" : "due"}>
              {t(`accounts:state.${row.state}`)}
            </Tag>{" "}
            <code>{row.account}</code>
          </p>
          <dl className="facts">
            <div>
              <dt>{t("accounts:column.ways")}</dt>
              <dd>{ways(row)}</dd>
            </div>
            <div>
              <dt>{t("accounts:column.lastSignInAt")}</dt>
              <dd>{row.lastSignInAt === undefined ? "—" : dayAndTime(row.lastSignInAt)}</dd>
            </div>
            {row.linkExpiresAt !== undefined && (
              <div>
                <dt>{t("accounts:letter.until")}</dt>
                <dd>{dayAndTime(row.linkExpiresAt)}</dd>
              </div>
            )}
          </dl>
          <Acts row={row} />
        </>
      )}
    </Panel>
  );
}
