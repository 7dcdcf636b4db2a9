/** The chief sets the limits of the own department, and sees before what they would touch. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import type { VoiceProfile, VoiceProfiles } from "../../../../contract/src/voice-profiles.ts";
import { Field } from "../../ui/field.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { useToday } from "../../ui/use-today.ts";
import { api } from "../session/index.ts";

const FIELDS = [
  "takeHours",
  "complaintDays",
  "challengeDays",
  "validFrom",
  "siteUrl",
  "letterPrefix",
] as const;
type FieldName = (typeof FIELDS)[number];
type Draft = Readonly<Record<FieldName, string>>;
const NUMBERS: ReadonlySet<FieldName> = new Set<FieldName>([
  "takeHours",
  "complaintDays",
  "challengeDays",
]);

function profileOf(draft: Draft): VoiceProfile {
  const given = FIELDS.filter((field) => draft[field].trim() !== "");
  return Object.fromEntries(
    given.map((field) => [field, NUMBERS.has(field) ? Number(draft[field]) : draft[field].trim()]),
  ) as VoiceProfile;
}

function Preview({ validFrom }: { readonly validFrom: string }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ["profile-preview", validFrom],
    queryFn: ({ signal }) => api.previewProfile(validFrom, signal),
    enabled: /^\d{4}-\d{2}-\d{2}$/.test(validFrom),
  });
  if (data === undefined) return null;
  return (
    <p className="meta" role="status">
      {t("figures:profiles.preview", { day: validFrom, ...data })}
    </p>
  );
}

export interface ProfileFormProps {
  readonly row: VoiceProfiles["rows"][number];
  readonly city: VoiceProfiles["city"];
}

export function ProfileForm({ row, city }: ProfileFormProps) {
  const { t } = useTranslation();
  const today = useToday();
  const client = useQueryClient();
  const { current } = row;
  const [draft, setDraft] = useState<Draft>({
    takeHours: String(current?.takeHours ?? city.takeHours),
    complaintDays: String(current?.complaintDays ?? ""),
    challengeDays: String(current?.challengeDays ?? ""),
    validFrom: today,
    siteUrl: current?.siteUrl ?? "",
    letterPrefix: current?.letterPrefix ?? "",
  });
  const save = useMutation({
    mutationFn: () => api.setProfile(profileOf(draft)),
    onSuccess: (profiles) => client.setQueryData(["voice-profiles"], profiles),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const typeOf = (field: FieldName) => (field === "validFrom" ? "date" : "text");
  const mostOf = (field: FieldName) => (field in city ? city[field as keyof typeof city] : "");
  return (
    <Panel title={t("figures:profiles.set")}>
      <form className="profile-form" onSubmit={submit}>
        {FIELDS.map((field) => (
          <Field
            key={field}
            label={t(`figures:profiles.${field}`)}
            hint={t(`figures:profiles.hint.${field}`, { most: mostOf(field) })}
          >
            {(ids) => (
              <Input
                {...ids}
                type={typeOf(field)}
                inputMode={NUMBERS.has(field) ? "numeric" : "text"}
                value={draft[field]}
                min={field === "validFrom" ? today : undefined}
                onChange={({ target }) => setDraft({ ...draft, [field]: target.value })}
              />
            )}
          </Field>
        ))}
        <div className="profile-end">
          <Preview validFrom={draft.validFrom} />
          {save.error !== null && <ProblemNotice error={save.error} />}
          {save.isSuccess && (
            <p role="status">{t("figures:profiles.saved", { day: draft.validFrom })}</p>
          )}
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            {t("figures:profiles.save")}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
