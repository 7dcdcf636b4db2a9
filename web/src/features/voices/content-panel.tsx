/** What was sent: numbered claims, what is asked for, what came before, files with their hash. */
import { useTranslation } from "react-i18next";

import type { VoiceFile } from "../../../../contract/src/voice-values.ts";
import type { VoiceView } from "../../../../contract/src/voices.ts";
import { Panel } from "../../ui/panel.tsx";
import { claimsOf } from "./claims.ts";

const KIB = 1024;

interface FilesProps {
  readonly number: string;
  readonly files: readonly VoiceFile[];
}

function Files({ number, files }: FilesProps) {
  const { t } = useTranslation();
  return (
    <ul className="voice-files">
      {files.map((file) => (
        <li key={file.sha256}>
          <a href={`/api/voices/${encodeURIComponent(number)}/files/${file.sha256}`} download>
            {file.name}
          </a>{" "}
          <span className="meta">
            {t("voices:content.size", { size: Math.ceil(file.size / KIB) })} · SHA-256{" "}
            <code title={file.sha256}>{file.sha256.slice(0, 16)}…</code>
          </span>
        </li>
      ))}
    </ul>
  );
}

export function ContentPanel({ view }: { readonly view: VoiceView }) {
  const { t } = useTranslation();
  const { content } = view;
  const { earlier, writer } = content;
  const rows = [
    [t("voices:content.wish"), content.wish],
    [t("voices:content.matter"), content.matter && t(`voices:matter.${content.matter}`)],
    [t("voices:content.knownOn"), content.knownOn],
    [
      t("voices:content.earlier"),
      earlier &&
        t(
          earlier.answeredOn === undefined
            ? "voices:content.earlierOpen"
            : "voices:content.earlierText",
          {
            number: earlier.number ?? "",
            received: earlier.receivedOn,
            answered: earlier.answeredOn ?? "",
          },
        ),
    ],
    [t("voices:content.contact"), [writer.contactName, writer.phone].filter(Boolean).join(" · ")],
    [t("voices:content.address"), writer.address],
    [t("voices:content.legalBasis"), view.legalBasis],
  ] as const;
  return (
    <Panel title={t("voices:content.title")}>
      <ol className="voice-claims">
        {claimsOf(view).map((claim, at) => (
          <li key={claim}>
            <b>{t("voices:claim", { n: at + 1 })}</b> {claim}
          </li>
        ))}
      </ol>
      <dl className="facts">
        {rows.map(([label, value]) =>
          value === undefined || value === "" ? null : (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
      {content.files === undefined || content.files.length === 0 ? (
        <p className="meta">{t("voices:content.noFiles")}</p>
      ) : (
        <Files number={view.voice.id} files={content.files} />
      )}
    </Panel>
  );
}
