/** 安全设置: how the signed-in person signs in, and where. */
import {
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
} from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { AccountView } from "../../../../contract/src/session.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Panel } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Notice, Skeleton } from "../../ui/states.tsx";
import { accountApi } from "./api.ts";
import { FactorsPanel } from "./factors-panel.tsx";
import { NewPasswordForm } from "./new-password-form.tsx";
import { OtherWaysPanel } from "./other-ways-panel.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";
import { useRefusal } from "./refusal.ts";
import { useSession } from "./session.ts";
import { SessionsPanel } from "./sessions-panel.tsx";

const ACCOUNT_KEY = ["account"] as const;

/** One change; the answer is the page's next state. */
export type AccountAct = UseMutationResult<AccountView, unknown, () => Promise<AccountView>>;

export interface AccountPanelProps {
  readonly account: AccountView;
  readonly act: AccountAct;
}

export function AccountPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const refusal = useRefusal();
  const [codes, setCodes] = useState<readonly string[]>([]);
  const account = useQuery({
    queryKey: ACCOUNT_KEY,
    queryFn: ({ signal }) => accountApi.getAccount(signal),
  });
  const act: AccountAct = useMutation({
    mutationFn: (change) => change(),
    onSuccess: ({ recoveryCodes = [], ...view }) => {
      if (recoveryCodes.length > 0) setCodes(recoveryCodes);
      client.setQueryData<AccountView>(ACCOUNT_KEY, view);
    },
  });
  return (
    <div className="page account">
      <title>{t("session:security.documentTitle")}</title>
      <h1 className="page-sentence">{t("session:security.title")}</h1>
      {refusal !== undefined && <ProblemNotice error={refusal} />}
      {account.error !== null && <ProblemNotice error={account.error} />}
      {account.isPending && <Skeleton label={t("console:loading")} />}
      {codes.length > 0 && (
        <div className="panel panel-body">
          <RecoveryCodes codes={codes} onKept={() => setCodes([])} />
        </div>
      )}
      {act.error !== null && <ProblemNotice error={act.error} />}
      {account.data !== undefined && <AccountPanels account={account.data} act={act} />}
    </div>
  );
}

function AccountPanels({ account, act }: AccountPanelProps) {
  const { t } = useTranslation();
  const permissions = useSession().data?.permissions ?? [];
  return (
    <>
      {!account.mayChange && (
        <Notice tone="due">
          <p>{t("session:security.proveAgain")}</p>
        </Notice>
      )}
      {permissions.includes("identity.reset-read") && (
        <p>
          <Link to="/account/resets">{t("session:resets.link")}</Link>
        </p>
      )}
      <FactorsPanel account={account} act={act} />
      <PasswordPanel account={account} act={act} />
      <OtherWaysPanel account={account} act={act} />
      <SessionsPanel account={account} act={act} />
      <Panel title={t("session:security.changes")}>
        {account.changes.length === 0 && <p className="meta">{t("session:security.noChange")}</p>}
        <ul className="plain-list">
          {account.changes.map(({ change, at }) => (
            <li key={at + change}>
              {t(`session:change.${change}`)} <span className="meta">{dayAndTime(at)}</span>
            </li>
          ))}
        </ul>
      </Panel>
    </>
  );
}

function PasswordPanel({ account, act }: AccountPanelProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const change = useMutation({
    mutationFn: async ({ current, password }: { current: string; password: string }) => {
      const body = account.hasPassword ? { current, password } : { password };
      return act.mutateAsync(() => accountApi.changePassword(body));
    },
    onSuccess: () => setOpen(false),
  });
  const word = account.hasPassword ? "change" : "set";
  return (
    <Panel title={t("session:password")}>
      <p>{t(`session:security.password.${word}.about`)}</p>
      {isOpen ? (
        <NewPasswordForm
          error={null}
          isPending={change.isPending}
          asksCurrent={account.hasPassword}
          onPassword={(typed) => change.mutate(typed)}
        />
      ) : (
        <Button disabled={!account.mayChange} onClick={() => setOpen(true)}>
          {t(`session:security.password.${word}.act`)}
        </Button>
      )}
    </Panel>
  );
}
