import type { Party } from "../../../../contract/src/values.ts";
/** Who writes, as typed → a party as facts keep it: codes checked, persons masked (contracts.md §1). Pure. */
import type { TypedWriter } from "../../../../contract/src/voice-intake.ts";
import type { VoiceWriter } from "../../../../contract/src/voice-values.ts";
import { type FieldError, RuleViolation } from "../../kernel/rule-violation.ts";
import { isUscc } from "../../kernel/uscc.ts";
import { isIdCard, naturalPerson } from "../intake/index.ts";

const bad = (path: string, rule: string): FieldError => ({
  path,
  code: "request.bad-field",
  params: { rule, expected: "" },
});

export const refuseFields = (errors: readonly FieldError[]): RuleViolation =>
  new RuleViolation("request.invalid", {}, { status: 400, errors });

/** @throws RuleViolation request.invalid naming the field whose code has a wrong check character */
export function requireCodes(party: Party, path: string): void {
  const organisations =
    party.kind === "consortium"
      ? party.members.map((member, index) => [member, `${path}.members.${index}`] as const)
      : party.kind === "organisation"
        ? [[party, path] as const]
        : [];
  const errors = organisations.flatMap(([{ uscc }, place]) =>
    uscc === undefined || isUscc(uscc) ? [] : [bad(`${place}.uscc`, "uscc")],
  );
  if (errors.length > 0) throw refuseFields(errors);
}

const compact = (text: string): string => text.normalize("NFKC").replaceAll(/\s+/gu, "");

/**
 * @param personKey key of the tokens of persons
 * @throws RuleViolation request.invalid naming the field
 */
export function writerOf(
  { kind, name, uscc, idCard, contactName, phone, address }: TypedWriter,
  personKey: string,
): VoiceWriter {
  const reached = {
    ...(phone === undefined ? {} : { phone }),
    ...(address === undefined ? {} : { address }),
  };
  if (kind === "organisation") {
    const party: Party = { kind, name: name.trim(), ...(uscc === undefined ? {} : { uscc }) };
    requireCodes(party, "body.writer");
    return { party, ...(contactName === undefined ? {} : { contactName }), ...reached };
  }
  if (idCard !== undefined && !isIdCard(idCard))
    throw refuseFields([bad("body.writer.idCard", "idCard")]);
  const identity = idCard === undefined ? `name:${compact(name)}` : `CN-ID:${idCard}`;
  return { party: naturalPerson(name.trim(), identity, personKey), ...reached };
}
