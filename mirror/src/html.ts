/** Text that becomes HTML: everything that is put in is escaped. */
export interface Html {
  readonly html: string;
}

const ESCAPED: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escape = (text: string) => text.replaceAll(/[&<>"']/g, (sign) => ESCAPED[sign] ?? sign);

type Part = Html | string | number | null | undefined | false | readonly Html[];

function partOf(part: Part): string {
  if (part === null || part === undefined || part === false) return "";
  if (Array.isArray(part)) return part.map(({ html: text }) => text).join("");
  return typeof part === "object" ? (part as Html).html : escape(String(part));
}

export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  html: texts.map((text, index) => text + partOf(parts[index])).join(""),
});

/** Markup of our own, as it stands. */
export const raw = (text: string): Html => ({ html: text });
