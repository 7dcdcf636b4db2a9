/** What is on the page: one step at a time. Text is always set as text, never as markup. */
import { element } from "./element.ts";
import { say } from "./words.ts";

const place = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no ${id}`);
  return found;
};

/** Replaces the step; no entry of the history, no other address. */
export function show(title: string, ...children: readonly (Node | null)[]): void {
  const heading = element("h1", { tabindex: "-1" }, title);
  place("tipoff-step").replaceChildren(heading, ...children.filter((child) => child !== null));
  announce("");
  heading.focus();
  scrollTo({ top: 0 });
}

export function announce(sentence: string): void {
  place("tipoff-status").replaceChildren(sentence);
}

export const paragraph = (text: string, className?: string): HTMLElement =>
  element("p", { class: className }, text);

export function button(
  text: string,
  act: () => void,
  { isPlain = false }: { readonly isPlain?: boolean } = {},
): HTMLElement {
  const made = element(
    "button",
    { type: "button", class: isPlain ? "button plain" : "button" },
    text,
  );
  made.addEventListener("click", act);
  return made;
}

export const acts = (...buttons: readonly (HTMLElement | null)[]): HTMLElement =>
  element("p", { class: "acts" }, ...buttons);

interface Choice<Value> {
  readonly value: Value;
  readonly title: string;
  readonly about?: string;
}

/** A page of choices: the one that is taken leads on. */
export function choices<Value>(
  list: readonly Choice<Value>[],
  { chosen, take }: { readonly chosen: Value | undefined; readonly take: (value: Value) => void },
): HTMLElement {
  return element(
    "ul",
    { class: "choices" },
    ...list.map(({ value, title, about }) => {
      const made = element(
        "button",
        { type: "button", class: "choice", "aria-pressed": String(value === chosen) },
        element("b", {}, title),
        about === undefined ? null : element("span", {}, about),
      );
      made.addEventListener("click", () => take(value));
      return element("li", {}, made);
    }),
  );
}

/** Nothing typed is remembered by the browser or sent to a spelling service. */
const PRIVATE = {
  autocomplete: "off",
  autocapitalize: "off",
  autocorrect: "off",
  spellcheck: "false",
  "data-1p-ignore": "",
  "data-lpignore": "true",
};

interface FieldOptions {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly most: number;
  /** Lines; absent: one. */
  readonly rows?: number;
  readonly change: (value: string) => void;
}

export function field({ id, label, hint, value, most, rows, change }: FieldOptions): HTMLElement {
  const attributes = { id, maxlength: String(most), ...PRIVATE };
  const made =
    rows === undefined
      ? element("input", { ...attributes, type: "text" })
      : element("textarea", { ...attributes, rows: String(rows) });
  const input = made as HTMLInputElement | HTMLTextAreaElement;
  input.value = value;
  input.addEventListener("input", () => change(input.value));
  return element(
    "div",
    {},
    element("label", { for: id }, label),
    input,
    hint === undefined ? null : paragraph(hint, "meta"),
  );
}

export function select(
  { id, label }: { readonly id: string; readonly label: string },
  options: readonly (readonly [value: string, title: string])[],
  { value, change }: { readonly value: string; readonly change: (value: string) => void },
): HTMLElement {
  const made = element(
    "select",
    { id, autocomplete: "off" },
    ...options.map(([code, title]) => element("option", { value: code }, title)),
  ) as HTMLSelectElement;
  made.value = value;
  made.addEventListener("change", () => change(made.value));
  return element("div", {}, element("label", { for: id }, label), made);
}

/** In words beside the acts, and spoken. */
export const problem = (text: string): HTMLElement =>
  element("p", { class: "problem", role: "alert" }, text);

/** Puts a problem in front of the acts of the step that is shown; an older one goes. */
export function complain(text: string): void {
  const step = place("tipoff-step");
  step.querySelector(".problem")?.remove();
  const last = step.querySelector(".acts");
  if (last === null) step.append(problem(text));
  else last.before(problem(text));
}

/** Lets the browser paint and listen. */
export const rest = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve);
  });

export const back = (act: () => void): HTMLElement => button(say("back"), act, { isPlain: true });
