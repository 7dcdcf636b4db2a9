/** Three reports of one dossier, each from its own facts. Pure. */
import type { Recipient } from "../../../../contract/src/followup-values.ts";
import type { Evidence, IndicatorResult } from "../../../../contract/src/screening.ts";
import words from "../../../../locales/zh-CN/followup.json" with { type: "json" };
import screening from "../../../../locales/zh-CN/screening.json" with { type: "json" };
import { partyName } from "../../kernel/party.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { type Dossier, forbiddenWords, withoutWords } from "./dossier.ts";
import { FEEDBACK_DAYS } from "./settings.ts";

const WORDS = words.report;

export type Params = Readonly<Record<string, string | number>>;

/** A sentence with its gaps filled. */
export const fill = (pattern: string, params: Params): string =>
  pattern.replaceAll(/\{\{(\w+)\}\}/g, (gap, name: string) => String(params[name] ?? gap));

type Dictionary = Readonly<Record<string, string>>;

/** Keys are nested by dots, so the dots inside a code stand as underscores. */
const wordIn = (dictionary: Dictionary, code: string): string =>
  dictionary[code.replaceAll(".", "_")] ?? code;

const day = (instant: string): string => plainDateOf(new Date(instant));

export interface Request {
  readonly recipient: Recipient;
  /** Unit that is written to. */
  readonly unit: string;
  /** Unit that writes. */
  readonly sender: string;
  readonly at: string;
  readonly remarks?: string | undefined;
}

export function reportText(dossier: Dossier, request: Request): string {
  const body = {
    discipline: disciplineLines,
    coordinator: coordinatorLines,
    department: departmentLines,
  }[request.recipient](dossier);
  const params = {
    unit: request.unit,
    number: dossier.number,
    days: FEEDBACK_DAYS[request.recipient],
  };
  return [
    fill(WORDS[request.recipient].title, params),
    fill(WORDS.to, params),
    ...body,
    ...(request.remarks === undefined ? [] : [fill(WORDS.remarks, { remarks: request.remarks })]),
    fill(WORDS[request.recipient].ask, params),
    WORDS.notAFinding,
    fill(WORDS.signed, { sender: request.sender, day: day(request.at) }),
  ].join("\n");
}

/** The fact of the transfer and its clocks: neither project title nor any name. */
function coordinatorLines({
  number,
  ocid,
  lotId,
  raisedAt,
  department,
}: Dossier): readonly string[] {
  return [
    fill(WORDS.coordinator.transfer, {
      number,
      ocid,
      lotId,
      day: day(raisedAt),
      department: department.name,
    }),
    fill(WORDS.coordinator.clocks, {
      department: FEEDBACK_DAYS.department,
      coordinator: FEEDBACK_DAYS.coordinator,
    }),
  ];
}

/** Officials and acts of public duty; of the firms not even how many there are. */
function disciplineLines(dossier: Dossier): readonly string[] {
  const { number, raisedAt, department, entity, officials, staffActs } = dossier;
  const title = withoutWords(dossier.title, {
    forbidden: forbiddenWords("discipline", dossier),
    instead: WORDS.firmOmitted,
  });
  return [
    fill(WORDS.discipline.fact, { number, title, day: day(raisedAt), department: department.name }),
    ...(entity === undefined ? [] : [fill(WORDS.discipline.entity, { entity })]),
    WORDS.discipline.officials,
    ...(officials.length === 0 ? [WORDS.discipline.noOfficials] : []),
    ...officials.map((official, index) =>
      fill(WORDS.discipline.official, { n: index + 1, ...official }),
    ),
    WORDS.discipline.acts,
    ...staffActs.map(({ at, unit, name, act }) =>
      fill(WORDS.discipline.act, {
        day: day(at),
        unit,
        name: name ?? "",
        act: wordIn(words.act, act),
      }),
    ),
  ];
}

/** The bidders' acts: indicators, both sides, legal basis, and what would clear it. */
function departmentLines(dossier: Dossier): readonly string[] {
  const { number, title, ocid, lotId, raisedAt, bits, parties, entity, agency } = dossier;
  const hits = dossier.results.filter(({ outcome }) => outcome === "hit");
  return [
    fill(WORDS.department.fact, { number, title, ocid, lotId, day: day(raisedAt), bits }),
    ...(entity === undefined ? [] : [fill(WORDS.discipline.entity, { entity })]),
    ...(agency === undefined ? [] : [fill(WORDS.department.agency, { agency })]),
    fill(WORDS.department.firms, { firms: parties.map(partyName).join("、") }),
    ...hits.flatMap((hit, index) => indicatorLines(hit, index + 1)),
  ];
}

/** More pairs than this add nothing that is read on paper; the platform shows all. */
const PAIRS_SHOWN = 6;

function indicatorLines(hit: IndicatorResult, n: number): readonly string[] {
  const { indicator, evidence, legalBasis, clearing } = hit;
  return [
    fill(WORDS.department.indicator, {
      n,
      indicator,
      name: wordIn(screening.indicator, indicator),
    }),
    ...evidence.slice(0, PAIRS_SHOWN).map(evidenceLine),
    ...(evidence.length > PAIRS_SHOWN
      ? [fill(WORDS.department.more, { count: evidence.length - PAIRS_SHOWN })]
      : []),
    ...(legalBasis.length === 0
      ? []
      : [
          fill(WORDS.department.basis, {
            basis: legalBasis.map(({ citation }) => citation).join("、"),
          }),
        ]),
    ...(clearing.length === 0
      ? []
      : [
          fill(WORDS.department.clearing, {
            clearing: clearing.map((code) => wordIn(screening.clearing, code)).join("；"),
          }),
        ]),
  ];
}

const fieldWord = (field: string): string =>
  wordIn(screening.evidenceField, field.replace(/^bids\.\d+\.?/, "") || "bidder");

const evidenceLine = ({ left, right }: Evidence): string =>
  fill(WORDS.department.evidence, {
    left: partyName(left.party),
    leftField: fieldWord(left.field),
    leftValue: left.value,
    right: partyName(right.party),
    rightField: fieldWord(right.field),
    rightValue: right.value,
  });
