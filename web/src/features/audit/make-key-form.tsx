/** Makes the organ's key in this browser: file to the holder, public half to the server. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { makeSealKey, SealError } from "../../../../contract/src/seal-key.ts";
import { downloadText } from "../../ui/csv.ts";
import { Field } from "../../ui/field.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Notice } from "../../ui/states.tsx";
import { api } from "../session/index.ts";

const LEAST = 12;

function useMakeKey(organ: string) {
  const queries = useQueryClient();
  return useMutation({
    async mutationFn(passphrase: string) {
      const file = await makeSealKey(organ, passphrase);
      // The file first: a registered key that nobody holds would seal for nobody.
      downloadText(
        `seal-key-${organ}-${file.keyId.slice(0, 8)}.json`,
        JSON.stringify(file, null, 2),
      );
      const { keyId, publicKey } = file;
      return api.registerSealKey({ keyId, publicKey });
    },
    onSuccess: (keys) => queries.setQueryData(["seal-keys"], keys),
  });
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
  const [isTried, setTried] = useState(false);
  const isShort = Array.from(first).length < LEAST;
  const isOther = first !== second;
  return (
    <form
      className="seal-form"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!isShort && !isOther) make.mutate(first);
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
      {make.error instanceof SealError && (
        <Notice tone="overdue">{t(`audit:reason.${make.error.reason}`)}</Notice>
      )}
      {make.error !== null && !(make.error instanceof SealError) && (
        <ProblemNotice error={make.error} />
      )}
      {make.isSuccess && <Notice tone="accent">{t("audit:sealed.saved")}</Notice>}
      <Button type={isFirst ? "primary" : "default"} htmlType="submit" loading={make.isPending}>
        {t(isFirst ? "audit:sealed.make" : "audit:sealed.replace")}
      </Button>
    </form>
  );
}
