/** Sentences of the mirror. */
import zh from "../../locales/zh-CN/mirror.json" with { type: "json" };

export type Sentence = keyof typeof zh;
type Params = Readonly<Record<string, string | number>>;

const TABLE: Readonly<Record<string, string>> = zh;

export const say = (key: Sentence | `code.${string}`, params: Params = {}): string =>
  (TABLE[key] ?? key).replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(params, name) ? String(params[name]) : "—",
  );

/** Why the centre could not be asked: "401 /path" or the words of the system, which stay in /status.json. */
export function reasonOf(reason: string): string {
  const [status] = /^\d{3}(?= )/.exec(reason) ?? [];
  if (status === undefined) return say("reason.none");
  return status === "401" ? say("reason.401") : say("reason.status", { status });
}

/** A code of a fact in words, where there are some. */
export const wordOf = (code: string): string => TABLE[`value.${code}`] ?? code;

/** Beijing time, to the second. */
export const clock = (instant: string | Date): string =>
  new Date(instant).toLocaleString("sv-SE", { timeZone: "Asia/Shanghai" });
