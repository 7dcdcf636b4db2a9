/** Forms of letters, talks, feedback and facts that clear a lead. */
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Department } from "../../../../contract/src/casework.ts";
import {
  FEEDBACK_KINDS,
  type FeedbackKind,
  LETTER_MATTERS,
  type LetterMatter,
  type Present,
  TARGET_KINDS,
  type TalkKind,
  type TargetKind,
} from "../../../../contract/src/followup-values.ts";
import type { Party } from "../../../../contract/src/values.ts";
import { Choice } from "../../ui/choice.tsx";
import { api } from "../session/index.ts";
import { FormSheet, type FieldSpec, type Values } from "./form-sheet.tsx";

interface LetterFormProps {
  readonly lead?: string;
  readonly units: readonly Department[];
  /** Where there is no choice. */
  readonly unit?: string;
  readonly onClose: () => void;
}

export function LetterForm({ lead, units, unit, onClose }: LetterFormProps) {
  const { t } = useTranslation();
  const addressee: FieldSpec = {
    name: "unit",
    label: t("followup:field.unit"),
    kind: "choice",
    options: units.map(({ id, name }) => [id, name]),
  };
  return (
    <FormSheet
      title={t("followup:do.letter")}
      submit={t("followup:do.send")}
      initial={{ replyDays: "10" }}
      fields={[
        ...(unit === undefined ? [addressee] : []),
        {
          name: "matter",
          label: t("followup:field.matter"),
          kind: "choice",
          options: LETTER_MATTERS.map((one) => [one, t(`followup:matter.${one}`)]),
        },
        { name: "title", label: t("followup:field.title"), kind: "text", least: 4 },
        { name: "text", label: t("followup:field.body"), kind: "area", least: 10 },
        { name: "replyDays", label: t("followup:field.replyDays"), kind: "number" },
      ]}
      send={({ unit: chosen = "", matter, title = "", text = "", replyDays }) =>
        api.sendLetter({
          unit: unit ?? chosen,
          matter: matter as LetterMatter,
          title,
          text,
          replyDays: Number(replyDays),
          ...(lead === undefined ? {} : { lead }),
        })
      }
      onClose={onClose}
    />
  );
}

interface TalkFormProps {
  readonly lead?: string;
  readonly kind: TalkKind;
  /** Firms of the lead; empty: the name is typed. */
  readonly parties: readonly Party[];
  readonly onClose: () => void;
}

const nameOf = (party: Party): string =>
  party.kind === "naturalPerson" ? party.maskedName : party.name;

/** A firm of the lead as it stands there; an expert by masked name and number in the pool. */
function partyOf(parties: readonly Party[], values: Values): Party {
  const { targetKind, party = "", token = "" } = values;
  const known = parties.find((one) => nameOf(one) === party);
  if (targetKind !== "expert") return known ?? { kind: "organisation", name: party };
  return { kind: "naturalPerson", token, maskedName: party };
}

export function TalkForm({ lead, kind, parties, onClose }: TalkFormProps) {
  const { t } = useTranslation();
  const [target, setTarget] = useState("firm");
  const isExpert = target === "expert";
  return (
    <FormSheet
      title={t("followup:do.talk", { kind: t(`followup:talkKind.${kind}`) })}
      submit={t("followup:do.send")}
      initial={{ party: parties[0] === undefined ? "" : nameOf(parties[0]) }}
      fields={[
        {
          name: "targetKind",
          label: t("followup:field.targetKind"),
          kind: "choice",
          options: TARGET_KINDS.map((one) => [one, t(`followup:target.${one}`)]),
        },
        {
          name: "party",
          label: t("followup:field.party"),
          hint: t("followup:field.partyHint"),
          kind: "text",
        },
        ...(isExpert
          ? [
              {
                name: "token",
                label: t("followup:field.token"),
                kind: "text" as const,
                least: 8,
              },
            ]
          : []),
        { name: "matter", label: t("followup:field.talkMatter"), kind: "area", least: 4 },
        { name: "place", label: t("followup:field.place"), kind: "text" },
        { name: "meetAt", label: t("followup:field.meetAt"), kind: "datetime" },
      ]}
      onChange={({ targetKind = "firm" }) => setTarget(targetKind)}
      send={(values) =>
        api.inviteTalk({
          kind,
          targetKind: values["targetKind"] as TargetKind,
          party: partyOf(parties, values),
          matter: values["matter"] ?? "",
          place: values["place"] ?? "",
          // The control gives a time without zone: it is the city's.
          meetAt: `${values["meetAt"] ?? ""}:00+08:00`,
          ...(lead === undefined ? {} : { lead }),
        })
      }
      onClose={onClose}
    />
  );
}

const NOBODY: Present = { name: "", side: "unit", signed: true };

export function RecordForm({
  talk,
  onClose,
}: {
  readonly talk: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const [present, setPresent] = useState<readonly Present[]>([
    NOBODY,
    { ...NOBODY, side: "target" },
  ]);
  const change = (index: number, patch: Partial<Present>) =>
    setPresent(present.map((one, nth) => (nth === index ? { ...one, ...patch } : one)));
  return (
    <FormSheet
      title={t("followup:do.record")}
      submit={t("followup:do.record")}
      fields={[{ name: "record", label: t("followup:field.record"), kind: "area", least: 4 }]}
      send={({ record = "" }) => api.holdTalk(talk, { record, present: [...present] })}
      onClose={onClose}
    >
      <fieldset className="choice">
        <legend>{t("followup:field.present")}</legend>
        {present.map((one, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- rows have no other name and never move
          <div key={index} className="followup-present">
            <Input
              aria-label={`${t("followup:field.officialName")} ${index + 1}`}
              maxLength={60}
              value={one.name}
              onChange={({ target }) => change(index, { name: target.value })}
            />
            <Choice
              label={t("followup:side.unit")}
              value={one.side}
              values={(["unit", "target"] as const).map((side) => [
                side,
                t(`followup:side.${side}`),
              ])}
              onChange={(side) => change(index, { side: side as Present["side"] })}
            />
            <label>
              <input
                type="checkbox"
                checked={one.signed}
                onChange={({ target }) => change(index, { signed: target.checked })}
              />{" "}
              {t("followup:field.signed")}
            </label>
          </div>
        ))}
        <Button size="small" onClick={() => setPresent([...present, NOBODY])}>
          {t("followup:do.add")}
        </Button>
      </fieldset>
    </FormSheet>
  );
}

export function FeedbackForm({
  report,
  onClose,
}: {
  readonly report: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <FormSheet
      title={t("followup:do.feedback")}
      submit={t("followup:do.feedback")}
      fields={[
        {
          name: "feedback",
          label: t("followup:field.feedback"),
          kind: "choice",
          options: FEEDBACK_KINDS.map((one) => [one, t(`followup:feedback.${one}`)]),
        },
        { name: "text", label: t("followup:field.feedbackText"), kind: "area" },
      ]}
      send={({ feedback, text = "" }) =>
        api.giveFeedback(report, { feedback: feedback as FeedbackKind, text })
      }
      onClose={onClose}
    />
  );
}

export function ClearForm({
  lead,
  codes,
  onClose,
}: {
  readonly lead: string;
  readonly codes: readonly (readonly [string, string])[];
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <FormSheet
      title={t("followup:do.clear")}
      submit={t("followup:do.clear")}
      note={t("followup:clearing.stays")}
      fields={[
        { name: "code", label: t("followup:field.clearing"), kind: "choice", options: codes },
        { name: "text", label: t("followup:field.clearingText"), kind: "area", least: 4 },
      ]}
      send={({ code = "", text = "" }) => api.supplyClearing(lead, { code, text })}
      onClose={onClose}
    />
  );
}
