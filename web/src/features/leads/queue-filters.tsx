import { Button } from "antd";
import { useTranslation } from "react-i18next";

import type { LeadPage } from "../../../../contract/src/leads.ts";
import { Icon } from "../../ui/icon.tsx";
import { SearchBox } from "../../ui/search-box.tsx";
import { SaveViewButton } from "../views/index.ts";
import { LevelGlyph } from "./level-glyph.tsx";
import { ALL_STATES, LEAD_STATES, LEVELS, OPEN_STATES, type QueueFilter } from "./queue-filter.ts";
import { levelName } from "./words.ts";

export interface QueueFiltersProps {
  readonly filter: QueueFilter;
  readonly counts: LeadPage["counts"] | undefined;
  readonly onChange: (patch: Partial<QueueFilter>) => void;
  readonly exportLabel: string;
  readonly onExport: () => void;
  readonly canExport: boolean;
}

function StateTabs({ filter, counts, onChange }: Omit<QueueFiltersProps, "onExport">) {
  const { t } = useTranslation();
  const sum = (states: string) =>
    LEAD_STATES.filter((state) => states.split(",").includes(state)).reduce(
      (total, state) => total + (counts?.[state] ?? 0),
      0,
    );
  const tabs = [
    [OPEN_STATES, t("leads:filter.open")],
    ...LEAD_STATES.map((state) => [state, t(`leads:state.${state}`)] as const),
    [ALL_STATES, t("leads:filter.all")],
  ] as const;
  return (
    <div className="tabs" role="group" aria-label={t("leads:filter.state")}>
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

function LevelChips({ filter, onChange }: Pick<QueueFiltersProps, "filter" | "onChange">) {
  const { t } = useTranslation();
  return (
    <div className="chips" role="group" aria-label={t("leads:filter.level")}>
      {LEVELS.map((level) => (
        <button
          key={level}
          type="button"
          aria-pressed={filter.level === level}
          onClick={() => onChange({ level: filter.level === level ? "" : level })}
        >
          <LevelGlyph level={level} small /> {levelName(t, level)}
        </button>
      ))}
    </div>
  );
}

export function QueueFilters(props: QueueFiltersProps) {
  const { t } = useTranslation();
  const { filter, onChange } = props;
  return (
    <div className="filters">
      <StateTabs {...props} />
      <div className="filter-line">
        <SearchBox
          label={t("leads:filter.search")}
          value={filter.q}
          onChange={(q) => onChange({ q })}
        />
        <LevelChips filter={filter} onChange={onChange} />
        <SaveViewButton />
        <Button disabled={!props.canExport} onClick={props.onExport}>
          <Icon name="download" /> {props.exportLabel}
        </Button>
      </div>
    </div>
  );
}
