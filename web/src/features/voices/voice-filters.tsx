import { Button } from "antd";
import { useTranslation } from "react-i18next";

import { VOICE_KINDS } from "../../../../contract/src/voice-values.ts";
import type { VoicePage, VoiceState } from "../../../../contract/src/voices.ts";
import { Icon } from "../../ui/icon.tsx";
import { SearchBox } from "../../ui/search-box.tsx";
import { useSession } from "../session/index.ts";
import { SaveViewButton } from "../views/index.ts";
import { useHandlingUnits } from "./queries.ts";
import {
  ALL_STATES,
  DUES,
  hasLinked,
  OPEN_STATES,
  STATES,
  type VoiceFilter,
  WITHOUT_LINKED,
} from "./voice-filter.ts";

const REGIMES = ["works", "procurement", "land", "mineral", "property", "other"] as const;

export interface VoiceFiltersProps {
  readonly filter: VoiceFilter;
  readonly counts: VoicePage["counts"] | undefined;
  readonly onChange: (patch: Partial<VoiceFilter>) => void;
  readonly exportLabel: string;
  readonly canExport: boolean;
  readonly onExport: () => void;
}
type Part = Pick<VoiceFiltersProps, "filter" | "counts" | "onChange">;

function StateTabs({ filter, counts, onChange }: Part) {
  const { t } = useTranslation();
  const sum = (states: string) =>
    states
      .split(",")
      .reduce((total, state) => total + (counts?.[state as VoiceState | "open"] ?? 0), 0);
  const tabs = [
    [OPEN_STATES, t("voices:filter.open")],
    ...STATES.map((state) => [state, t(`voices:state.${state}`)] as const),
    [ALL_STATES, t("voices:filter.all")],
  ] as const;
  return (
    <div className="tabs" role="group" aria-label={t("voices:filter.state")}>
      {tabs.map(([states, label]) => (
        <button
          key={states}
          type="button"
          aria-pressed={filter.state === states}
          onClick={() => onChange({ state: states })}
        >
          {label} {counts !== undefined && <em>{sum(states)}</em>}
        </button>
      ))}
    </div>
  );
}

function Chips({ filter, counts, onChange }: Part) {
  const { t } = useTranslation();
  return (
    <>
      <div className="chips" role="group" aria-label={t("voices:filter.kind")}>
        {VOICE_KINDS.map((kind) => (
          <button
            key={kind}
            type="button"
            aria-pressed={filter.kind === kind}
            onClick={() => onChange({ kind: filter.kind === kind ? "" : kind })}
          >
            {t(`voices:kind.${kind}`)}
          </button>
        ))}
      </div>
      {hasLinked(filter) && (
        <div className="chips">
          <button type="button" aria-pressed onClick={() => onChange(WITHOUT_LINKED)}>
            {t("voices:filter.linked")} ×
          </button>
        </div>
      )}
      <div className="chips" role="group" aria-label={t("voices:filter.due")}>
        {DUES.map((due) => (
          <button
            key={due}
            type="button"
            aria-pressed={filter.due === due}
            onClick={() => onChange({ due: filter.due === due ? "" : due })}
          >
            {t(`voices:due.${due}`)} {counts !== undefined && counts[due]}
          </button>
        ))}
      </div>
    </>
  );
}

interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly (readonly [value: string, name: string])[];
  readonly onChange: (value: string) => void;
}

function Select({ label, value, choices, onChange }: SelectProps) {
  return (
    <select
      className="unit-select voice-select"
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{label}</option>
      {choices.map(([one, name]) => (
        <option key={one} value={one}>
          {name}
        </option>
      ))}
    </select>
  );
}

function UnitSelect({ filter, onChange }: Pick<VoiceFiltersProps, "filter" | "onChange">) {
  const { t } = useTranslation();
  const units = useHandlingUnits().data ?? [];
  return (
    <Select
      label={t("voices:filter.unit")}
      value={filter.unit}
      choices={units.map(({ id, name }) => [id, name] as const)}
      onChange={(unit) => onChange({ unit })}
    />
  );
}

export function VoiceFilters(props: VoiceFiltersProps) {
  const { t } = useTranslation();
  const { filter, onChange } = props;
  const permissions = useSession().data?.permissions ?? [];
  return (
    <div className="filters">
      <StateTabs {...props} />
      <div className="filter-line">
        <SearchBox
          label={t("voices:filter.search")}
          value={filter.q}
          onChange={(q) => onChange({ q })}
        />
        <Chips {...props} />
        <Select
          label={t("voices:filter.regime")}
          value={filter.regime}
          choices={REGIMES.map((regime) => [regime, t(`organisation:regime.${regime}`)] as const)}
          onChange={(regime) => onChange({ regime })}
        />
        {permissions.includes("workbench.units") && (
          <UnitSelect filter={filter} onChange={onChange} />
        )}
        <SaveViewButton />
        <Button disabled={!props.canExport} onClick={props.onExport}>
          <Icon name="download" /> {props.exportLabel}
        </Button>
      </div>
    </div>
  );
}
