/** Opens the organ's records in this browser with the holder's file; nothing of it is sent or stored. */
import { useMutation } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { SealedRow } from "../../../../contract/src/audit.ts";
import {
  type OpenedSealKey,
  openSealed,
  openSealKey,
  parseSealKeyFile,
  SealError,
} from "../../../../contract/src/seal-key.ts";
import { Field } from "../../ui/field.tsx";
import { FileButton } from "../../ui/file-button.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Empty, Notice } from "../../ui/states.tsx";
import { api } from "../session/index.ts";
import { AccessTable, type AccessRow, rowOfSealed } from "./audit-table.tsx";

interface Opened {
  readonly rows: readonly AccessRow[];
  /** Sealed to another key; altered. */
  readonly closed: number;
  readonly damaged: number;
}

const PAGE_SIZE = 500;
const MOST_PAGES = 20;

async function readAll(): Promise<{ organ: string; rows: readonly SealedRow[] }> {
  const rows: SealedRow[] = [];
  let cursor: string | undefined;
  for (let pages = 0; ; pages += 1) {
    const page = await api.listSealed(
      cursor === undefined ? { limit: PAGE_SIZE } : { limit: PAGE_SIZE, cursor },
    );
    rows.push(...page.rows);
    if (page.next === undefined || pages >= MOST_PAGES) return { organ: page.organ, rows };
    cursor = page.next;
  }
}

async function openOne(key: OpenedSealKey, row: SealedRow): Promise<AccessRow | SealError> {
  try {
    const { id, leafIndex } = row;
    const place = leafIndex === undefined ? { id } : { id, leafIndex };
    return rowOfSealed(await openSealed(key, row), place);
  } catch (error) {
    if (error instanceof SealError) return error;
    throw error;
  }
}

async function openAll(file: File, passphrase: string): Promise<Opened> {
  const key = await openSealKey(parseSealKeyFile(await file.text()), passphrase);
  const { organ, rows } = await readAll();
  if (key.organ !== organ) throw new SealError("otherKey");
  const opened = await Promise.all(rows.map((row) => openOne(key, row)));
  const errors = opened.filter((one): one is SealError => one instanceof SealError);
  return {
    rows: opened.filter((one): one is AccessRow => !(one instanceof SealError)),
    closed: errors.filter(({ reason }) => reason === "otherKey").length,
    damaged: errors.filter(({ reason }) => reason !== "otherKey").length,
  };
}

function Result({ opened }: { readonly opened: Opened }) {
  const { t } = useTranslation();
  const { rows, closed, damaged } = opened;
  return (
    <>
      <p role="status">
        {t("audit:sealed.opened", { count: rows.length })}{" "}
        {closed > 0 && t("audit:sealed.closed", { count: closed })}
      </p>
      {damaged > 0 && (
        <Notice tone="overdue">{t("audit:sealed.damaged", { count: damaged })}</Notice>
      )}
      {rows.length === 0 ? (
        <Empty title={t("audit:sealed.empty")} />
      ) : (
        <AccessTable caption={t("audit:sealed.table")} rows={rows} />
      )}
    </>
  );
}

export function OpenRecordsForm({ isDemo }: { readonly isDemo: boolean }) {
  const { t } = useTranslation();
  const [file, setFile] = useState<File>();
  const [passphrase, setPassphrase] = useState("");
  const open = useMutation({
    mutationFn: (given: { file: File; passphrase: string }) =>
      openAll(given.file, given.passphrase),
    onSuccess: () => setPassphrase(""),
  });
  return (
    <>
      <form
        className="seal-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (file !== undefined) open.mutate({ file, passphrase });
        }}
      >
        {isDemo && <p className="meta">{t("audit:sealed.demo")}</p>}
        <Field label={t("audit:sealed.file")} hint={t("audit:sealed.fileHint")}>
          {({ id, "aria-describedby": describedBy }) => (
            <FileButton
              id={id}
              aria-describedby={describedBy}
              label={t("audit:sealed.choose")}
              accept=".json,application/json"
              chosen={file?.name}
              onFile={setFile}
            />
          )}
        </Field>
        <Field label={t("audit:sealed.passphrase")}>
          {(ids) => (
            <Input.Password
              {...ids}
              autoComplete="off"
              value={passphrase}
              onChange={(event) => setPassphrase(event.target.value)}
            />
          )}
        </Field>
        {open.error instanceof SealError && (
          <Notice tone="overdue">{t(`audit:reason.${open.error.reason}`)}</Notice>
        )}
        {open.error !== null && !(open.error instanceof SealError) && (
          <ProblemNotice error={open.error} />
        )}
        <Button
          type="primary"
          htmlType="submit"
          loading={open.isPending}
          disabled={file === undefined || passphrase === ""}
        >
          {t("audit:sealed.open")}
        </Button>
      </form>
      {open.data !== undefined && <Result opened={open.data} />}
    </>
  );
}
