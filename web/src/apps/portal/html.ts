/**
 * HTML as text that cannot be broken out of: every value put into the `html` template is escaped, in text
 * and in quoted attributes alike. Only what `html` and `raw` made passes unescaped.
 */

/** A piece of finished HTML. Made by `html`, `raw` and `joinHtml` only. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template. `null`, `undefined` and `false` print nothing; arrays print one after another. */
export type Value = Html | string | number | false | null | undefined | readonly Value[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text for element content and for quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/gu, (character) => ENTITIES[character] ?? character);
}

function print(value: Value): string {
  if (value instanceof Html) return value.text;
  if (value === null || value === undefined || value === false) return "";
  if (typeof value === "string") return escapeHtml(value);
  if (typeof value === "number") return String(value);
  return value.map(print).join("");
}

/** Template tag: the literal parts are trusted, the values are escaped. Attributes must be quoted. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  const printed = parts.map((part, index) =>
    index === 0 ? part : print(values[index - 1]) + part,
  );
  return new Html(printed.join(""));
}

/** Trusted markup written in this folder (an icon, a chart). Never for text that came from outside. */
export const raw = (markup: string): Html => new Html(markup);

/** Values with a separator between those that print something. */
export function joinHtml(values: readonly Value[], separator: Value): Html {
  const printed = values.map(print).filter((text) => text !== "");
  return new Html(printed.join(print(separator)));
}

const JSON_ENTITIES = /[<>&\u2028\u2029]/gu;

/** Data for a script of the page: a JSON block, which a Content-Security-Policy without inline scripts allows. */
export function jsonBlock(id: string, value: unknown): Html {
  const json = JSON.stringify(value).replaceAll(
    JSON_ENTITIES,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return html`<script type="application/json" id="${id}">
    ${new Html(json)}
  </script>`;
}
