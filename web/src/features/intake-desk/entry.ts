/** What a clerk typed → what is sent; undefined while something is missing. Pure. */
import type { EnterVoice, SentFile, WindowQuery } from "../../../../contract/src/voice-intake.ts";

export interface Entry {
  readonly channel: "phone" | "paper";
  /** Local time in Asia/Shanghai, YYYY-MM-DDTHH:MM. */
  readonly receivedAt: string;
  readonly kind: EnterVoice["kind"];
  readonly regime: EnterVoice["regime"];
  readonly matter: string;
  readonly ocid: string;
  readonly title: string;
  /** One claim a paragraph. */
  readonly claims: string;
  readonly wish: string;
  readonly against: string;
  readonly knownOn: string;
  readonly earlierOn: string;
  readonly answeredOn: string;
  readonly writer: "organisation" | "person";
  readonly name: string;
  readonly code: string;
  readonly contactName: string;
  readonly phone: string;
  readonly address: string;
}

export const blankEntry = (receivedAt: string): Entry => ({
  channel: "phone",
  receivedAt,
  kind: "complaint",
  regime: "works",
  matter: "",
  ocid: "",
  title: "",
  claims: "",
  wish: "",
  against: "",
  knownOn: "",
  earlierOn: "",
  answeredOn: "",
  writer: "organisation",
  name: "",
  code: "",
  contactName: "",
  phone: "",
  address: "",
});

const given = (values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values)
      .map(([name, text]) => [name, text.trim()] as const)
      .filter(([, text]) => text !== ""),
  );

/** Items are divided by an empty line. */
export const claimsOf = (text: string): string[] =>
  text
    .split(/\n\s*\n/u)
    .map((claim) => claim.trim())
    .filter((claim) => claim !== "");

/** Fields that still have to be filled in. */
export function missingIn(entry: Entry, files: readonly SentFile[]): readonly string[] {
  const { title, claims, name, phone, channel, receivedAt } = entry;
  return [
    ...(receivedAt === "" ? ["receivedAt"] : []),
    ...(title.trim().length < 2 ? ["title"] : []),
    ...(claimsOf(claims).length === 0 ? ["claims"] : []),
    ...(name.trim() === "" ? ["name"] : []),
    ...(channel === "phone" && phone.trim() === "" ? ["phone"] : []),
    ...(channel === "paper" && files.length === 0 ? ["files"] : []),
  ];
}

export function bodyOf(entry: Entry, files: readonly SentFile[]): EnterVoice {
  const { channel, kind, regime, writer, code, earlierOn, answeredOn } = entry;
  const upper = code.trim().toUpperCase();
  const coded = upper === "" ? {} : { [writer === "person" ? "idCard" : "uscc"]: upper };
  return {
    channel,
    receivedAt: `${entry.receivedAt}:00+08:00`,
    kind,
    regime,
    title: entry.title.trim(),
    claims: claimsOf(entry.claims),
    ...given({
      matter: regime === "works" ? entry.matter : "",
      ocid: entry.ocid,
      wish: entry.wish,
      against: entry.against,
      knownOn: entry.knownOn,
    }),
    ...(earlierOn === "" ? {} : { earlier: { receivedOn: earlierOn, ...given({ answeredOn }) } }),
    writer: {
      kind: writer,
      name: entry.name.trim(),
      ...coded,
      ...given({
        contactName: writer === "person" ? "" : entry.contactName,
        phone: entry.phone,
        address: entry.address,
      }),
    },
    ...(files.length === 0 ? {} : { files: [...files] }),
  };
}

export function windowQueryOf(entry: Entry): WindowQuery | undefined {
  const { kind, regime, receivedAt, earlierOn, answeredOn, knownOn, ocid, matter } = entry;
  if (receivedAt === "") return undefined;
  return {
    kind,
    regime,
    on: receivedAt.slice(0, 10),
    ...given({
      matter: regime === "works" ? matter : "",
      ocid,
      knownOn,
      earlierOn,
      answeredOn: earlierOn === "" ? "" : answeredOn,
    }),
  };
}
