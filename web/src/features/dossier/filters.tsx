/** Filters of the timeline; they live in the address, so that a filtered dossier can be passed on. */
import { Button, Input } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";

import {
  DOSSIER_STAGES,
  type DossierGroup,
  type DossierStage,
} from "../../../../contract/src/dossier-values.ts";
import type { DossierFilters, DossierHead } from "../../../../contract/src/dossier.ts";
import { Choice } from "../../ui/choice.tsx";

interface FiltersProps {
  readonly head: DossierHead;
  readonly filters: DossierFilters;
  readonly onChange: (filters: DossierFilters) => void;
}

export const groupsOf = ({ groups }: DossierFilters): readonly string[] =>
  groups === undefined ? [] : groups.split(",");

const without = (filters: DossierFilters, name: keyof DossierFilters): DossierFilters => {
  const rest = { ...filters };
  delete rest[name];
  return rest;
};

/** A filter set, or taken away by an empty choice. */
export const withFilter = (
  filters: DossierFilters,
  name: keyof DossierFilters,
  value: string,
): DossierFilters =>
  value === "" ? without(filters, name) : { ...without(filters, name), [name]: value };

function GroupChips({ head, filters, onChange }: FiltersProps) {
  const { t } = useTranslation();
  const chosen = groupsOf(filters);
  const toggle = (code: DossierGroup) => {
    const next = chosen.includes(code) ? chosen.filter((one) => one !== code) : [...chosen, code];
    onChange(withFilter(filters, "groups", next.join(",")));
  };
  return (
    <div className="dossier-chips" role="group" aria-label={t("dossier:filter.groups")}>
      {head.groups.map(({ code, count }) => (
        <button
          key={code}
          type="button"
          className="dossier-chip"
          aria-pressed={chosen.includes(code)}
          onClick={() => toggle(code)}
        >
          {t(`dossier:group.${code}`)} <b>{count}</b>
        </button>
      ))}
    </div>
  );
}

export function Filters(props: FiltersProps) {
  const { head, filters, onChange } = props;
  const { t } = useTranslation();
  const [text, setText] = useState(filters.q ?? "");
  const id = useId();
  const hasAny = Object.keys(filters).length > 0;
  return (
    <div className="dossier-filters">
      <GroupChips {...props} />
      <form
        className="dossier-fields"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          onChange(withFilter(filters, "q", text.trim()));
        }}
      >
        <Choice
          label={t("dossier:filter.stage")}
          value={filters.stage ?? ""}
          values={DOSSIER_STAGES.map((stage): [DossierStage, string] => [
            stage,
            t(`dossier:stage.${stage}`),
          ])}
          any={t("dossier:filter.all")}
          onChange={(value) => onChange(withFilter(filters, "stage", value))}
        />
        <Choice
          label={t("dossier:filter.actor")}
          value={filters.actor ?? ""}
          values={head.actors.map(({ name, count }) => [name, `${name}（${count}）`])}
          any={t("dossier:filter.all")}
          onChange={(value) => onChange(withFilter(filters, "actor", value))}
        />
        <div className="choice dossier-text">
          <label className="meta" htmlFor={id}>
            {t("dossier:filter.q")}
          </label>
          <Input
            id={id}
            value={text}
            maxLength={100}
            placeholder={t("dossier:filter.hint")}
            onChange={({ target }) => setText(target.value)}
          />
        </div>
        <Button htmlType="submit">{t("dossier:filter.apply")}</Button>
        {hasAny && (
          <Button
            type="link"
            onClick={() => {
              setText("");
              onChange({});
            }}
          >
            {t("dossier:filter.clear")}
          </Button>
        )}
      </form>
    </div>
  );
}
