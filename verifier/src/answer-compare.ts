import { type Answer, type AnswerEntry, readAnswer, type ReleasedRecord } from "./answer-shape.ts";
/** What else can be held against an answer: an older one that a reader kept, and the page that the server shows. */
import { entryHash } from "./answer.ts";
import { equalBytes } from "./bytes.ts";
import { canonicalJson } from "./canonical-json.ts";
import type { Code } from "./codes.ts";
import { clip, fail, guarded, type Params, pass, type Verification } from "./result.ts";

/**
 * Does the newer answer begin with all of the older one? Both were verified before. Fails with `answer.shrunk` or
 * `answer.rewritten`, `position` (from 1) naming the record: both answers together then convict the server.
 */
export function compareAnswers(older: unknown, newer: unknown): Verification {
  return guarded<Verification>(
    () => {
      const [before, after] = [readAnswer(older), readAnswer(newer)];
      if (!before.ok) return before;
      if (!after.ok) return after;
      const [one, other] = [before.value, after.value];
      if (one.key !== other.key) return fail("answer.other-key", { key: clip(other.key) });
      const wrong = one.records.findIndex((entry, index) => !isSame(entry, other.records[index]));
      const params = { key: clip(one.key), count: one.size, size: other.size };
      if (wrong < 0) return pass("answer.grown", params);
      const isThere = (other.records[wrong] ?? null) !== null;
      const code = isThere ? "answer.rewritten" : "answer.shrunk";
      return fail(code, { ...params, position: wrong + 1 });
    },
    (failure) => failure,
  );
}

function isSame(older: AnswerEntry, newer: AnswerEntry | undefined): boolean {
  const [one, other] = [entryHash(older), newer === undefined ? undefined : entryHash(newer)];
  return one !== undefined && other !== undefined && equalBytes(one, other);
}

/** What a page of a process shows; the reply of /api/public/processes/OCID has this form. */
export interface ShownPage {
  readonly events: readonly { readonly factId: string; readonly kind: string }[];
  readonly lots: readonly {
    readonly lotId: string;
    readonly award?: { readonly supplier?: unknown; readonly offer?: unknown };
    readonly contract?: {
      readonly contractNo?: unknown;
      readonly signedOn?: unknown;
      readonly amount?: unknown;
    };
  }[];
}

export interface PageDifference {
  readonly code: Code;
  /** `kind`, `id`, `at`, `lot`. */
  readonly params: Params;
}

/** Records that are in force: with their content. */
export function inForce(answer: Answer): readonly ReleasedRecord[] {
  const read = readAnswer(answer);
  const records = read.ok ? read.value.records : [];
  return records.filter((entry): entry is ReleasedRecord => isReleased(entry));
}

const isReleased = (entry: AnswerEntry): boolean =>
  typeof entry === "object" && entry !== null && entry.type === "released";

const text = (values: readonly unknown[]): string => {
  const canonical = canonicalJson(values.map((value) => value ?? null));
  return canonical.ok ? canonical.value : "";
};

const byTime = (a: ReleasedRecord, b: ReleasedRecord): number =>
  a.occurredAt < b.occurredAt || (a.occurredAt === b.occurredAt && a.id < b.id) ? -1 : 1;

const describe = ({ id, kind, occurredAt: at, payload }: ReleasedRecord): Params => ({
  id,
  kind,
  at,
  lot: typeof payload["lotId"] === "string" ? clip(payload["lotId"]) : "",
});

/** Differences between an answer about a process, which was verified before, and what its page shows. */
export function comparePage(answer: unknown, page: unknown): readonly PageDifference[] {
  return guarded<readonly PageDifference[]>(
    () => {
      const read = readAnswer(answer);
      if (!read.ok) return [read];
      const records = inForce(read.value).toSorted(byTime);
      const shown = page as ShownPage;
      return [...eventDifferences(records, shown), ...lotDifferences(records, shown)];
    },
    ({ code, params }) => [{ code, params }],
  );
}

function eventDifferences(records: readonly ReleasedRecord[], { events }: ShownPage) {
  const shown = new Set(events.map(({ factId }) => factId));
  const proved = new Set(records.map(({ id }) => id));
  const lacking = records
    .filter(({ id }) => !shown.has(id))
    .map((record) => ({ code: "page.lacks" as const, params: describe(record) }));
  const added = events
    .filter(({ factId }) => !proved.has(factId))
    .map(({ factId, kind }) => ({
      code: "page.adds" as const,
      params: { id: clip(factId), kind: clip(kind), at: "", lot: "" },
    }));
  return [...lacking, ...added];
}

/** Of a lot the latest award and the latest contract hold. */
function lotDifferences(records: readonly ReleasedRecord[], { lots }: ShownPage) {
  const latest = (kind: string, lotId: string) =>
    records.findLast((record) => record.kind === kind && record.payload["lotId"] === lotId);
  return lots.flatMap(({ award, contract, lotId }): PageDifference[] => {
    const decided = latest("procurement.award-decided", lotId);
    const signed = latest("procurement.contract-signed", lotId);
    const { supplier, offer } = decided?.payload ?? {};
    const { amount, contractNo, signedOn } = signed?.payload ?? {};
    const isSameAward =
      (decided === undefined) === (award === undefined) &&
      text([supplier, offer]) === text([award?.supplier, award?.offer]);
    const isSameContract =
      (signed === undefined) === (contract === undefined) &&
      text([contractNo, signedOn, amount]) ===
        text([contract?.contractNo, contract?.signedOn, contract?.amount]);
    const of = (record: ReleasedRecord | undefined, kind: string) =>
      record === undefined ? { id: "", kind, at: "", lot: clip(lotId) } : describe(record);
    return [
      ...(isSameAward
        ? []
        : [
            {
              code: "page.award-differs" as const,
              params: of(decided, "procurement.award-decided"),
            },
          ]),
      ...(isSameContract
        ? []
        : [
            {
              code: "page.contract-differs" as const,
              params: of(signed, "procurement.contract-signed"),
            },
          ]),
    ];
  });
}
