/** The machine's draft, read and mended by an official, then signed. */
import { Button, Drawer, Input } from "antd";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import type { NoticeContent, NoticeKind } from "../../../../contract/src/oversight.ts";
import { Choice, Field } from "../../ui/field.tsx";
import { Icon } from "../../ui/icon.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Skeleton } from "../../ui/states.tsx";
import { useDraft, useSign } from "./queries.ts";

const KINDS = ["remind", "urge", "correct"] as const;
/** Working days; the city's own (server: settings). */
const DAYS: Readonly<Record<NoticeKind, number>> = { remind: 3, urge: 5, correct: 10 };

export interface SheetStart {
  /** Row of the board or draft; absent: a free notice. */
  readonly row?: string;
  readonly kind?: NoticeKind;
  readonly units: readonly { readonly id: string; readonly name: string }[];
}

interface FormProps {
  readonly start: NoticeContent;
  readonly draft: string | undefined;
  readonly units: SheetStart["units"];
  readonly onKind: (kind: NoticeKind) => void;
}

// oxlint-disable-next-line max-lines-per-function -- one form, one field after the other
function Form({ start, draft, units, onKind }: FormProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const sign = useSign();
  const [content, setContent] = useState(start);
  const [isChecked, setChecked] = useState(false);
  const set = (change: Partial<NoticeContent>) => setContent({ ...content, ...change });
  const missing = (text: string) =>
    isChecked && text.trim() === "" ? t("oversight:sheet.missing") : undefined;
  const isFree = content.subject === undefined;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    const texts = [content.unit.id, content.title, content.ground, content.demand];
    if (texts.some((text) => text.trim() === "")) return;
    sign.mutate(
      { content, ...(draft === undefined ? {} : { draft }) },
      { onSuccess: ({ notice }) => void navigate(`/oversight/notices/${notice.number}`) },
    );
  };
  const area = (name: "ground" | "demand", rows: number) => (
    <Field label={t(`oversight:sheet.${name}`)} error={missing(content[name])}>
      {(ids) => (
        <Input.TextArea
          {...ids}
          rows={rows}
          maxLength={2000}
          value={content[name]}
          onChange={({ target }) => set({ [name]: target.value })}
        />
      )}
    </Field>
  );
  return (
    <form onSubmit={submit} noValidate>
      <p className="say">{t("oversight:sheet.note")}</p>
      {sign.error !== null && <ProblemNotice error={sign.error} />}
      <Choice
        legend={t("oversight:sheet.kind")}
        value={content.kind}
        choices={KINDS.map((kind) => ({
          value: kind,
          label: t(`oversight:act.${kind}`),
          hint: t(`oversight:sheet.kindHint.${kind}`, { days: DAYS[kind] }),
        }))}
        onChange={(kind) => {
          set({ kind });
          if (!isFree) onKind(kind);
        }}
      />
      <Field label={t("oversight:sheet.unit")} error={missing(content.unit.id)}>
        {({ id }) =>
          isFree ? (
            <select
              id={id}
              className="select wide"
              value={content.unit.id}
              onChange={({ target }) =>
                set({ unit: units.find((unit) => unit.id === target.value) ?? content.unit })
              }
            >
              <option value="">{t("oversight:sheet.choose")}</option>
              {units.map((unit) => (
                <option key={unit.id} value={unit.id}>
                  {unit.name}
                </option>
              ))}
            </select>
          ) : (
            <p id={id}>{content.unit.name}</p>
          )
        }
      </Field>
      <Field label={t("oversight:sheet.titleField")} error={missing(content.title)}>
        {(ids) => (
          <Input
            {...ids}
            maxLength={200}
            value={content.title}
            onChange={({ target }) => set({ title: target.value })}
          />
        )}
      </Field>
      {area("ground", 5)}
      {area("demand", 4)}
      <Field label={t("oversight:sheet.articles")}>
        {(ids) => (
          <Input.TextArea
            {...ids}
            rows={3}
            value={content.articles.join("\n")}
            onChange={({ target }) =>
              set({ articles: target.value.split("\n").filter((line) => line.trim() !== "") })
            }
          />
        )}
      </Field>
      <Button type="primary" htmlType="submit" loading={sign.isPending}>
        {t("oversight:sheet.sign")}
      </Button>
    </form>
  );
}

const FREE: NoticeContent = {
  kind: "remind",
  unit: { id: "", name: "" },
  title: "",
  ground: "",
  demand: "",
  articles: [],
};

export function DraftSheet({
  start,
  onClose,
}: {
  readonly start: SheetStart;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const [kind, setKind] = useState(start.kind);
  const draft = useDraft(start.row, kind);
  const content = start.row === undefined ? FREE : draft.data?.content;
  const kept = draft.data?.cause === "board" ? undefined : draft.data?.id;
  return (
    <Drawer
      open
      title={t("oversight:sheet.title")}
      size={560}
      onClose={onClose}
      closeIcon={<Icon name="cross" />}
      closable={{ "aria-label": t("console:close") }}
    >
      {draft.error !== null && <ProblemNotice error={draft.error} />}
      {content === undefined ? (
        draft.error === null && <Skeleton label={t("oversight:sheet.loading")} />
      ) : (
        <Form
          key={`${start.row ?? ""} ${content.kind}`}
          start={content}
          draft={kept}
          units={start.units}
          onKind={setKind}
        />
      )}
    </Drawer>
  );
}
