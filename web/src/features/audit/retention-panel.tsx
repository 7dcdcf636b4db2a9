/** How long access records stay searchable, and asking for another term: a person of another unit approves it. */
import { useMutation } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { LEAST_RETENTION_DAYS, type RetentionView } from "../../../../contract/src/audit.ts";
import { dayOf } from "../../ui/dates.ts";
import { Field } from "../../ui/field.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Notice } from "../../ui/states.tsx";
import { api } from "../session/index.ts";
import { useRetention } from "./queries.ts";

const MOST_DAYS = 36_500;

function Term({ term }: { readonly term: RetentionView }) {
  const { t } = useTranslation();
  const { days, agreed, configured } = term;
  return (
    <>
      <p>{t("audit:retention.now", { count: days })}</p>
      <p className="meta">
        {agreed === undefined
          ? t("audit:retention.default")
          : t("audit:retention.agreed", { day: dayOf(agreed.at) })}{" "}
        {configured !== undefined && t("audit:retention.configured", { count: configured })}{" "}
        {t("audit:retention.law")}
      </p>
    </>
  );
}

function AskForm() {
  const { t } = useTranslation();
  const ask = useMutation({ mutationFn: api.setRetention });
  const [days, setDays] = useState("");
  const [reason, setReason] = useState("");
  const [isTried, setTried] = useState(false);
  const count = Number(days);
  const isBad = !Number.isInteger(count) || count < LEAST_RETENTION_DAYS || count > MOST_DAYS;
  const isShort = Array.from(reason.trim()).length < 2;
  if (ask.data !== undefined)
    return (
      <Notice tone="accent">
        {t("audit:retention.asked")}{" "}
        <Link to={`/approvals/${ask.data.approval}`}>{t("audit:retention.seeRequest")}</Link>
      </Notice>
    );
  return (
    <form
      className="audit-form"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!isBad && !isShort) ask.mutate({ days: count, reason: reason.trim() });
      }}
    >
      <Field
        label={t("audit:retention.days")}
        hint={t("audit:retention.daysHint")}
        error={isTried && isBad ? t("audit:retention.daysShort") : undefined}
      >
        {(ids) => (
          <Input
            {...ids}
            inputMode="numeric"
            value={days}
            onChange={({ target }) => setDays(target.value)}
          />
        )}
      </Field>
      <Field
        label={t("audit:retention.reason")}
        error={isTried && isShort ? t("audit:retention.reasonShort") : undefined}
      >
        {(ids) => (
          <Input
            {...ids}
            maxLength={400}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        )}
      </Field>
      {ask.error !== null && <ProblemNotice error={ask.error} />}
      <Button htmlType="submit" loading={ask.isPending}>
        {t("audit:retention.ask")}
      </Button>
    </form>
  );
}

export function RetentionPanel() {
  const { t } = useTranslation();
  const retention = useRetention();
  return (
    <Panel title={t("audit:retention.title")}>
      <QueryState query={retention} />
      {retention.data !== undefined && (
        <>
          <Term term={retention.data} />
          <AskForm />
        </>
      )}
    </Panel>
  );
}
