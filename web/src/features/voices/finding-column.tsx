import { Input } from "antd";
import { useTranslation } from "react-i18next";

import { CLAIM_RESULTS } from "../../../../contract/src/voice-values.ts";
import type { VoiceView } from "../../../../contract/src/voices.ts";
import { Choice, Field } from "../../ui/field.tsx";
import { Icon } from "../../ui/icon.tsx";
import type { FindingForm } from "./reply-form.ts";
import { useArticleName } from "./words.ts";

interface FindingColumnProps {
  readonly claim: string;
  readonly at: number;
  readonly finding: FindingForm;
  readonly law: VoiceView["law"];
  readonly onChange: (patch: Partial<FindingForm>) => void;
}

export function FindingColumn({ claim, at, finding, law, onChange }: FindingColumnProps) {
  const { t } = useTranslation();
  const articleName = useArticleName(law);
  return (
    <>
      <div className="editor-head">
        <h3>{t("voices:editor.finding")}</h3>
        <span>{t("voices:claim", { n: at + 1 })}</span>
      </div>
      <div className="editor-finding">
        <blockquote>{claim}</blockquote>
        <Choice
          legend={t("voices:editor.result")}
          value={finding.result === "" ? undefined : finding.result}
          choices={CLAIM_RESULTS.map((value) => ({ value, label: t(`voices:result.${value}`) }))}
          onChange={(result) => onChange({ result })}
        />
        <Field label={t("voices:editor.text")} hint={t("voices:editor.textHint")}>
          {(ids) => (
            <Input.TextArea
              {...ids}
              rows={8}
              maxLength={8000}
              value={finding.text}
              onChange={(event) => onChange({ text: event.target.value })}
            />
          )}
        </Field>
        <p className="meta">{t("voices:editor.articles")}</p>
        {finding.articles.length === 0 && <p className="meta">{t("voices:editor.noArticle")}</p>}
        <ul className="chips">
          {finding.articles.map((id) => (
            <li key={id}>
              <button
                type="button"
                aria-label={t("voices:editor.removeArticle", { article: articleName(id) })}
                onClick={() => onChange({ articles: finding.articles.filter((one) => one !== id) })}
              >
                {articleName(id)} <Icon name="cross" />
              </button>
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}
