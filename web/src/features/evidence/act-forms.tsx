/** Sheets of the acts on sealed evidence: hold, its end, review. */
import { Button, Drawer, Input } from "antd";
import { useState, type ReactNode, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import {
  REVIEW_RESULTS,
  REVIEWS,
  type ReviewKind,
  type ReviewResult,
} from "../../../../contract/src/evidence-values.ts";
import type { EvidenceView } from "../../../../contract/src/evidence.ts";
import { Choice, Field } from "../../ui/field.tsx";
import { Icon } from "../../ui/icon.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { api } from "../session/index.ts";
import { useEvidenceAct } from "./queries.ts";

const SHORTEST = 2;
const LONGEST = 1000;

interface SheetProps {
  readonly title: string;
  readonly submitText: string;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly onClose: () => void;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

function Sheet({ title, submitText, error, isPending, onClose, onSubmit, children }: SheetProps) {
  const { t } = useTranslation();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <Drawer
      open
      title={title}
      size={520}
      onClose={onClose}
      closeIcon={<Icon name="cross" />}
      closable={{ "aria-label": t("console:close") }}
      classNames={{ root: "act-drawer" }}
    >
      <form onSubmit={submit} noValidate>
        {error !== null && <ProblemNotice error={error} />}
        {children}
        <div className="act-submit">
          <Button type="primary" htmlType="submit" loading={isPending}>
            {submitText}
          </Button>
          <Button onClick={onClose}>{t("evidence:act.cancel")}</Button>
        </div>
      </form>
    </Drawer>
  );
}

interface TextProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly isChecked: boolean;
  readonly onChange: (value: string) => void;
}

const isShort = (text: string): boolean => text.trim().length < SHORTEST;

function Text({ label, hint, value, isChecked, onChange }: TextProps) {
  const { t } = useTranslation();
  return (
    <Field
      label={label}
      hint={hint}
      error={isChecked && isShort(value) ? t("evidence:form.short") : undefined}
    >
      {(ids) => (
        <Input.TextArea
          {...ids}
          rows={5}
          maxLength={LONGEST}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  );
}

export interface FormProps {
  readonly lead: string;
  readonly view: EvidenceView;
  readonly onClose: () => void;
}

export function HoldForm({ lead, view, onClose }: FormProps) {
  const { t } = useTranslation();
  const act = useEvidenceAct(lead, api.setHold);
  const [until, setUntil] = useState("");
  const [ground, setGround] = useState("");
  const [isChecked, setChecked] = useState(false);
  const submit = () => {
    setChecked(true);
    if (until === "" || isShort(ground)) return;
    act.mutate({ version: view.version, until, ground: ground.trim() }, { onSuccess: onClose });
  };
  return (
    <Sheet
      title={t("evidence:act.hold")}
      submitText={t("evidence:act.submitHold")}
      error={act.error}
      isPending={act.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      <Field
        label={t("evidence:form.until")}
        hint={t("evidence:form.untilHint")}
        error={isChecked && until === "" ? t("evidence:form.day") : undefined}
      >
        {(ids) => (
          <Input
            {...ids}
            type="date"
            value={until}
            onChange={({ target }) => setUntil(target.value)}
          />
        )}
      </Field>
      <Text
        label={t("evidence:form.ground")}
        hint={t("evidence:form.groundHint")}
        value={ground}
        isChecked={isChecked}
        onChange={setGround}
      />
    </Sheet>
  );
}

export function EndHoldForm({ lead, view, onClose }: FormProps) {
  const { t } = useTranslation();
  const act = useEvidenceAct(lead, api.endHold);
  const [ground, setGround] = useState("");
  const [isChecked, setChecked] = useState(false);
  const submit = () => {
    setChecked(true);
    if (isShort(ground)) return;
    act.mutate({ version: view.version, ground: ground.trim() }, { onSuccess: onClose });
  };
  return (
    <Sheet
      title={t("evidence:act.endHold")}
      submitText={t("evidence:act.submitEnd")}
      error={act.error}
      isPending={act.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      <Text
        label={t("evidence:form.ground")}
        hint={t("evidence:form.groundHint")}
        value={ground}
        isChecked={isChecked}
        onChange={setGround}
      />
    </Sheet>
  );
}

export function ReviewForm({ lead, view, onClose }: FormProps) {
  const { t } = useTranslation();
  const act = useEvidenceAct(lead, api.recordReview);
  const [review, setReview] = useState<ReviewKind>();
  const [result, setResult] = useState<ReviewResult>();
  const [text, setText] = useState("");
  const [isChecked, setChecked] = useState(false);
  const submit = () => {
    setChecked(true);
    if (review === undefined || result === undefined || isShort(text)) return;
    const body = { version: view.version, review, result, text: text.trim() };
    act.mutate(body, { onSuccess: onClose });
  };
  const missing = (value: unknown) =>
    isChecked && value === undefined ? t("evidence:form.choose") : undefined;
  return (
    <Sheet
      title={t("evidence:act.review")}
      submitText={t("evidence:act.submitReview")}
      error={act.error}
      isPending={act.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      <Choice
        legend={t("evidence:form.kind")}
        value={review}
        error={missing(review)}
        choices={REVIEWS.map((value) => ({ value, label: t(`evidence:panel.${value}`) }))}
        onChange={setReview}
      />
      <Choice
        legend={t("evidence:form.result")}
        value={result}
        error={missing(result)}
        choices={REVIEW_RESULTS.map((value) => ({
          value,
          label: t(`evidence:panel.result.${value}`),
        }))}
        onChange={setResult}
      />
      <Text
        label={t("evidence:form.text")}
        hint={t("evidence:form.textHint")}
        value={text}
        isChecked={isChecked}
        onChange={setText}
      />
    </Sheet>
  );
}
