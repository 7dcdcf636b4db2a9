/** Records an irregularity: search a clause, Enter. What is rarely needed is there but in nobody's way. */
import { Button, Input } from "antd";
import { useState, type KeyboardEvent, type RefObject, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import {
  MEASURES,
  SEVERITIES,
  SITE_ROLES,
  type Measure,
  type Severity,
  type SitePerson,
  type SiteRole,
} from "../../../../contract/src/witnessing-values.ts";
import type { Clause, RecordAct, RoomTile } from "../../../../contract/src/witnessing.ts";
import { Choice } from "../../ui/choice.tsx";
import { Key } from "../../ui/panel.tsx";
import { clausesFor, findClauses, useSounds } from "./clause-search.ts";

const MOST_SHOWN = 6;

interface Changes {
  readonly role?: SiteRole;
  readonly name?: string;
  readonly severity?: Severity;
  /** `none`: nothing done yet. */
  readonly measure?: Measure | "none";
}

function personOf(role: SiteRole, name: string | undefined): SitePerson {
  if (role !== "agencyStaff") return { role };
  return name === undefined || name.trim().length < 2 ? { role } : { role, name: name.trim() };
}

const bodyOf = (clause: Clause, { role, name, severity, measure }: Changes) => ({
  clause: clause.id,
  persons: [personOf(role ?? clause.role, name)],
  severity: severity ?? clause.severity,
  ...(measure === "none" ? { isOpen: true } : { measure: measure ?? clause.measure }),
});

function ClauseList({
  clauses,
  active,
  onChoose,
}: {
  readonly clauses: readonly Clause[];
  readonly active: string | undefined;
  readonly onChoose: (clause: Clause) => void;
}) {
  const { t } = useTranslation();
  if (clauses.length === 0) return <p className="meta">{t("witnessing:noClause")}</p>;
  return (
    <div
      id="clause-list"
      className="clause-list"
      role="listbox"
      aria-label={t("witnessing:clauses")}
    >
      {clauses.map((clause) => (
        <button
          key={clause.id}
          type="button"
          id={`clause-${clause.id}`}
          role="option"
          tabIndex={-1}
          aria-selected={clause.id === active}
          onClick={() => onChoose(clause)}
        >
          <span className="mono">{clause.id}</span> {clause.label}
        </button>
      ))}
    </div>
  );
}

function ClauseDetail({ clause }: { readonly clause: Clause }) {
  return (
    <div className="clause-detail">
      <p>{clause.text}</p>
      <p className="meta">
        {clause.articles.map(({ instrument, article }) => `${instrument}${article}`).join("；")}
      </p>
    </div>
  );
}

interface DetailsProps {
  readonly clause: Clause;
  readonly changes: Changes;
  readonly onChange: (changes: Changes) => void;
}

function Details({ clause, changes, onChange }: DetailsProps) {
  const { t } = useTranslation();
  const role = changes.role ?? clause.role;
  const set = (more: Changes) => onChange({ ...changes, ...more });
  return (
    <div className="act-details">
      <Choice
        label={t("witnessing:who")}
        value={role}
        values={SITE_ROLES.map((one) => [one, t(`witnessing:role.${one}`)])}
        onChange={(value) => set({ role: value as SiteRole })}
      />
      <Choice
        label={t("witnessing:severityHead")}
        value={changes.severity ?? clause.severity}
        values={SEVERITIES.map((one) => [one, t(`witnessing:severity.${one}`)])}
        onChange={(value) => set({ severity: value as Severity })}
      />
      <Choice
        label={t("witnessing:measureHead")}
        value={changes.measure ?? clause.measure}
        values={[
          ...MEASURES.map((one) => [one, t(`witnessing:measure.${one}`)] as const),
          ["none", t("witnessing:measure.none")],
        ]}
        onChange={(value) => set({ measure: value as Measure | "none" })}
      />
      {role === "agencyStaff" && (
        <Input
          className="act-name"
          aria-label={t("witnessing:staffName")}
          placeholder={t("witnessing:staffName")}
          maxLength={40}
          value={changes.name ?? ""}
          onChange={({ target }) => set({ name: target.value })}
        />
      )}
    </div>
  );
}

/** The search with its chosen clause; arrows choose, Enter is the form's. */
function useClauseChoice(clauses: readonly Clause[]) {
  const [query, setQuery] = useState("");
  const [place, setPlace] = useState(0);
  const [changes, setChanges] = useState<Changes>({});
  const sound = useSounds();
  const shown = findClauses(query, clauses, sound).slice(0, MOST_SHOWN);
  const active = shown[Math.min(place, shown.length - 1)];
  const choose = (next: number) => {
    setPlace(Math.max(0, Math.min(next, shown.length - 1)));
    setChanges({});
  };
  return {
    query,
    shown,
    active,
    changes,
    setChanges,
    choose,
    type: (text: string) => {
      setQuery(text);
      choose(0);
    },
    move: (event: KeyboardEvent) => {
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (by === undefined) return;
      event.preventDefault();
      choose(place + by);
    },
  };
}

export interface ActPanelProps {
  readonly tile: RoomTile | undefined;
  readonly clauses: readonly Clause[];
  readonly box: RefObject<HTMLDivElement | null>;
  readonly isBusy: boolean;
  readonly onRecord: (body: Omit<RecordAct, "room" | "session" | "booking">) => void;
}

export function ActForm({ tile, clauses, box, isBusy, onRecord }: ActPanelProps) {
  const { t } = useTranslation();
  const choice = useClauseChoice(clausesFor(clauses, tile));
  const { active } = choice;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (tile === undefined || active === undefined || isBusy) return;
    onRecord(bodyOf(active, choice.changes));
    choice.type("");
  };
  return (
    <form className="act-form" onSubmit={submit}>
      <div ref={box}>
        <Input
          role="combobox"
          aria-expanded
          aria-controls="clause-list"
          aria-activedescendant={active === undefined ? undefined : `clause-${active.id}`}
          aria-label={t("witnessing:search")}
          placeholder={t("witnessing:searchHint")}
          autoComplete="off"
          suffix={<Key>/</Key>}
          value={choice.query}
          onChange={({ target }) => choice.type(target.value)}
          onKeyDown={choice.move}
        />
      </div>
      <ClauseList
        clauses={choice.shown}
        active={active?.id}
        onChoose={(clause) => choice.choose(choice.shown.indexOf(clause))}
      />
      {active !== undefined && <ClauseDetail clause={active} />}
      {active !== undefined && (
        <Details clause={active} changes={choice.changes} onChange={choice.setChanges} />
      )}
      <Button
        type="primary"
        htmlType="submit"
        loading={isBusy}
        disabled={tile === undefined || active === undefined}
      >
        {t("witnessing:do.record")} <Key>Enter</Key>
      </Button>
    </form>
  );
}
