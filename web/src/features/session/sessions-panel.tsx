/** Where the person is signed in. */
import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";

import { dayAndTime } from "../../ui/dates.ts";
import { Panel, Tag } from "../../ui/panel.tsx";
import type { AccountPanelProps } from "./account-page.tsx";
import { accountApi } from "./api.ts";

export function SessionsPanel({ account, act }: AccountPanelProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const endAll = async () => {
    const view = await accountApi.endAllSessions();
    await client.invalidateQueries({ queryKey: ["session"] });
    return view;
  };
  return (
    <Panel title={t("session:sessions.title")}>
      <ul className="plain-list">
        {account.sessions.map((session) => (
          <li key={session.id}>
            <b>{session.post}</b> {session.isThis && <Tag>{t("session:sessions.this")}</Tag>}
            <br />
            <span className="meta">
              {t("session:sessions.about", {
                opened: dayAndTime(session.openedAt),
                seen: dayAndTime(session.seenAt),
                how: session.methods.map((one) => t(`session:method.${one}`)).join("、"),
                address: session.address ?? t("session:sessions.unknown"),
              })}
            </span>{" "}
            {!session.isThis && (
              <Button
                size="small"
                disabled={act.isPending}
                onClick={() => act.mutate(() => accountApi.endSession(session.id))}
              >
                {t("session:sessions.end")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <div className="sign-in-acts">
        <Button
          disabled={account.sessions.length < 2 || act.isPending}
          onClick={() => act.mutate(accountApi.endOtherSessions)}
        >
          {t("session:sessions.endOthers")}
        </Button>
        <Button disabled={act.isPending} onClick={() => act.mutate(endAll)}>
          {t("session:sessions.endAll")}
        </Button>
      </div>
    </Panel>
  );
}
