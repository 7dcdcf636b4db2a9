import { Compile } from "typebox/compile";

/** One input line: checked field by field against its schema. Pure. */
import { FactInput } from "../../../../contract/src/facts/fact.ts";
import { fieldRule } from "../../../../contract/src/field-rule.ts";
import type { Party } from "../../../../contract/src/values.ts";
import type { FieldError } from "../../kernel/rule-violation.ts";
import { isUscc } from "../../kernel/uscc.ts";
import { normaliseInstant } from "../../platform/facts/fact.ts";
import type { RecordableFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";

const envelope = Compile(FactInput);

export type CheckedLine =
  | { readonly fact: RecordableFact }
  | { readonly error: FieldError; readonly sourceId?: string };

/** A clock of a source may run ahead a little; a fact of next week has not happened. */
const FUTURE_TOLERANCE_MS = 24 * 3600 * 1000;

/** Kinds that a source may send. Every other is made by an act inside the platform: a kind that is new is among those. */
export const SENT_BY_SOURCES = /^(procurement|duties)\.|^venue\.event-recorded$/;

/** Who handles what decides where leads go: only sources of that name may say it. */
const DUTY_SOURCES = new Set(["demo", "duties"]);

const maySend = (source: string, kind: string): boolean =>
  SENT_BY_SOURCES.test(kind) && (!kind.startsWith("duties.") || DUTY_SOURCES.has(source));

// oxlint-disable-next-line complexity -- one branch for each way a line can be wrong
export function checkLine(
  text: string,
  { source, registry, now }: { source: string; registry: FactRegistry; now: number },
): CheckedLine {
  if (text.includes("\\u0000") || text.includes("\u0000"))
    return refuse("line", "intake.nul-character");
  const input = parse(text);
  if (input === undefined) return refuse("line", "intake.bad-json");
  if (HALF.test(text) && holdsHalf(input)) return refuse("line", "intake.bad-encoding");
  if (!envelope.Check(input)) {
    const [error] = envelope.Errors(input);
    const { requiredProperties, additionalProperties } = (error?.params ?? {}) as Record<
      string,
      string[]
    >;
    const named = (requiredProperties ?? additionalProperties)?.[0];
    const path = `${error?.instancePath ?? ""}${named === undefined ? "" : `/${named}`}`;
    return refuse(path.slice(1).replaceAll("/", ".") || "line", "intake.bad-field", {
      ...(error === undefined ? {} : fieldRule(error)),
    });
  }
  return checkContent(input as FactInput, { source, registry, now });
}

function checkContent(
  input: FactInput,
  { source, registry, now }: { source: string; registry: FactRegistry; now: number },
): CheckedLine {
  const { kind, sourceId, payload } = input;
  if (!maySend(source, kind)) return refuse("kind", "intake.unknown-kind", { kind });
  const errors = registry.check(kind, payload);
  if (errors === undefined) return refuse("kind", "intake.unknown-kind", { kind });
  const [first] = errors;
  if (first !== undefined) return { error: first, sourceId };
  const time = Date.parse(input.occurredAt);
  if (Number.isNaN(time)) return refuse("occurredAt", "intake.bad-field", { rule: "date" });
  if (time > now + FUTURE_TOLERANCE_MS) return refuse("occurredAt", "intake.time-in-future");
  if (!isSubjectOf(kind, input.subject))
    return refuse("subject", "intake.subject-kind-mismatch", { kind });
  const badUscc = findBadUscc(payload);
  if (badUscc !== undefined) return refuse(badUscc.path, "intake.bad-uscc", { uscc: badUscc.uscc });
  const fact = {
    kind,
    version: registry.version(kind) ?? 1,
    source,
    sourceId,
    subject: input.subject,
    occurredAt: normaliseInstant(input.occurredAt),
    payload,
    ...(input.corrects === undefined ? {} : { corrects: input.corrects }),
    ...(input.correctsSourceId === undefined ? {} : { correctsSourceId: input.correctsSourceId }),
  };
  return { fact };
}

const refuse = (path: string, code: string, params: FieldError["params"] = {}): CheckedLine => ({
  error: { path, code, params },
});

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Facts about a place or a firm, in no process. */
const STANDING = new Set([
  "procurement.environment-registered",
  "procurement.firm-registered",
  "procurement.restriction-listed",
]);

/** An escape of half a character; a pair of them is a whole one. */
const HALF = /\\u[dD][89a-fA-F]/;

function holdsHalf(value: unknown): boolean {
  if (typeof value === "string") return !value.isWellFormed();
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([name, member]) => !name.isWellFormed() || holdsHalf(member));
}

function isSubjectOf(kind: string, subject: string): boolean {
  if (STANDING.has(kind)) return !subject.startsWith("ocds-");
  if (kind.startsWith("venue.")) return subject.startsWith("room:");
  return kind.startsWith("procurement.") ? subject.startsWith("ocds-mj0001-") : true;
}

const PARTY_FIELDS = ["bidder", "supplier", "procuringEntity", "procurementAgency", "by", "firm"];

function findBadUscc(payload: FactInput["payload"]): { path: string; uscc: string } | undefined {
  for (const field of PARTY_FIELDS) {
    const uscc = badUsccOf(payload[field] as Party | undefined);
    if (uscc !== undefined) return { path: `payload.${field}.uscc`, uscc };
  }
  for (const list of ["bids", "ranking", "candidates"]) {
    for (const [index, row] of ((payload[list] ?? []) as { bidder?: Party }[]).entries()) {
      const uscc = badUsccOf(row.bidder);
      if (uscc !== undefined) return { path: `payload.${list}.${index}.bidder.uscc`, uscc };
    }
  }
  return undefined;
}

function badUsccOf(party: Party | undefined): string | undefined {
  if (party === undefined || party.kind === "naturalPerson") return undefined;
  if (party.kind === "consortium")
    return party.members.map(badUsccOf).find((uscc) => uscc !== undefined);
  return party.uscc !== undefined && !isUscc(party.uscc) ? party.uscc : undefined;
}
