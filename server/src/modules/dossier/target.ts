/** Who or what is looked for, in the form in which it is stored and in the form in which people read it. Pure. */
import type { DeviceField, RetrievalTarget } from "../../../../contract/src/dossier-values.ts";
import type { DeviceTrace } from "../../../../contract/src/facts/trace.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";

type Normalise = (
  trace: DeviceTrace,
) => readonly { readonly field: string; readonly value: string }[];

const SHOWN = 4;

/** First and last signs of a code: enough to recognise it, not enough to use it. */
export const maskedCode = (value: string): string =>
  value.length <= 2 * SHOWN
    ? `${value.slice(0, 2)}****`
    : `${value.slice(0, SHOWN)}****${value.slice(-SHOWN)}`;

/** @throws RuleViolation dossier.unknown-target: nothing that screening would compare */
export function deviceTarget(
  field: DeviceField | undefined,
  given: string,
  normalise: Normalise,
): RetrievalTarget {
  if (field === undefined) throw new RuleViolation("dossier.unknown-target", {}, { status: 400 });
  const value = normalise({ [field]: given.trim() }).find((seen) => seen.field === field)?.value;
  if (value === undefined) throw new RuleViolation("dossier.unknown-target", {}, { status: 400 });
  return { kind: "device", field, value, label: maskedCode(value) };
}

export interface Candidate {
  readonly value: string;
  readonly label: string;
}

/** @throws RuleViolation dossier.unknown-target, dossier.ambiguous-target */
export function onlyTarget(
  kind: "firm" | "person",
  candidates: readonly Candidate[],
): RetrievalTarget {
  const [first, second] = candidates;
  if (first === undefined) throw new RuleViolation("dossier.unknown-target", {}, { status: 404 });
  if (second !== undefined)
    throw new RuleViolation("dossier.ambiguous-target", {}, { status: 409 });
  return { kind, ...first };
}
