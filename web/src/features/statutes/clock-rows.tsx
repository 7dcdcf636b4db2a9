/** The clocks that an article changes, one row each. */
import { Button, Input } from "antd";
import { useTranslation } from "react-i18next";

import type { ChangedClock } from "../../../../contract/src/facts/statutes.article-entered.ts";
import type { RuleRow } from "../../../../contract/src/statutes.ts";
import { Field } from "../../ui/field.tsx";
import { Panel } from "../../ui/panel.tsx";
import { REGIMES, type Regime, useStatuteWords } from "./words.ts";

const STARTS = ["receipt", "acceptance"] as const;
const GROUNDS = ["inspection", "testing", "appraisal", "expert-review", "correction"] as const;
type Grounds = NonNullable<ChangedClock["pausesOn"]["works"]>;

/** A rule of today as the beginning of a change. Only complaints pause; their grounds stay as the law names them. */
export const newClock = (rule: RuleRow): ChangedClock => ({
  clock: rule.clock,
  regimes: rule.regimes,
  unit: rule.unit === "calendarDay" ? "calendarDay" : "workingDay",
  length: Math.max(1, rule.length),
  startsFrom: rule.startsFrom === "acceptance" ? "acceptance" : "receipt",
  pausesOn: rule.pausesOn,
});

interface RowProps {
  readonly clock: ChangedClock;
  readonly n: number;
  readonly known: readonly string[];
  readonly units: readonly ChangedClock["unit"][];
  readonly change: (part: Partial<ChangedClock>) => void;
  readonly remove: () => void;
}

const toggled = <Value extends string>(list: readonly Value[], one: Value): Value[] =>
  list.includes(one) ? list.filter((value) => value !== one) : [...list, one];

function Checks<Value extends string>({
  legend,
  values,
  chosen,
  word,
  onToggle,
}: {
  readonly legend: string;
  readonly values: readonly Value[];
  readonly chosen: readonly string[];
  readonly word: (value: Value) => string;
  readonly onToggle: (value: Value) => void;
}) {
  return (
    <fieldset className="statute-checks">
      <legend>{legend}</legend>
      {values.map((value) => (
        <label key={value}>
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={() => onToggle(value)}
          />{" "}
          {word(value)}
        </label>
      ))}
    </fieldset>
  );
}

function ClockRow({ clock, n, known, units, change, remove }: RowProps) {
  const { t } = useTranslation();
  const words = useStatuteWords();
  const select = <Value extends string>(
    name: "clock" | "unit" | "startsFrom",
    values: readonly Value[],
    word: (value: Value) => string,
  ) => (
    <Field label={t(`statutes:field.${name}`)}>
      {({ id }) => (
        <select
          id={id}
          className="select"
          value={clock[name]}
          onChange={({ target }) => change({ [name]: target.value })}
        >
          {values.map((value) => (
            <option key={value} value={value}>
              {word(value)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
  const grounds = clock.regimes.flatMap((regime) => clock.pausesOn[regime] ?? []);
  const setGrounds = (list: Grounds) =>
    change({ pausesOn: Object.fromEntries(clock.regimes.map((regime) => [regime, list])) });
  return (
    <fieldset className="statute-clock">
      <legend>{t("statutes:clockNo", { n })}</legend>
      <div className="statute-form">
        {select("clock", known, words.clock)}
        <Field label={t("statutes:field.length")}>
          {(ids) => (
            <Input
              {...ids}
              type="number"
              min={1}
              max={730}
              required
              value={clock.length}
              onChange={({ target }) => change({ length: Number(target.value) })}
            />
          )}
        </Field>
        {select("unit", units, (unit) => t(`statutes:unit.${unit}`))}
        {select("startsFrom", STARTS, (start) => t(`statutes:start.${start}`))}
      </div>
      <Checks<Regime>
        legend={t("statutes:field.regimes")}
        values={REGIMES}
        chosen={clock.regimes}
        word={words.regime}
        onToggle={(regime) => change({ regimes: toggled(clock.regimes, regime) })}
      />
      <Checks
        legend={t("statutes:field.pausesOn")}
        values={GROUNDS}
        chosen={grounds}
        word={(ground) => t(`statutes:ground.${ground}`)}
        onToggle={(ground) => setGrounds(toggled([...new Set(grounds)], ground))}
      />
      <Button onClick={remove}>{t("statutes:removeClock")}</Button>
    </fieldset>
  );
}

interface RowsProps {
  readonly clocks: readonly ChangedClock[];
  readonly known: readonly string[];
  readonly units: readonly ChangedClock["unit"][];
  readonly onChange: (clocks: readonly ChangedClock[]) => void;
}

export function ClockRows({ clocks, known, units, onChange }: RowsProps) {
  const { t } = useTranslation();
  const fresh: ChangedClock = {
    clock: known[0] ?? "",
    regimes: ["procurement"],
    unit: "workingDay",
    length: 7,
    startsFrom: "receipt",
    pausesOn: {},
  };
  return (
    <Panel title={t("statutes:changedClocks")}>
      <p className="meta">{t("statutes:changedClocksHint")}</p>
      {clocks.map((clock, index) => (
        <ClockRow
          // oxlint-disable-next-line react/no-array-index-key -- rows have no identity but their place
          key={index}
          clock={clock}
          n={index + 1}
          known={known}
          units={units}
          change={(part) =>
            onChange(clocks.map((one, at) => (at === index ? { ...one, ...part } : one)))
          }
          remove={() => onChange(clocks.filter((_, at) => at !== index))}
        />
      ))}
      <Button onClick={() => onChange([...clocks, fresh])}>{t("statutes:addClock")}</Button>
    </Panel>
  );
}
