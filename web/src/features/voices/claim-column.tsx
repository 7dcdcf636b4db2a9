import { Button } from "antd";
import { useTranslation } from "react-i18next";

import { Icon } from "../../ui/icon.tsx";
import { Tag } from "../../ui/panel.tsx";
import { findingOf, isWritten, type ReplyForm } from "./reply-form.ts";

interface ClaimColumnProps {
  readonly claims: readonly string[];
  readonly form: ReplyForm;
  readonly active: number;
  readonly onOpen: (claim: number) => void;
}

function State({ isOpen, isDone }: { readonly isOpen: boolean; readonly isDone: boolean }) {
  const { t } = useTranslation();
  if (isOpen)
    return (
      <Tag tone="accent">
        <Icon name="pen" /> {t("voices:claimState.writing")}
      </Tag>
    );
  return isDone ? (
    <Tag>
      <Icon name="check" /> {t("voices:claimState.written")}
    </Tag>
  ) : (
    <Tag tone="due">
      <Icon name="warning" /> {t("voices:claimState.missing")}
    </Tag>
  );
}

export function ClaimColumn({ claims, form, active, onOpen }: ClaimColumnProps) {
  const { t } = useTranslation();
  const isDone = (at: number) => isWritten(findingOf(form, at));
  const done = claims.filter((_, at) => isDone(at)).length;
  return (
    <div>
      <div className="editor-head">
        <h3>{t("voices:editor.claims")}</h3>
        <span>{t("voices:editor.answered", { done, total: claims.length })}</span>
      </div>
      <ol className="editor-claims">
        {claims.map((claim, at) => (
          <li key={claim} className={at === active ? "is-active" : undefined}>
            <p>
              <b>{t("voices:claim", { n: at + 1 })}</b>{" "}
              <State isOpen={at === active} isDone={isDone(at)} />
            </p>
            <p>{claim}</p>
            {at !== active && (
              <Button size="small" onClick={() => onOpen(at)}>
                {t(isDone(at) ? "voices:editor.edit" : "voices:editor.write")}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}
