import type { AnswerRecord } from "../../../../verifier/src/index.ts";
/** The page of public records: which key a reader means, and the rows that the page shows. Pure. */
import type { AnswerRow } from "../../../../web/src/apps/portal/answer-views.ts";
import { isUscc } from "../../kernel/uscc.ts";

/** The key of what a reader typed: a key, the number of a project, a credit code, the code of a department. */
export function keyOfCode(text: string): string | undefined {
  const code = text.trim();
  if (/^(process|firm|department):/.test(code)) {
    const [noun = "", rest = ""] = code.split(/:(.*)/s);
    return keyOfCode(rest)?.startsWith(`${noun}:`) ? keyOfCode(rest) : undefined;
  }
  if (/^ocds-[A-Za-z0-9._-]{1,150}$/.test(code)) return `process:${code}`;
  if (isUscc(code.toUpperCase())) return `firm:${code.toUpperCase()}`;
  return /^[a-z][a-z0-9-]{1,40}$/.test(code) ? `department:${code}` : undefined;
}

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

/** What a record is called: the title of a notice, the winner of a lot. */
function titleOf(payload: Readonly<Record<string, unknown>>): string | undefined {
  const { supplier } = payload as { supplier?: { name?: unknown; maskedName?: unknown } };
  return text(payload["title"]) ?? text(supplier?.name) ?? text(supplier?.maskedName);
}

/** Records as rows; hashes of those that went have none, the words why have. */
export const answerRows = (records: readonly unknown[]): readonly AnswerRow[] =>
  (records as readonly (AnswerRecord | string | null)[]).flatMap((record): AnswerRow[] => {
    if (record === null || typeof record === "string") return [];
    if (record.type === "gone") {
      const { at, id, publicReason, state } = record;
      const reason = publicReason === undefined ? {} : { publicReason };
      return [{ id, kind: "gone", at, subject: "", state, ...reason }];
    }
    const { id, kind, occurredAt, payload, subject } = record;
    const title = titleOf(payload);
    return [{ id, kind, at: occurredAt, subject, ...(title === undefined ? {} : { title }) }];
  });
