/** Words of the page. A pack is handed to people who read Chinese; no other language travels with it. */
import evidence from "../../../locales/zh-CN/evidence.json" with { type: "json" };
import screening from "../../../locales/zh-CN/screening.json" with { type: "json" };

type Params = Readonly<Record<string, string | number>>;
type Tree = { readonly [name: string]: string | Tree };

const TREES: Readonly<Record<string, Tree>> = { evidence, screening };

function find(tree: Tree | undefined, path: readonly string[]): string | undefined {
  const [first = "", ...rest] = path;
  const found = tree?.[first];
  if (found === undefined || typeof found === "string")
    return rest.length === 0 ? found : undefined;
  return find(found, rest);
}

const fill = (text: string, params: Params): string =>
  text.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) =>
    Object.hasOwn(params, name) ? String(params[name]) : whole,
  );

/** Sentence of the pack's page. */
export const say = (key: string, params: Params = {}): string =>
  fill(find(TREES["evidence"], key.split(".")) ?? key, params);

/** Word of the screening for a code; a code without a word shows itself. */
export const codeWord = (group: string, code: string): string =>
  find(TREES["screening"], [group, code.replaceAll(".", "_")]) ?? code;

export const kindWord = (kind: string): string =>
  find(TREES["evidence"], ["kind", kind.replaceAll(/[.-]/g, "_")]) ?? kind;

const clock = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Asia/Shanghai",
  dateStyle: "short",
  timeStyle: "medium",
});
export const timeWord = (instant: string): string => clock.format(new Date(instant));

/** A probability with as many digits as it carries, never a bare zero. */
export function shareWord(share: number): string {
  if (share === 0) return "0";
  const percent = share * 100;
  return percent < 0.001 ? `${percent.toExponential(1)}%` : `${Number(percent.toPrecision(2))}%`;
}

const AMOUNT = /^(-?\d{1,18}) ([A-Z]{3})$/;
/** Minor units in ten thousands of the unit: 万元. */
const TEN_THOUSAND = 1_000_000;

/** A screening's value is free of language; amounts in 万元. */
export function valueWord(value: string): string {
  const amount = AMOUNT.exec(value);
  if (amount !== null)
    return `${(Number(amount[1]) / TEN_THOUSAND).toLocaleString("en-US", { maximumFractionDigits: 6 })} 万元`;
  return value
    .split("; ")
    .map((part) => {
      const [, name = "", rest = ""] = /^([A-Za-z.]+)=(.*)$/s.exec(part) ?? [];
      if (name === "") return part;
      const group = name.startsWith("trace.") ? "evidenceField" : "valueName";
      return `${codeWord(group, name)} ${rest}`;
    })
    .join("，");
}
