/** Short sheets with one ground: return, route anew, urge. Each can be taken back for ten seconds. */
import { Input } from "antd";
import { useTranslation } from "react-i18next";

import type { LeadView } from "../../../../contract/src/leads.ts";
import { Field } from "../../ui/field.tsx";
import { api } from "../session/index.ts";
import { ActForm, type ActFormState } from "./act-form.tsx";
import { useDepartments } from "./queries.ts";

const SHORTEST = 2;
const LONGEST = 1000;

interface FormProps {
  readonly view: LeadView;
  readonly onClose: () => void;
}
interface Ground {
  readonly ground: string;
}
interface Route extends Ground {
  readonly unit: string;
}
const NO_GROUND: Ground = { ground: "" };
const NO_ROUTE: Route = { ground: "", unit: "" };
const isShort = ({ ground }: Ground) => ground.trim().length < SHORTEST;

function GroundField<Form extends Ground>({
  label,
  hint,
  state: { form, change, isChecked },
}: {
  readonly label: string;
  readonly hint: string;
  readonly state: Pick<ActFormState<Form>, "form" | "isChecked"> & {
    readonly change: (patch: Ground) => void;
  };
}) {
  const { t } = useTranslation();
  return (
    <Field
      label={label}
      hint={hint}
      error={isChecked && isShort(form) ? t("leads:form.tooShort", { count: SHORTEST }) : undefined}
    >
      {(ids) => (
        <Input.TextArea
          {...ids}
          rows={5}
          maxLength={LONGEST}
          value={form.ground}
          onChange={(event) => change({ ground: event.target.value })}
        />
      )}
    </Field>
  );
}

export function ReturnForm({ view, onClose }: FormProps) {
  const { t } = useTranslation();
  const { number } = view.lead;
  return (
    <ActForm
      view={view}
      onClose={onClose}
      title={t("leads:act.giveBack")}
      submitText={t("leads:transfer.giveBack")}
      undoText={t("leads:undo.giveBack", { number })}
      draft="return"
      initial={NO_GROUND}
      send={api.returnLead}
      request={(form) =>
        isShort(form) ? undefined : { version: view.version, ground: form.ground.trim() }
      }
    >
      {(state) => (
        <>
          <p className="say">{t("leads:transfer.giveBackAbout")}</p>
          <GroundField
            label={t("leads:transfer.ground")}
            hint={t("leads:transfer.giveBackHint")}
            state={state}
          />
        </>
      )}
    </ActForm>
  );
}

export function UrgeForm({ view, onClose }: FormProps) {
  const { t } = useTranslation();
  const { number, department } = view.lead;
  return (
    <ActForm
      view={view}
      onClose={onClose}
      title={t("leads:act.urge")}
      submitText={t("leads:transfer.urge")}
      undoText={t("leads:undo.urge", { number })}
      draft="urge"
      initial={NO_GROUND}
      send={api.urgeLead}
      request={(form) =>
        isShort(form) ? undefined : { version: view.version, ground: form.ground.trim() }
      }
    >
      {(state) => (
        <>
          <p className="say">{t("leads:transfer.urgeAbout", { department: department.name })}</p>
          <GroundField
            label={t("leads:transfer.urgeText")}
            hint={t("leads:transfer.urgeHint")}
            state={state}
          />
        </>
      )}
    </ActForm>
  );
}

export function RouteForm({ view, onClose }: FormProps) {
  const { t } = useTranslation();
  const departments = useDepartments().data ?? [];
  return (
    <ActForm
      view={view}
      onClose={onClose}
      title={t("leads:act.reroute")}
      submitText={t("leads:transfer.reroute")}
      undoText={t("leads:undo.reroute", { number: view.lead.number })}
      draft="route"
      initial={NO_ROUTE}
      send={api.routeLead}
      request={(form) =>
        isShort(form) || form.unit === ""
          ? undefined
          : { version: view.version, unit: form.unit, ground: form.ground.trim() }
      }
    >
      {({ form, change, isChecked }) => (
        <>
          <p className="say">{t("leads:transfer.rerouteAbout")}</p>
          <Field
            label={t("leads:transfer.unit")}
            error={isChecked && form.unit === "" ? t("leads:form.choose") : undefined}
          >
            {(ids) => (
              // The browser's own: on a phone it opens over the whole screen.
              <select
                id={ids.id}
                aria-describedby={ids["aria-describedby"]}
                aria-invalid={ids["aria-invalid"]}
                className="unit-select"
                value={form.unit}
                onChange={(event) => change({ unit: event.target.value })}
              >
                <option value="">{t("leads:transfer.unitChoose")}</option>
                {departments.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <GroundField
            label={t("leads:transfer.basis")}
            hint={t("leads:transfer.basisHint")}
            state={{ form, isChecked, change }}
          />
        </>
      )}
    </ActForm>
  );
}
