/** Parties as sources write them: organisations, persons (as tokens), consortia. */
import type { Party } from "../../../../../contract/src/values.ts";
import { isUscc } from "../../../kernel/uscc.ts";
import { maskName, personToken } from "./ids.ts";

const MAX_NAME = 400;
const MAX_MEMBERS = 20;

type Organisation = Extract<Party, { kind: "organisation" }>;

export interface PartyWords {
  readonly name: string;
  /** Unified social credit code, or any other code; an unknown code becomes an identifier. */
  readonly code?: string | undefined;
  /** Scheme of a code that is no USCC. */
  readonly scheme?: string | undefined;
  readonly country?: string | undefined;
}

export const clip = (text: string, length: number): string =>
  text.length <= length ? text : text.slice(0, length).toWellFormed();

/** Name without the white space that tables and line breaks leave in it. */
export const tidyName = (name: string): string =>
  clip(name.replaceAll(/\s+/gu, " ").trim(), MAX_NAME);

/** An organisation. Its code is checked: a wrong USCC stays visible as an unchecked identifier. */
export function organisation(words: PartyWords): Organisation {
  const code = words.code?.normalize("NFKC").replaceAll(/\s+/gu, "").toUpperCase() ?? "";
  const country = words.country?.trim() ?? "";
  const scheme = words.scheme ?? (code.length === 18 ? "CN-USCC-unchecked" : "CN-ORG");
  const coded =
    words.scheme === undefined && isUscc(code)
      ? { uscc: code }
      : code === ""
        ? {}
        : {
            identifier: {
              scheme,
              id: words.scheme === undefined ? code : (words.code ?? "").trim(),
            },
          };
  return {
    kind: "organisation",
    name: tidyName(words.name),
    ...coded,
    ...(country.length >= 2 ? { country: clip(country, 80) } : {}),
  };
}

/** Ukrainian sole traders, Russian and Belarusian ones: natural persons in a register of firms. */
const SOLE_TRADER =
  /^["'«“”\s]*(?:ФОП|Ф\.О\.П\.|СПД[\s-]*ФО|ФО-?П|ФІЗИЧНА ОСОБА|ФИЗИЧЕСКОЕ ЛИЦО|ФЛП|ЧАСТНЫЙ ПРЕДПРИНИМАТЕЛЬ|ПРИВАТНИЙ ПІДПРИЄМЕЦЬ|ИП|ІП)(?=[\s"'«“.,-])/iu;
const SOLE_TRADER_WORDS =
  /^["'«“”\s]*(?:фізична особа|физическое лицо)?[\s,-]*(?:підприємець|предприниматель)?[\s"'«“.,-]*/iu;
const ID_CARD = /^[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]$/;

export const isSoleTrader = (name: string): boolean => SOLE_TRADER.test(name);

/** Check character of a citizen's number (GB 11643-1999). */
export function isIdCard(code: string): boolean {
  if (!ID_CARD.test(code)) return false;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(code[index]), 0);
  return "10X98765432"[sum % 11] === code[17];
}

/** A natural person: token over code or name, masked name. */
export function naturalPerson(name: string, identity: string, key: string): Party {
  const bare = name
    .replace(SOLE_TRADER, "")
    .replace(SOLE_TRADER_WORDS, "")
    .replaceAll(/["'«»“”]/gu, "")
    .trim();
  return {
    kind: "naturalPerson",
    token: personToken(identity, key),
    maskedName: maskName(bare === "" ? name : bare),
  };
}

/** Organisation, or natural person if the code is a citizen's number or the name a sole trader's. */
export function partyOf(words: PartyWords, personKey: string): Party {
  const code = words.code?.replaceAll(/\s+/gu, "").toUpperCase() ?? "";
  const isPerson = isIdCard(code) || isSoleTrader(words.name);
  if (!isPerson) return organisation(words);
  const identity =
    code === "" ? `name:${tidyName(words.name)}` : `${words.scheme ?? "CN-ID"}:${code}`;
  return naturalPerson(words.name, identity, personKey);
}

const MEMBER_SEPARATOR = /[;；]|、(?=[^、]*(?:公司|院|集团|中心))/u;
const LEADER = /(?:牵头人|牵头单位|主体方|联合体成员\d*|成员单位?\d*|成员方?\d*)[:：]/gu;

/** A bidder as a Chinese table writes it: one name, or the members of a consortium. */
export function chineseBidder(name: string, code: string | undefined, personKey: string): Party {
  const members = name
    .replaceAll(LEADER, ";")
    .replaceAll(/[（(](?:牵头人|牵头方|牵头单位|联合体牵头人|联合体成员|成员)[）)]/gu, ";")
    .split(MEMBER_SEPARATOR)
    .map(tidyName)
    .filter((member) => member.length > 1);
  if (members.length < 2) return partyOf({ name: members[0] ?? name, code }, personKey);
  return {
    kind: "consortium",
    name: tidyName(members.join("、")),
    members: members.slice(0, MAX_MEMBERS).map((member) => organisation({ name: member })),
  };
}
