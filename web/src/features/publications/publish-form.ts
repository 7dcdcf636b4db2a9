/** What stands in the form, and when it may be sent. Pure. */
import type { ConsoleItemKind, PublishItem } from "../../../../contract/src/publications.ts";

export interface PublishForm {
  readonly kind: ConsoleItemKind | undefined;
  readonly documentNo: string;
  readonly decidedOn: string;
  readonly title: string;
  readonly text: string;
  readonly outcome: string;
  readonly regime: string;
  readonly subjectName: string;
  readonly subjectUscc: string;
  readonly legalBasis: string;
  /** One a line. */
  readonly articles: string;
  readonly expiresOn: string;
  readonly unitUrl: string;
}

export const EMPTY_FORM: PublishForm = {
  kind: undefined,
  documentNo: "",
  decidedOn: "",
  title: "",
  text: "",
  outcome: "",
  regime: "",
  subjectName: "",
  subjectUscc: "",
  legalBasis: "",
  articles: "",
  expiresOn: "",
  unitUrl: "",
};

export const NEEDED = ["documentNo", "decidedOn", "title", "text", "legalBasis"] as const;

export const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** What is sent; undefined while something needed is missing. */
export function bodyOf(form: PublishForm): PublishItem | undefined {
  if (form.kind === undefined || NEEDED.some((name) => form[name].trim() === "")) return undefined;
  const optional = (name: "outcome" | "expiresOn" | "unitUrl") =>
    form[name].trim() === "" ? {} : { [name]: form[name].trim() };
  const uscc = form.subjectUscc.trim();
  const name = form.subjectName.trim();
  return {
    kind: form.kind,
    documentNo: form.documentNo.trim(),
    decidedOn: form.decidedOn,
    title: form.title.trim(),
    text: form.text.trim(),
    legalBasis: form.legalBasis.trim(),
    articles: linesOf(form.articles),
    ...(form.regime === "" ? {} : { regime: form.regime as "works" }),
    ...(name === ""
      ? {}
      : { subjects: [{ kind: "organisation", name, ...(uscc === "" ? {} : { uscc }) }] }),
    ...optional("outcome"),
    ...optional("expiresOn"),
    ...optional("unitUrl"),
  };
}
