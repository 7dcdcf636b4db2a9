/** 登记来件: what comes by telephone or on paper, with the same checks as on the web; the period is shown as it is typed. */
import { Button, Input } from "antd";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import type { SentFile } from "../../../../contract/src/voice-intake.ts";
import { VOICE_KINDS, VOICE_MATTERS } from "../../../../contract/src/voice-values.ts";
import { dayOf, timeOf } from "../../ui/dates.ts";
import { Choice, Field } from "../../ui/field.tsx";
import { FileButton } from "../../ui/file-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Notice } from "../../ui/states.tsx";
import { blankEntry, bodyOf, type Entry, missingIn, windowQueryOf } from "./entry.ts";
import { useEnter, useUpload, useWindow } from "./queries.ts";
import { ReceiptSheet } from "./receipt-sheet.tsx";

import "./desk.css";

const REGIMES = ["works", "procurement", "land", "mineral", "property", "other"] as const;
const SCANS = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx,.ofd,.mp4,.zip";

const now = (): string => {
  const instant = new Date().toISOString();
  return `${dayOf(instant)}T${timeOf(instant)}`;
};

type Change = (patch: Partial<Entry>) => void;

interface Part {
  readonly entry: Entry;
  readonly change: Change;
  readonly missing: readonly string[];
}

function useText({ entry, change, missing }: Part) {
  const { t } = useTranslation();
  return (name: keyof Entry, more: { type?: string; rows?: number; max?: number } = {}) => {
    const { type = "text", rows, max = 200 } = more;
    const hint = t(`desk:hint.${name}`, { defaultValue: "" });
    return (
      <Field
        label={t(`desk:field.${name}`)}
        {...(hint === "" ? {} : { hint })}
        error={missing.includes(name) ? t("desk:missing") : undefined}
      >
        {(ids) =>
          rows === undefined ? (
            <Input
              {...ids}
              type={type}
              maxLength={max}
              value={entry[name]}
              onChange={({ target }) => change({ [name]: target.value })}
            />
          ) : (
            <Input.TextArea
              {...ids}
              rows={rows}
              maxLength={max}
              value={entry[name]}
              onChange={({ target }) => change({ [name]: target.value })}
            />
          )
        }
      </Field>
    );
  };
}

function useSelect({ entry, change }: Part) {
  const { t } = useTranslation();
  return (name: "kind" | "regime" | "matter", codes: readonly string[]) => (
    <Field label={t(`desk:field.${name}`)}>
      {({ id }) => (
        <select
          id={id}
          className="select"
          value={entry[name]}
          onChange={({ target }) => change({ [name]: target.value })}
        >
          {codes.map((code) => (
            <option key={code} value={code}>
              {t(`desk:${name}.${code === "" ? "unsaid" : code}`)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function What(part: Part) {
  const { t } = useTranslation();
  const text = useText(part);
  const select = useSelect(part);
  const { entry, change } = part;
  return (
    <Panel title={t("desk:what")}>
      <div className="desk-grid">
        <Choice
          legend={t("desk:field.channel")}
          value={entry.channel}
          choices={[
            { value: "phone", label: t("desk:channel.phone") },
            { value: "paper", label: t("desk:channel.paper") },
          ]}
          onChange={(channel) => change({ channel })}
        />
        {text("receivedAt", { type: "datetime-local" })}
        {select("kind", VOICE_KINDS)}
        {select("regime", REGIMES)}
        {entry.regime === "works" && select("matter", ["", ...VOICE_MATTERS])}
        {text("ocid", { max: 140 })}
      </div>
      {text("title")}
      {text("claims", { rows: 8, max: 20_000 })}
      <div className="desk-grid">
        {text("wish", { max: 2000 })}
        {text("against")}
      </div>
    </Panel>
  );
}

function Days(part: Part) {
  const { t } = useTranslation();
  const text = useText(part);
  const { entry } = part;
  const { data, error } = useWindow(windowQueryOf(entry));
  return (
    <Panel title={t("desk:days")}>
      <div className="desk-grid">
        {text("knownOn", { type: "date" })}
        {text("earlierOn", { type: "date" })}
        {entry.earlierOn !== "" && text("answeredOn", { type: "date" })}
      </div>
      {error !== null && <ProblemNotice error={error} />}
      {data !== undefined && (
        <Notice tone={data.state === "closed" || data.state === "notYet" ? "due" : "accent"}>
          <p role="status">
            <b>{t(`desk:window.${data.state}`)}</b>{" "}
            {data.lastOn !== null && t("desk:window.lastOn", { day: data.lastOn })}{" "}
            {data.binding?.due != null && t("desk:window.due", { day: data.binding.due })}
          </p>
          {data.state !== "open" && <p>{t("desk:window.outside")}</p>}
        </Notice>
      )}
    </Panel>
  );
}

function Who(part: Part) {
  const { t } = useTranslation();
  const text = useText(part);
  const { entry, change } = part;
  return (
    <Panel title={t("desk:who")}>
      <Choice
        legend={t("desk:field.writer")}
        value={entry.writer}
        choices={[
          { value: "organisation", label: t("desk:writer.organisation") },
          { value: "person", label: t("desk:writer.person"), hint: t("desk:writer.personHint") },
        ]}
        onChange={(writer) => change({ writer })}
      />
      <div className="desk-grid">
        {text("name")}
        {text("code", { max: 18 })}
        {entry.writer === "organisation" && text("contactName", { max: 40 })}
        {text("phone", { max: 20 })}
        {text("address")}
      </div>
    </Panel>
  );
}

interface ScansProps {
  readonly files: readonly SentFile[];
  readonly isMissing: boolean;
  readonly onChange: (files: readonly SentFile[]) => void;
}

function Scans({ files, isMissing, onChange }: ScansProps) {
  const { t } = useTranslation();
  const upload = useUpload();
  return (
    <Panel title={t("desk:files")}>
      <Field
        label={t("desk:field.files")}
        hint={t("desk:hint.files")}
        error={isMissing ? t("desk:scanMissing") : undefined}
      >
        {(ids) => (
          <FileButton
            id={ids.id}
            label={upload.isPending ? t("desk:uploading") : t("desk:choose")}
            accept={SCANS}
            onFile={(file) =>
              upload.mutate(file, { onSuccess: (sent) => onChange([...files, sent]) })
            }
          />
        )}
      </Field>
      {upload.error !== null && <ProblemNotice error={upload.error} />}
      <ul className="desk-files">
        {files.map(({ sha256, name }) => (
          <li key={sha256}>
            {name}{" "}
            <Button
              type="link"
              size="small"
              onClick={() => onChange(files.filter((file) => file.sha256 !== sha256))}
            >
              {t("desk:remove")}
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function EnterPage() {
  const { t } = useTranslation();
  const [entry, setEntry] = useState(() => blankEntry(now()));
  const [files, setFiles] = useState<readonly SentFile[]>([]);
  const [isChecked, setChecked] = useState(false);
  const enter = useEnter();
  const missing = missingIn(entry, files);
  const part: Part = {
    entry,
    change: (patch) => setEntry((before) => ({ ...before, ...patch })),
    missing: isChecked ? missing : [],
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (missing.length === 0) enter.mutate(bodyOf(entry, files));
  };
  const startAgain = () => {
    setEntry(blankEntry(now()));
    setFiles([]);
    setChecked(false);
    enter.reset();
  };
  return (
    <div className="page">
      <title>{t("desk:title")}</title>
      <h1 className="page-sentence">{t("desk:title")}</h1>
      {enter.data === undefined ? (
        <form className="desk-form" onSubmit={submit}>
          <What {...part} />
          <Days {...part} />
          <Who {...part} />
          <Scans files={files} isMissing={part.missing.includes("files")} onChange={setFiles} />
          {enter.error !== null && <ProblemNotice error={enter.error} />}
          <p className="desk-acts">
            <Button type="primary" htmlType="submit" loading={enter.isPending}>
              {t("desk:enter")}
            </Button>
            {isChecked && missing.length > 0 && <span role="alert">{t("desk:incomplete")}</span>}
          </p>
        </form>
      ) : (
        <ReceiptSheet receipt={enter.data} title={entry.title} onNext={startAgain} />
      )}
    </div>
  );
}
