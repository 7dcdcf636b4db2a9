/** Editor of a jurisdiction: clauses of matters × regimes × industries × places × amounts. */
import { Button, Input } from "antd";
import { useTranslation } from "react-i18next";

import {
  AMOUNT_BANDS,
  type JurisdictionClause,
  MATTERS,
} from "../../../../contract/src/organisation.ts";
import { Field } from "../../ui/field.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { api } from "../session/index.ts";
import { useAct } from "./queries.ts";
import { useWord } from "./words.ts";

const REGIMES = ["works", "procurement", "land", "mineral", "property", "other"] as const;
const UNITS = ["own", "stationed", "any"] as const;
const LAST_BAND = AMOUNT_BANDS.length - 1;

interface TicksProps<Code extends string> {
  readonly legend: string;
  readonly list: string;
  readonly codes: readonly Code[];
  readonly chosen: readonly Code[];
  readonly onChange: (chosen: Code[]) => void;
}

function Ticks<Code extends string>({ legend, list, codes, chosen, onChange }: TicksProps<Code>) {
  const word = useWord();
  return (
    <div role="group" aria-label={legend}>
      <span className="field-hint">{legend}</span>
      <div className="ticks">
        {codes.map((code) => (
          <label key={code}>
            <input
              type="checkbox"
              checked={chosen.includes(code)}
              onChange={({ target }) =>
                onChange(
                  codes.filter((one) => (one === code ? target.checked : chosen.includes(one))),
                )
              }
            />
            {word(list, code)}
          </label>
        ))}
      </div>
    </div>
  );
}

const partsOf = (text: string): string[] => text.split(/[、,，\s]+/).filter((part) => part !== "");

interface ClauseProps {
  readonly number: number;
  readonly clause: JurisdictionClause;
  readonly onChange: (clause: JurisdictionClause) => void;
  readonly onRemove: () => void;
}

function ClauseFields({ number, clause, onChange, onRemove }: ClauseProps) {
  const { t } = useTranslation();
  const word = useWord();
  /** An empty list means any, and is left out. */
  const set = (name: keyof JurisdictionClause, value: unknown) => {
    const { [name]: _, ...rest } = clause;
    const isAny = value === undefined || (Array.isArray(value) && value.length === 0);
    onChange(
      (isAny && name !== "matters" ? rest : { ...rest, [name]: value }) as JurisdictionClause,
    );
  };
  const band = (name: "bandFrom" | "bandTo", usual: number) => (
    <Field label={t(`organisation:form.${name}`)}>
      {(ids) => (
        <select
          id={ids.id}
          className="select"
          value={clause[name] ?? usual}
          onChange={({ target }) => set(name, Number(target.value))}
        >
          {AMOUNT_BANDS.map((low, index) => {
            const amount = name === "bandFrom" ? low : AMOUNT_BANDS[index + 1];
            return (
              <option key={low} value={index}>
                {amount === undefined
                  ? t("organisation:clause.noLimit")
                  : t("organisation:yuan", { amount: amount / 10_000 })}
              </option>
            );
          })}
        </select>
      )}
    </Field>
  );
  const list = (name: "industries" | "places") => (
    <Field label={t(`organisation:form.${name}`)}>
      {({ id }) => (
        <Input
          id={id}
          defaultValue={clause[name]?.join("、")}
          onBlur={({ target }) => set(name, partsOf(target.value))}
        />
      )}
    </Field>
  );
  return (
    <fieldset className="clause-editor">
      <legend>{t("organisation:form.clause", { number })}</legend>
      <Ticks
        legend={t("organisation:form.matters")}
        list="matter"
        codes={MATTERS}
        chosen={clause.matters}
        onChange={(chosen) => set("matters", chosen)}
      />
      <Ticks
        legend={t("organisation:form.regimes")}
        list="regime"
        codes={REGIMES}
        chosen={clause.regimes ?? []}
        onChange={(chosen) => set("regimes", chosen)}
      />
      {list("industries")}
      {list("places")}
      {band("bandFrom", 0)}
      {band("bandTo", LAST_BAND)}
      <Field label={t("organisation:form.units")}>
        {({ id }) => (
          <select
            id={id}
            className="select"
            value={clause.units ?? "own"}
            onChange={({ target }) => set("units", target.value)}
          >
            {UNITS.map((one) => (
              <option key={one} value={one}>
                {word("units", one)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Button size="small" onClick={onRemove}>
        {t("organisation:form.removeClause")}
      </Button>
    </fieldset>
  );
}

export function ClauseEditor({
  unit,
  clauses,
  onChange,
}: {
  readonly unit: string;
  readonly clauses: readonly JurisdictionClause[];
  readonly onChange: (clauses: readonly JurisdictionClause[]) => void;
}) {
  const { t } = useTranslation();
  const coverage = useAct(api.countCoverage);
  const change = (next: readonly JurisdictionClause[]) => {
    coverage.reset();
    onChange(next);
  };
  const count = (value: number | null) => value ?? t("organisation:form.few");
  return (
    <div>
      {clauses.map((clause, index) => (
        <ClauseFields
          // oxlint-disable-next-line react/no-array-index-key -- clauses have no name but their place
          key={index}
          number={index + 1}
          clause={clause}
          onChange={(next) => change(clauses.with(index, next))}
          onRemove={() => change(clauses.toSpliced(index, 1))}
        />
      ))}
      <p className="row-acts">
        <Button onClick={() => change([...clauses, { matters: ["process"] }])}>
          {t("organisation:form.addClause")}
        </Button>
        <Button
          loading={coverage.isPending}
          onClick={() => coverage.mutate({ unit, jurisdiction: [...clauses] })}
        >
          {t("organisation:form.preview")}
        </Button>
      </p>
      {coverage.error !== null && <ProblemNotice error={coverage.error} />}
      {coverage.data !== undefined && (
        <p role="status" className="say">
          {t("organisation:form.covers", {
            processes: count(coverage.data.processes),
            leads: count(coverage.data.leads),
          })}
        </p>
      )}
    </div>
  );
}
