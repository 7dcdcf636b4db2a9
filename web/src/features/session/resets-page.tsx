/** Resets of accounts: one person asks, a second one of another unit approves. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Checkbox, Input } from "antd";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import type { ResetRow } from "../../../../contract/src/session.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Field } from "../../ui/field.tsx";
import { Panel, Tag } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Empty, Notice } from "../../ui/states.tsx";
import { accountApi } from "./api.ts";
import { useSession } from "./session.ts";

const RESETS_KEY = ["resets"] as const;
const EMPTY = { account: "", reason: "", factors: false };

function RequestForm() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [form, setForm] = useState(EMPTY);
  const [isChecked, setChecked] = useState(false);
  const request = useMutation({
    mutationFn: accountApi.requestReset,
    onSuccess: (list) => {
      client.setQueryData(RESETS_KEY, list);
      setForm(EMPTY);
      setChecked(false);
    },
  });
  const isShort = {
    account: form.account.trim().length < 2,
    reason: form.reason.trim().length < 4,
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (isShort.account || isShort.reason) return;
    request.mutate({ ...form, account: form.account.trim(), reason: form.reason.trim() });
  };
  return (
    <form onSubmit={submit} noValidate>
      {request.error !== null && <ProblemNotice error={request.error} />}
      {(["account", "reason"] as const).map((name) => (
        <Field
          key={name}
          label={t(`session:resets.${name}`)}
          hint={t(`session:resets.hint.${name}`)}
          error={isChecked && isShort[name] ? t("session:fillIn") : undefined}
        >
          {(ids) => (
            <Input
              {...ids}
              value={form[name]}
              maxLength={name === "account" ? 41 : 400}
              onChange={(event) => setForm({ ...form, [name]: event.target.value })}
            />
          )}
        </Field>
      ))}
      <p>
        <Checkbox
          checked={form.factors}
          onChange={(event) => setForm({ ...form, factors: event.target.checked })}
        >
          {t("session:resets.factors")}
        </Checkbox>
      </p>
      <Button type="primary" htmlType="submit" loading={request.isPending}>
        {t("session:resets.request")}
      </Button>
    </form>
  );
}

function Row({ row }: { readonly row: ResetRow }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const approve = useMutation({
    mutationFn: () => accountApi.approveReset(row.reset),
    onSuccess: () => client.invalidateQueries({ queryKey: RESETS_KEY }),
  });
  return (
    <li>
      <b>
        {row.name} <code>{row.account}</code>
      </b>{" "}
      <Tag>{t(`session:resets.what.${row.factors ? "all" : "password"}`)}</Tag>
      <p>{row.reason}</p>
      <p className="meta">
        {t("session:resets.asked", {
          name: row.requestedBy,
          unit: row.requestedByUnit,
          at: dayAndTime(row.requestedAt),
        })}{" "}
        {row.approvedAt === undefined
          ? t("session:resets.waiting")
          : t("session:resets.approved", { name: row.approvedBy, at: dayAndTime(row.approvedAt) })}
      </p>
      {approve.error !== null && <ProblemNotice error={approve.error} />}
      {approve.data !== undefined && (
        <Notice tone="accent">
          <p>{t("session:resets.once")}</p>
          <p>
            <code className="reset-link">{approve.data.link}</code>
          </p>
        </Notice>
      )}
      {row.mayApprove && (
        <Button loading={approve.isPending} onClick={() => approve.mutate()}>
          {t("session:resets.approve")}
        </Button>
      )}
    </li>
  );
}

export function ResetsPage() {
  const { t } = useTranslation();
  const permissions = useSession().data?.permissions ?? [];
  const resets = useQuery({
    queryKey: RESETS_KEY,
    queryFn: ({ signal }) => accountApi.listResets(signal),
  });
  return (
    <div className="page account">
      <title>{t("session:resets.documentTitle")}</title>
      <h1 className="page-sentence">{t("session:resets.title")}</h1>
      <p>{t("session:resets.intro")}</p>
      {permissions.includes("identity.reset-request") && (
        <Panel title={t("session:resets.request")}>
          <RequestForm />
        </Panel>
      )}
      <Panel title={t("session:resets.list")}>
        {resets.error !== null && <ProblemNotice error={resets.error} />}
        {resets.data?.rows.length === 0 && <Empty title={t("session:resets.none")} />}
        <ul className="plain-list">
          {resets.data?.rows.map((row) => (
            <Row key={row.reset} row={row} />
          ))}
        </ul>
      </Panel>
    </div>
  );
}
