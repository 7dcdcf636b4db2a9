/** What the centre does: ask the committee, enter its writing, sign the report, hand over. Nothing here goes to bidders. */
import { Button, Input } from "antd";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { LookbackView } from "../../../../contract/src/lookback.ts";
import { Field } from "../../ui/field.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Notice } from "../../ui/states.tsx";
import { useAsk, useRefer, useReport, useSignReport } from "./queries.ts";
import { lotPath } from "./words.ts";

const FEWEST_SIGNS = 4;

interface FormProps {
  readonly view: LookbackView;
  readonly chosen: readonly string[];
  readonly onDone: () => void;
}

/** The two letters have one shape: what is chosen, a text, one act. */
function LetterForm({
  name,
  chosen,
  note,
  pending,
  error,
  onSend,
}: {
  readonly name: "ask" | "refer";
  readonly chosen: readonly string[];
  readonly note: string;
  readonly pending: boolean;
  readonly error: Error | null;
  readonly onSend: (text: string) => void;
}) {
  const { t } = useTranslation();
  const [text, setText] = useState(t(`lookback:${name}.default`));
  const [isChecked, setChecked] = useState(false);
  const isMissing = chosen.length === 0 || text.trim().length < FEWEST_SIGNS;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (!isMissing) onSend(text.trim());
  };
  return (
    <Panel
      title={t(`lookback:${name}.title`)}
      aside={t("lookback:ask.chosen", { count: chosen.length })}
    >
      <form onSubmit={submit} noValidate>
        {error !== null && <ProblemNotice error={error} />}
        <p className="meta">{note}</p>
        <Field
          label={t(`lookback:${name}.text`)}
          error={isChecked && isMissing ? t(`lookback:${name}.missing`) : undefined}
        >
          {(ids) => (
            <Input.TextArea
              {...ids}
              rows={4}
              maxLength={4000}
              value={text}
              onChange={({ target }) => setText(target.value)}
            />
          )}
        </Field>
        <Button type="primary" htmlType="submit" loading={pending}>
          {t(`lookback:${name}.send`)}
        </Button>
      </form>
    </Panel>
  );
}

export function AskForm({ view, chosen, onDone }: FormProps) {
  const { t } = useTranslation();
  const ask = useAsk();
  const { ocid, lotId: lot } = view.row;
  return (
    <LetterForm
      name="ask"
      chosen={chosen}
      note={t("lookback:ask.note")}
      pending={ask.isPending}
      error={ask.error}
      onSend={(text) =>
        ask.mutate(
          { ocid, lot, version: view.version, findings: [...chosen], text },
          { onSuccess: onDone },
        )
      }
    />
  );
}

export function ReferForm({ view, chosen, onDone }: FormProps) {
  const { t } = useTranslation();
  const refer = useRefer();
  const { ocid, lotId: lot } = view.row;
  if (view.department === undefined)
    return <Notice tone="due">{t("lookback:refer.noUnit")}</Notice>;
  return (
    <LetterForm
      name="refer"
      chosen={chosen}
      note={t("lookback:refer.to", { unit: view.department.name })}
      pending={refer.isPending}
      error={refer.error}
      onSend={(text) =>
        refer.mutate(
          { ocid, lot, version: view.version, findings: [...chosen], text },
          { onSuccess: onDone },
        )
      }
    />
  );
}

export function SignPanel({ view }: { readonly view: LookbackView }) {
  const { t } = useTranslation();
  const { ocid, lotId: lot } = view.row;
  const report = useReport({ ocid, lot });
  const sign = useSignReport();
  const hash = report.data?.hash;
  return (
    <Panel title={t("lookback:sign.title")}>
      {sign.error !== null && <ProblemNotice error={sign.error} />}
      <p className="meta">{t("lookback:sign.note")}</p>
      <p className="lookback-acts">
        <Button
          disabled={hash === undefined}
          loading={sign.isPending}
          onClick={() => {
            if (hash !== undefined) sign.mutate({ ocid, lot, version: view.version, hash });
          }}
        >
          {t("lookback:sign.send")}
        </Button>
        <Link to={`/lookback/report?${lotPath({ ocid, lot })}`}>{t("lookback:sign.read")}</Link>
      </p>
      {hash !== undefined && (
        <p className="meta">
          {t("lookback:sign.hash")} <code>{hash.slice(0, 16)}</code>
        </p>
      )}
    </Panel>
  );
}
