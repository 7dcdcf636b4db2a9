/** 安排开标: a lot whose notice names the time, a room that is free, the time to decrypt. */
import { Button, Input, InputNumber, Select } from "antd";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import type { OpeningMode } from "../../../../contract/src/opening-values.ts";
import type { OpeningCandidate } from "../../../../contract/src/opening.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Field } from "../../ui/field.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Empty } from "../../ui/states.tsx";
import { usePlan } from "./queries.ts";

const MODES: readonly OpeningMode[] = ["online", "onSite"];
const keyOf = ({ ocid, lotId }: OpeningCandidate): string => `${ocid} ${lotId}`;

function PlanForm({ candidates }: { readonly candidates: readonly OpeningCandidate[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const plan = usePlan();
  const [chosen, setChosen] = useState<OpeningCandidate>();
  const [room, setRoom] = useState("");
  const [mode, setMode] = useState<OpeningMode>("online");
  const [minutes, setMinutes] = useState(60);
  const choose = (key: string) => {
    const found = candidates.find((candidate) => keyOf(candidate) === key);
    setChosen(found);
    setRoom(found?.venue ?? "");
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (chosen === undefined) return;
    const { ocid, lotId, openingAt } = chosen;
    plan.mutate(
      {
        ocid,
        lotId,
        startsAt: openingAt,
        mode,
        decryptMinutes: minutes,
        ...(room.trim() === "" ? {} : { room: room.trim() }),
      },
      { onSuccess: ({ id }) => void navigate(`/openings/${id}`) },
    );
  };
  return (
    <form className="opening-plan" onSubmit={submit}>
      <Field label={t("openings:plan.lot")} hint={t("openings:plan.lotHint")}>
        {(ids) => (
          <Select
            {...ids}
            showSearch={{ optionFilterProp: "label" }}
            {...(chosen === undefined ? {} : { value: keyOf(chosen) })}
            placeholder={t("openings:plan.choose")}
            options={candidates.map((candidate) => ({
              value: keyOf(candidate),
              label: `${dayAndTime(candidate.openingAt)} ${candidate.title}`,
            }))}
            onChange={choose}
          />
        )}
      </Field>
      <Field label={t("openings:plan.room")} hint={t("openings:plan.roomHint")}>
        {(ids) => (
          <Input
            {...ids}
            value={room}
            maxLength={80}
            onChange={({ target }) => setRoom(target.value)}
          />
        )}
      </Field>
      <Field label={t("openings:plan.mode")}>
        {(ids) => (
          <Select
            {...ids}
            value={mode}
            options={MODES.map((value) => ({ value, label: t(`openings:mode.${value}`) }))}
            onChange={setMode}
          />
        )}
      </Field>
      <Field label={t("openings:plan.minutes")}>
        {(ids) => (
          <InputNumber
            {...ids}
            min={5}
            max={480}
            value={minutes}
            onChange={(value) => setMinutes(value ?? 60)}
          />
        )}
      </Field>
      {plan.error !== null && <ProblemNotice error={plan.error} />}
      <Button
        htmlType="submit"
        type="primary"
        disabled={chosen === undefined}
        loading={plan.isPending}
      >
        {t("openings:plan.do")}
      </Button>
    </form>
  );
}

export function PlanPanel({ candidates }: { readonly candidates: readonly OpeningCandidate[] }) {
  const { t } = useTranslation();
  return (
    <Panel
      title={t("openings:plan.title")}
      aside={t("openings:plan.count", { count: candidates.length })}
    >
      {candidates.length === 0 ? (
        <Empty title={t("openings:plan.none")} why={t("openings:plan.noneWhy")} />
      ) : (
        <details>
          <summary>{t("openings:plan.open")}</summary>
          <PlanForm candidates={candidates} />
        </details>
      )}
    </Panel>
  );
}
