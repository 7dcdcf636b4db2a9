/** What readers see of a record. Pure. */
import type { WitnessRecord } from "../../../../contract/src/witnessing.ts";
import { openActs } from "./board.ts";
import { articlesOf } from "./clauses.ts";
import type { KeptRecord } from "./record.ts";

interface Seen {
  readonly account: string;
  readonly recordedAt: ReadonlyMap<string, string>;
}

const given = <Key extends string, Value>(key: Key, value: Value | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: Value };

function commonOf(record: KeptRecord, { account, recordedAt }: Seen) {
  const { id, factId, at, ocid, title, payload } = record;
  const { officer, room, session } = payload;
  return {
    id,
    factId,
    at,
    recordedAt: recordedAt.get(factId) ?? at,
    officer: officer.name,
    isOwn: officer.account === account,
    ...given("ocid", ocid),
    ...given("title", title),
    ...given("room", room),
    ...given("session", session),
    articles: [],
    persons: [],
    isOpen: false,
  };
}

function viewOf(record: KeptRecord, seen: Seen, open: ReadonlySet<string>): WitnessRecord {
  const common = commonOf(record, seen);
  switch (record.kind) {
    case "witnessing.note-taken": {
      const { text, clip, withdrawn } = record.payload;
      return {
        ...common,
        kind: "note",
        text,
        ...given("clip", clip),
        ...given("withdrawn", withdrawn),
      };
    }
    case "witnessing.act-recorded": {
      const { clause, clauseText, law, persons, severity, measure, clip, text, withdrawn } =
        record.payload;
      return {
        ...common,
        kind: "act",
        clause,
        clauseText,
        articles: articlesOf(law),
        persons,
        severity,
        clip,
        ...given("measure", measure),
        ...given("text", text),
        ...given("withdrawn", withdrawn),
        isOpen: open.has(record.id),
      };
    }
    case "witnessing.intervention-issued": {
      const { number, act, clause, clauseText, law, person, measure, said, answer } =
        record.payload;
      return {
        ...common,
        kind: "sheet",
        number,
        ...given("act", act),
        clause,
        clauseText,
        articles: articlesOf(law),
        persons: [person],
        measure,
        text: said,
        ...given("answer", answer),
        signature: record.payload.signature,
        ...given("signatureNote", record.payload.signatureNote),
      };
    }
  }
}

/** In order of time. */
export function viewRecords(records: readonly KeptRecord[], seen: Seen): WitnessRecord[] {
  const open = openActs(records);
  return records.map((record) => viewOf(record, seen, open));
}
