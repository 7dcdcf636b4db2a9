/** Fields of the public form → what is received, or which fields are wrong and why. Pure. */
import type { Act } from "../../../../clocks/src/index.ts";
import { type TypedWriter } from "../../../../contract/src/voice-intake.ts";
import { MAX_CLAIMS } from "../../../../contract/src/voice-values.ts";
import { isUscc } from "../../kernel/uscc.ts";
import { isIdCard } from "../intake/index.ts";
import type { VoiceContent } from "./receive.service.ts";

export type FormFields = Readonly<Record<string, readonly string[]>>;

/** What is wrong with a field; the page has the sentence. */
export type FieldFault = "missing" | "long" | "code" | "bad";
export type Faults = Readonly<Partial<Record<string, FieldFault>>>;

export interface ReadForm {
  readonly content: Omit<VoiceContent, "writer" | "files">;
  readonly writer: TypedWriter;
}

export const textOf = (fields: FormFields, name: string): string =>
  (fields[name]?.[0] ?? "").replaceAll("\r\n", "\n").trim();

/** Numbered items; those left empty are none. */
export const claimsIn = (fields: FormFields): readonly string[] =>
  (fields["claim"] ?? [])
    .map((claim) => claim.replaceAll("\r\n", "\n").trim())
    .filter((claim) => claim !== "");

const LONGEST = { title: 200, name: 200, contactName: 40, address: 200, wish: 2000, against: 200 };
const FEWEST = { title: 2, name: 1, phone: 1 };
const CLAIM_LENGTH = 2000;
const PHONE = /^[0-9+ -]{5,20}$/;

/** @param ocid undefined: the project is not one of this platform */
export function readForm(
  fields: FormFields,
  { act, ocid }: { readonly act: Act; readonly ocid: string | undefined },
): ReadForm | { readonly faults: Faults } {
  const faults = faultsOf(fields);
  if (Object.keys(faults).length > 0) return { faults };
  const { kind, regime, matter, knownOn, earlier } = act;
  const given = (name: string) => {
    const text = textOf(fields, name);
    return text === "" ? {} : { [name]: text };
  };
  return {
    content: {
      kind: kind as VoiceContent["kind"],
      regime,
      ...(matter === undefined ? {} : { matter }),
      ...(ocid === undefined ? {} : { ocid }),
      title: textOf(fields, "title"),
      claims: [...claimsIn(fields)],
      ...(knownOn === undefined ? {} : { knownOn }),
      ...(earlier === undefined
        ? {}
        : {
            earlier: {
              receivedOn: earlier.receivedOn,
              ...(earlier.answeredOn === undefined ? {} : { answeredOn: earlier.answeredOn }),
            },
          }),
      ...given("wish"),
      ...given("against"),
    },
    writer: {
      kind: isPerson(fields) ? "person" : "organisation",
      name: textOf(fields, "name"),
      phone: textOf(fields, "phone"),
      ...(isPerson(fields) ? upperCase(given("idCard")) : upperCase(given("uscc"))),
      ...(isPerson(fields) ? {} : given("contactName")),
      ...given("address"),
    },
  };
}

const upperCase = (given: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(given).map(([name, text]) => [name, text.toUpperCase()]));

const isPerson = (fields: FormFields): boolean => textOf(fields, "writer") === "person";

function faultsOf(fields: FormFields): Faults {
  const faults: Record<string, FieldFault> = {};
  for (const [name, longest] of Object.entries(LONGEST))
    if (textOf(fields, name).length > longest) faults[name] = "long";
  for (const [name, fewest] of Object.entries(FEWEST))
    if (textOf(fields, name).length < fewest) faults[name] = "missing";
  const phone = textOf(fields, "phone");
  if (phone !== "" && !PHONE.test(phone)) faults["phone"] = "bad";
  const [claim, code] = [claimFault(fields), codeFault(fields)];
  return {
    ...faults,
    ...(claim === undefined ? {} : { claim }),
    ...(code === undefined ? {} : { [isPerson(fields) ? "idCard" : "uscc"]: code }),
  };
}

function claimFault(fields: FormFields): FieldFault | undefined {
  const claims = claimsIn(fields);
  if (claims.length === 0 || claims.some(({ length }) => length < 2)) return "missing";
  const isLong = claims.length > MAX_CLAIMS || claims.some(({ length }) => length > CLAIM_LENGTH);
  return isLong ? "long" : undefined;
}

/** A person may leave the number out, an organisation may not. */
function codeFault(fields: FormFields): FieldFault | undefined {
  const person = isPerson(fields);
  const text = textOf(fields, person ? "idCard" : "uscc").toUpperCase();
  if (text === "") return person ? undefined : "missing";
  return (person ? isIdCard(text) : isUscc(text)) ? undefined : "code";
}
