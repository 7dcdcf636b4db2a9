/**
 * Language and display of a reader without an account: chosen by links (`?lang=en`, `?mode=elder`,
 * `?theme=dark`) and kept in cookies. The cookies hold a word of a closed list and identify nobody.
 */
import type { Language, Page } from "./views.ts";

const CHOICES = {
  lang: ["zh-CN", "en"],
  mode: ["standard", "elder"],
  theme: ["light", "dark"],
} as const;

type Setting = keyof typeof CHOICES;
type Words = Readonly<Record<string, string | undefined>>;

/** Settings of a request and the cookies to set for them. */
export interface Display {
  readonly lang: Language;
  readonly mode: NonNullable<Page["mode"]>;
  readonly theme: NonNullable<Page["theme"]>;
  /** Name and value; to be set with Path=/, SameSite=Lax, HttpOnly, Max-Age of a year. */
  readonly cookies: readonly { readonly name: string; readonly value: string }[];
  /** The query without the settings, so that links do not carry them on. */
  readonly query: Readonly<Record<string, string>>;
}

const allowed = (setting: Setting, word: string | undefined): string | undefined =>
  CHOICES[setting].find((choice) => choice === word);

export const cookieName = (setting: Setting): string => `mingjing_${setting}`;

/** Reads the settings; the query wins over the cookie, unknown words are ignored. */
export function displayOf(query: Words, cookies: Words): Display {
  const pick = (setting: Setting) =>
    allowed(setting, query[setting]) ?? allowed(setting, cookies[cookieName(setting)]);
  const settings = Object.keys(CHOICES) as Setting[];
  const chosen = settings.flatMap((setting) => {
    const value = allowed(setting, query[setting]);
    return value === undefined ? [] : [{ name: cookieName(setting), value }];
  });
  const rest = Object.entries(query).filter(([key]) => !Object.hasOwn(CHOICES, key));
  return {
    lang: pick("lang") === "en" ? "en" : "zh-CN",
    mode: pick("mode") === "elder" ? "elder" : "standard",
    theme: pick("theme") === "dark" ? "dark" : "light",
    cookies: chosen,
    query: Object.fromEntries(
      rest.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
    ),
  };
}
