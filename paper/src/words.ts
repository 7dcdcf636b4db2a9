/** Sentences on paper, and times and amounts as they are written there. Pure. */
import english from "../../locales/en/paper.json" with { type: "json" };
import chinese from "../../locales/zh-CN/paper.json" with { type: "json" };
import titles from "./kind-titles.json" with { type: "json" };

export type PaperLanguage = "zh-CN" | "en";
export type WordKey = keyof typeof chinese;
type Params = Readonly<Record<string, string | number>>;

export interface Words {
  readonly say: (key: WordKey, params?: Params) => string;
  /** Word of a coded value, such as `method` and "open"; the code itself if there is none. */
  readonly word: (group: string, code: string) => string;
  /** What a kind of fact is called; a kind of the future shows its code. */
  readonly kind: (kind: string) => string;
}

const TITLES: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = titles;

const SENTENCES: Readonly<Record<PaperLanguage, Readonly<Record<string, string>>>> = {
  "zh-CN": chinese,
  en: english,
};

const grouped = new Intl.NumberFormat("en-US");
export const count = (value: number): string => grouped.format(value);

export function wordsOf(lang: PaperLanguage): Words {
  const sentences = SENTENCES[lang];
  return {
    say: (key, params = {}) =>
      (sentences[key] ?? key).replaceAll(/\{(\w+)\}/gu, (placeholder, name: string) => {
        const value = params[name];
        return typeof value === "number" ? count(value) : (value ?? placeholder);
      }),
    word: (group, code) => sentences[`${group}.${code}`] ?? code,
    kind: (kind) =>
      (Object.hasOwn(TITLES, kind) ? TITLES[kind]?.[lang === "en" ? "en" : "zh"] : undefined) ??
      kind,
  };
}

const shanghai = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Asia/Shanghai",
  dateStyle: "short",
  timeStyle: "medium",
});

/** `YYYY-MM-DD HH:MM:SS` in Asia/Shanghai; text that is no instant stays as it is. */
export function instant(text: string): string {
  const epoch = Date.parse(text);
  return Number.isNaN(epoch) ? text : shanghai.format(epoch);
}

/** `1,234.50` of fen. */
export function yuan(amountMinor: string): string {
  const fen = BigInt(amountMinor);
  const [sign, size] = fen < 0n ? ["-", -fen] : ["", fen];
  const cents = String(size % 100n).padStart(2, "0");
  return `${sign}${(size / 100n).toLocaleString("en-US")}.${cents}`;
}
