/** A note in plain words, with the clip around it. */
import { Button, Input } from "antd";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

export interface NoteFormProps {
  readonly isReady: boolean;
  readonly isBusy: boolean;
  readonly onNote: (text: string) => Promise<unknown>;
}

/** What was typed stays when the server refuses. */
export function NoteForm({ isReady, isBusy, onNote }: NoteFormProps) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (text.trim().length < 2 || !isReady) return;
    onNote(text.trim()).then(
      () => setText(""),
      () => undefined,
    );
  };
  return (
    <form className="note-form" onSubmit={submit}>
      <Input
        aria-label={t("witnessing:noteLabel")}
        placeholder={t("witnessing:noteHint")}
        maxLength={2000}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <Button htmlType="submit" loading={isBusy} disabled={!isReady}>
        {t("witnessing:do.note")}
      </Button>
    </form>
  );
}
