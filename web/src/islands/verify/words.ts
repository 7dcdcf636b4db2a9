/** Sentences that the page embeds as JSON (apps/portal/verify.ts). */

type Params = Readonly<Record<string, string | number>>;

export interface Words {
  /** Sentence of a code; a code without a sentence shows itself. */
  readonly say: (code: string, params?: Params) => string;
  /** Title of a fact kind. */
  readonly kind: (kind: string) => string;
  /** Whole number with thousands commas. */
  readonly count: (count: number) => string;
  /** Instant in Asia/Shanghai, `YYYY-MM-DD HH:MM`; text that is no instant is shown as it is. */
  readonly instant: (instant: string) => string;
}

const grouped = new Intl.NumberFormat("en-US");
const shanghai = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Asia/Shanghai",
  dateStyle: "short",
  timeStyle: "short",
});

const toTheSecond = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Asia/Shanghai",
  dateStyle: "short",
  timeStyle: "medium",
});
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u;

function table(id: string): Readonly<Record<string, string>> {
  const text = document.getElementById(id)?.textContent ?? "{}";
  return JSON.parse(text) as Record<string, string>;
}

/** Numbers and instants of a report, as a reader writes them. */
function shown(value: string | number | undefined, placeholder: string): string {
  if (value === undefined) return placeholder;
  if (INSTANT.test(String(value))) return toTheSecond.format(Date.parse(String(value)));
  return typeof value === "number" ? grouped.format(value) : value;
}

/** Reads the embedded sentences. */
export function readWords(): Words {
  const sentences = table("verifier-words");
  const kinds = table("verifier-kinds");
  return {
    say: (code, params = {}) =>
      (sentences[code] ?? code).replaceAll(/\{(\w+)\}/gu, (placeholder, name: string) =>
        shown(params[name], placeholder),
      ),
    kind: (kind) => kinds[kind] ?? kind,
    count: (count) => grouped.format(count),
    instant: (instant) => {
      const epoch = Date.parse(instant);
      return Number.isNaN(epoch) ? instant : shanghai.format(epoch);
    },
  };
}
