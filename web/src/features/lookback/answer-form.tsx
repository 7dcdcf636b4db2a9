/** Keep with a reason, or correct with a reason: by the expert asked, or entered from the committee's writing. */
import { Button, Input } from "antd";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import type { AskItem, Change } from "../../../../contract/src/lookback-values.ts";
import { Choice, Field } from "../../ui/field.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { useAnswerAsk } from "./queries.ts";
import { nameOf } from "./words.ts";

const POINTS = /^-?\d{1,6}(\.\d{1,6})?$/;
const FEWEST_SIGNS = 4;

const keyOf = ({ finding, evaluator, criterion }: AskItem): string =>
  `${finding} ${evaluator?.token ?? ""} ${criterion ?? ""}`;

/** Cells that can be corrected one by one. */
const isCell = ({ bidder, criterion }: AskItem): boolean =>
  bidder !== undefined && criterion !== undefined;

export function ItemList({ items }: { readonly items: readonly AskItem[] }) {
  const { t } = useTranslation();
  return (
    <ul className="ask-items">
      {items.map((item) => (
        <li key={keyOf(item)}>
          <b>{t(`lookback:ground.${item.ground}`)}</b>{" "}
          {[item.evaluator?.maskedName, nameOf(item.bidder), item.criterion]
            .filter((part) => part !== undefined && part !== "")
            .join(" · ")}
          {item.stated !== undefined && (
            <span className="block meta">{t("lookback:answer.now", { from: item.stated })}</span>
          )}
        </li>
      ))}
    </ul>
  );
}

interface Props {
  readonly ask: string;
  readonly items: readonly AskItem[];
}

export function AnswerForm({ ask, items }: Props) {
  const { t } = useTranslation();
  const send = useAnswerAsk(ask);
  const [answer, setAnswer] = useState<"keep" | "correct">("keep");
  const [reason, setReason] = useState("");
  const [scores, setScores] = useState<Readonly<Record<string, string>>>({});
  const [isChecked, setChecked] = useState(false);
  const cells = items.filter(isCell);
  const changes = cells.flatMap((item): Change[] => {
    const to = (scores[keyOf(item)] ?? "").trim();
    const from = (item.stated ?? "—").slice(0, 20);
    return POINTS.test(to)
      ? [{ bidder: nameOf(item.bidder), criterion: item.criterion ?? "", from, to }]
      : [];
  });
  const filled = Object.values(scores).filter((score) => score.trim() !== "").length;
  const isReasonMissing = reason.trim().length < FEWEST_SIGNS;
  const isChangeMissing =
    answer === "correct" && (changes.length === 0 || changes.length !== filled);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (isReasonMissing || isChangeMissing) return;
    const findings = [...new Set(items.map(({ finding }) => finding))];
    send.mutate({
      findings,
      answer,
      reason: reason.trim(),
      changes: answer === "correct" ? changes : [],
    });
  };
  return (
    <form onSubmit={submit} noValidate>
      {send.error !== null && <ProblemNotice error={send.error} />}
      <Choice
        legend={t("lookback:answer.legend")}
        value={answer}
        choices={(["keep", "correct"] as const).map((value) => ({
          value,
          label: t(`lookback:answer.${value}`),
        }))}
        onChange={setAnswer}
      />
      {answer === "correct" &&
        cells.map((item) => (
          <Field
            key={keyOf(item)}
            label={t("lookback:answer.to", {
              bidder: nameOf(item.bidder),
              criterion: item.criterion,
            })}
            hint={[item.evaluator?.maskedName, t("lookback:answer.now", { from: item.stated })]
              .filter((part) => part !== undefined)
              .join(" · ")}
          >
            {(ids) => (
              <Input
                {...ids}
                inputMode="decimal"
                className="score-input"
                value={scores[keyOf(item)] ?? ""}
                onChange={({ target }) => setScores({ ...scores, [keyOf(item)]: target.value })}
              />
            )}
          </Field>
        ))}
      {isChecked && isChangeMissing && (
        <p className="field-error" role="alert">
          {t("lookback:answer.missingChange")}
        </p>
      )}
      <Field
        label={t("lookback:answer.reason")}
        hint={t("lookback:answer.note")}
        error={isChecked && isReasonMissing ? t("lookback:answer.missing") : undefined}
      >
        {(ids) => (
          <Input.TextArea
            {...ids}
            rows={3}
            maxLength={4000}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        )}
      </Field>
      <Button type="primary" htmlType="submit" loading={send.isPending}>
        {t("lookback:answer.send")}
      </Button>
    </form>
  );
}
