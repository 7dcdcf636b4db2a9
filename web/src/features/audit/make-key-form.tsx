/** Makes the organ's key in this browser: file to the holder, public half to the server. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { makeSealKey, SealError } from "../../../../contract/src/seal-key.ts";
import { downloadText } from "../../ui/csv.ts";
import { Field } from "../../ui/field.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Notice } from "../../ui/states.tsx";
import { api } from "../session/index.ts";

const LEAST = 12;

interface Wanted {
  readonly passphrase: string;
  /** Of a replacement; absent: the organ's first key. */
  readonly reason?: string;
}

/** @returns id of the request, for a replacement */
function useMakeKey(organ: string) {
  const queries = useQueryClient();
  return useMutation({
    async mutationFn({ passphrase, reason }: Wanted): Promise<string | undefined> {
      const file = await makeSealKey(organ, passphrase);
      // The file first: a registered key that nobody holds would seal for nobody.
      downloadText(
        `seal-key-${organ}-${file.keyId.slice(0, 8)}.json`,
        JSON.stringify(file, null, 2),
      );
      const { keyId, publicKey } = file;
      if (reason !== undefined)
        return (await api.replaceSealKey({ keyId, publicKey, reason })).approval;
      queries.setQueryData(["seal-keys"], await api.registerSealKey({ keyId, publicKey }));
      return undefined;
    },
  });
}

interface ReasonFieldProps {
  readonly isBad: boolean;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function ReasonField({ isBad, value, onChange }: ReasonFieldProps) {
  const { t } = useTranslation();
  return (
    <Field
      label={t("audit:sealed.reason")}
      error={isBad ? t("audit:sealed.reasonShort") : undefined}
    >
      {(ids) => (
        <Input
          {...ids}
          maxLength={400}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  );
}

function Done({ request }: { readonly request: string | undefined }) {
  const { t } = useTranslation();
  if (request === undefined) return <Notice tone="accent">{t("audit:sealed.saved")}</Notice>;
  return (
    <Notice tone="accent">
      {t("audit:sealed.asked")}{" "}
      <Link to={`/approvals/${request}`}>{t("audit:sealed.seeRequest")}</Link>
    </Notice>
  );
}

export function MakeKeyForm({
  organ,
  isFirst,
}: {
  readonly organ: string;
  readonly isFirst: boolean;
}) {
  const { t } = useTranslation();
  const make = useMakeKey(organ);
  const [first, setFirst] = useState("");
  const [second, setSecond] = useState("");
  const [reason, setReason] = useState("");
  const [isTried, setTried] = useState(false);
  const isUnexplained = !isFirst && Array.from(reason.trim()).length < 2;
  const isShort = Array.from(first).length < LEAST;
  const isOther = first !== second;
  return (
    <form
      className="seal-form"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (isShort || isOther || isUnexplained) return;
        make.mutate({ passphrase: first, ...(isFirst ? {} : { reason: reason.trim() }) });
      }}
    >
      <p>{t(isFirst ? "audit:sealed.makeAbout" : "audit:sealed.replaceAbout")}</p>
      <Field
        label={t("audit:sealed.passphrase")}
        hint={t("audit:sealed.passphraseHint")}
        error={isTried && isShort ? t("audit:sealed.short") : undefined}
      >
        {(ids) => (
          <Input.Password
            {...ids}
            autoComplete="new-password"
            value={first}
            onChange={(event) => setFirst(event.target.value)}
          />
        )}
      </Field>
      <Field
        label={t("audit:sealed.again")}
        error={isTried && isOther ? t("audit:sealed.differs") : undefined}
      >
        {(ids) => (
          <Input.Password
            {...ids}
            autoComplete="new-password"
            value={second}
            onChange={(event) => setSecond(event.target.value)}
          />
        )}
      </Field>
      {!isFirst && (
        <ReasonField isBad={isTried && isUnexplained} value={reason} onChange={setReason} />
      )}
      {make.error instanceof SealError && (
        <Notice tone="overdue">{t(`audit:reason.${make.error.reason}`)}</Notice>
      )}
      {make.error !== null && !(make.error instanceof SealError) && (
        <ProblemNotice error={make.error} />
      )}
      {make.isSuccess && <Done request={make.data} />}
      <Button type={isFirst ? "primary" : "default"} htmlType="submit" loading={make.isPending}>
        {t(isFirst ? "audit:sealed.make" : "audit:sealed.askReplace")}
      </Button>
    </form>
  );
}
