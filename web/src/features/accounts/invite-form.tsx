/** Why accounts are opened; the act itself. */
import { Button, Input } from "antd";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import type { Invite } from "../../../../contract/src/accounts.ts";
import { Field } from "../../ui/field.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { accountApi } from "../session/index.ts";
import { InvitedNotice } from "./invited-notice.tsx";
import { useAccountAct } from "./queries.ts";

const SHORTEST = 4;

export interface InviteFormProps {
  readonly whom: Pick<Invite, "persons" | "all">;
  /** What the button says. */
  readonly act: string;
}

export function InviteForm({ whom, act }: InviteFormProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState("");
  const [isChecked, setChecked] = useState(false);
  const invite = useAccountAct(accountApi.inviteAccounts);
  const isShort = reason.trim().length < SHORTEST;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (!isShort) invite.mutate({ ...whom, reason: reason.trim() });
  };
  if (invite.data !== undefined) return <InvitedNotice invited={invite.data} />;
  return (
    <form className="accounts-invite" onSubmit={submit} noValidate>
      {invite.error !== null && <ProblemNotice error={invite.error} />}
      <Field
        label={t("accounts:reason")}
        hint={t("accounts:reasonHint")}
        error={isChecked && isShort ? t("accounts:reasonShort") : undefined}
      >
        {(ids) => (
          <Input
            {...ids}
            value={reason}
            maxLength={400}
            onChange={({ target }) => setReason(target.value)}
          />
        )}
      </Field>
      <Button type="primary" htmlType="submit" loading={invite.isPending}>
        {act}
      </Button>
    </form>
  );
}
