/** One row of an exchange table with its parts → the facts it states. Import and export share it. */
import type { FactInput } from "../../../../../contract/src/facts/fact.ts";
import type { Party } from "../../../../../contract/src/values.ts";
import { partyKey } from "../../../kernel/party.ts";
import { cell, type FormContext, type Row } from "./ggzy-forms.ts";
import {
  envelopeOf,
  isOwn,
  lotsOfRow,
  readMembers,
  scoreMembers,
  subjectOfRow,
  withRest,
} from "./ggzy-rows.ts";
import type { FactSpec } from "./ggzy-spec.ts";
import { shortHash, sourceIdOf } from "./ids.ts";
import { FieldRefused } from "./item.ts";

export type Payload = Record<string, unknown>;

/** A row of a parts table, its values read. */
export interface Part {
  readonly line: number;
  readonly row: Row;
  readonly value: Payload;
}

/** What tables of processes and lots say, for rows that refer to them. */
export interface ProcessData {
  /** By subject. */
  readonly projects: Map<string, Payload>;
  /** By `subject|lot`. */
  readonly sections: Map<string, Payload>;
  /** Reason of refusal by `subject|lot|party key`. */
  readonly rejected: Map<string, string>;
}

export const emptyProcessData = (): ProcessData => ({
  projects: new Map(),
  sections: new Map(),
  rejected: new Map(),
});

/** What rows are read with. */
export interface RowContext {
  readonly data: ProcessData;
  readonly context: FormContext;
}

export interface RowWithParts {
  readonly row: Row;
  readonly parts: readonly Part[];
}

/** Facts of a row, the remainder applied. @throws FieldRefused */
export function factsOfRow(
  spec: FactSpec,
  { row, parts }: RowWithParts,
  from: RowContext,
): FactInput[] {
  const bare = bareFacts(spec, { row, parts }, from);
  const facts = isOwn(row) ? bare.map((fact) => withRest(fact, row) as FactInput) : bare;
  for (const fact of facts) requireMembers(fact, spec);
  return facts;
}

/** The same without the remainder: what the columns alone say. */
export function bareFacts(
  spec: FactSpec,
  { row, parts }: RowWithParts,
  { data, context }: RowContext,
): FactInput[] {
  const envelope = envelopeOf(spec, row, context);
  const members: Payload = { ...readMembers(spec, row, context), ...spec.constants };
  const [lotId] = lotsOfRow(spec, row);
  const at = `${envelope.subject}|${lotId}`;
  switch (spec.kind) {
    case "notice-published":
      return [{ ...envelope, payload: noticePayload(spec, { row, members }, data) }];
    case "bids-opened":
      return [
        {
          ...envelope,
          payload: {
            lotId,
            ...(isOwn(row) ? {} : ceilingOf(data, at)),
            bids: bidsOf(parts, at, data),
          },
        },
      ];
    case "candidates-published": {
      const candidates = parts.map((part, index) =>
        withRest({ rank: index + 1, ...part.value }, part.row),
      );
      return [{ ...envelope, payload: { lotId, ...members, candidates } }];
    }
    case "evaluation-completed": {
      const ranking = parts.map((part) => withRest(rankedOf(part), part.row));
      return [{ ...envelope, payload: { lotId, ranking } }];
    }
    case "expert-scored":
      return scoreFacts(envelope, row, { lotId, ...members });
    case "objection-recorded":
    case "complaint-recorded":
      return [{ ...envelope, payload: recordedPayload(spec, row, members) }];
    case "contract-signed":
      return [
        {
          ...envelope,
          payload: { lotId, contractNo: numberOf(row, envelope.sourceId), ...members },
        },
      ];
    case "tender-failed":
      return [{ ...envelope, payload: { lotId, reason: "other", ...members } }];
    default:
      return [{ ...envelope, payload: { lotId, ...members } }];
  }
}

const numberOf = (row: Row, sourceId: string): string =>
  (cell(row, "M_KEY") ?? shortHash(sourceId)).slice(0, 120);

function ceilingOf(data: ProcessData, at: string): Payload {
  const ceilingPrice = data.sections.get(at)?.["ceilingPrice"];
  return ceilingPrice === undefined ? {} : { ceilingPrice };
}

function noticePayload(
  spec: FactSpec,
  { row, members }: { readonly row: Row; readonly members: Payload },
  data: ProcessData,
): Payload {
  const subject = subjectOfRow(spec, row);
  const isWorks = spec.process === "TENDER_PROJECT_CODE";
  // Our own rows say all themselves; their facts must not depend on what other rows say.
  const { place, ...told } = { ...(isOwn(row) ? {} : data.projects.get(subject)), ...members };
  const lots = lotsOfRow(spec, row).map((lotId) => ({
    lotId,
    ...(isOwn(row) ? {} : data.sections.get(`${subject}|${lotId}`)),
  }));
  return {
    noticeType: "tenderNotice",
    regime: isWorks ? "works" : "procurement",
    ...told,
    ...placeOf(place),
    lots,
    ...originalOf(spec, row),
  };
}

/** A process of another system keeps its identifier. */
function originalOf(spec: FactSpec, row: Row): Payload {
  const original = cell(row, spec.process);
  return isOwn(row) || original === undefined ? {} : { originalOcid: original.slice(0, 240) };
}

function placeOf(place: unknown): Payload {
  const code = (place as { code?: string } | undefined)?.code;
  return code === undefined || !/^\d{2,12}$/.test(code) ? {} : { place: { code, name: code } };
}

function bidsOf(parts: readonly Part[], at: string, data: ProcessData): unknown[] {
  return parts.map(({ row, value }) => {
    const bidder = value["bidder"] as Party | undefined;
    const isJoined = bidder !== undefined && !isOwn(row);
    const reason = isJoined ? data.rejected.get(`${at}|${partyKey(bidder)}`) : undefined;
    if (reason === undefined) return withRest({ status: "valid", ...value }, row);
    const offer = value["offer"] as { amount?: { amountMinor: string } } | undefined;
    const { offer: _absent, ...others } = value;
    const kept = offer?.amount?.amountMinor === "0" ? others : value;
    return withRest(
      { ...kept, status: "disqualified", ...(reason === "" ? {} : { statusReason: reason }) },
      row,
    );
  });
}

function rankedOf({ row, value }: Part): Payload {
  const points = isOwn(row) ? [] : scoreMembers(row);
  const total = points.reduce((sum, { score }) => sum + toMillionths(score), 0n);
  const score =
    points.length === 0 || value["status"] === "disqualified"
      ? {}
      : { score: fromMillionths(total) };
  return { status: "valid", ...value, ...score };
}

function toMillionths(score: string): bigint {
  const [whole = "0", fraction = ""] = score.replace("-", "").split(".");
  const magnitude = BigInt(whole + fraction.padEnd(6, "0"));
  return score.startsWith("-") ? -magnitude : magnitude;
}

function fromMillionths(total: bigint): string {
  const digits = String(total < 0n ? -total : total).padStart(7, "0");
  const fraction = digits.slice(-6).replace(/0+$/, "");
  return `${total < 0n ? "-" : ""}${digits.slice(0, -6)}${fraction === "" ? "" : `.${fraction}`}`;
}

function scoreFacts(envelope: Omit<FactInput, "payload">, row: Row, members: Payload): FactInput[] {
  return scoreMembers(row).map(({ column, criterion, score }) => ({
    ...envelope,
    sourceId: isOwn(row) ? envelope.sourceId : sourceIdOf(envelope.sourceId, column),
    payload: { ...members, criterion, score },
  }));
}

function recordedPayload(spec: FactSpec, row: Row, members: Payload): Payload {
  const lot = cell(row, spec.lot) === undefined ? {} : { lotId: lotsOfRow(spec, row)[0] };
  const state =
    cell(row, "HANDLE_DATE") !== undefined || cell(row, "HANDLE_RESULT") !== undefined
      ? "decided"
      : cell(row, "ACCEPT_DATE") !== undefined
        ? "accepted"
        : "submitted";
  return { ...lot, number: numberOf(row, JSON.stringify(members)), state, ...members };
}

const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  "notice-published": ["title"],
  "bid-received": ["bidder"],
  "award-decided": ["supplier"],
  "contract-signed": ["supplier", "signedOn"],
  "expert-scored": ["evaluator", "bidder"],
};

function requireMembers(fact: FactInput, spec: FactSpec): void {
  for (const name of REQUIRED[spec.kind] ?? []) {
    if (fact.payload[name] !== undefined) continue;
    const form = spec.members.find(([member]) => member === name)?.[1];
    const field = form?.columns[0] ?? name;
    throw new FieldRefused(field, "intake.missing-field", { field });
  }
}
