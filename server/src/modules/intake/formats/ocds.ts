/**
 * OCDS 1.1: releases, release packages, records and record packages, as one document of any size or
 * as JSON lines. Of a record the embedded releases are read; only if they are mere links, the
 * compiled release. Source ids hold ocid and release id, so the same release twice is a duplicate and
 * a later release never contradicts an earlier one.
 */
import type { ByteSource } from "./bytes.ts";
import {
  FieldRefused,
  type ImportContext,
  type ImportItem,
  type ImportItems,
  reject,
} from "./item.ts";
import { type JsonReading, readJsonRecords } from "./json-stream.ts";
import { isObject, type JsonObject, objectsOf, textOf } from "./json-values.ts";
import {
  awardFacts,
  bidFacts,
  complaintFacts,
  contractFacts,
  failureFacts,
  type PartRejection,
} from "./ocds-outcome.ts";
import { noticeFact, releaseContext } from "./ocds-release.ts";

const isOcdsRecord = (document: JsonObject): boolean =>
  "compiledRelease" in document || "versionedRelease" in document;

const READING: JsonReading = { arrays: ["releases", "records"], isRecord: isOcdsRecord };

export async function* importOcds(
  source: ByteSource,
  context: ImportContext,
  wholeBytes?: number,
): ImportItems {
  const reading = wholeBytes === undefined ? READING : { ...READING, wholeBytes };
  for await (const record of readJsonRecords(source, reading)) {
    if ("damaged" in record)
      yield reject(record.number, "intake.bad-json", { value: record.damaged });
    else {
      const releases = releasesOf(record.value);
      if (releases.length === 0) yield reject(record.number, "intake.ocds-no-release");
      for (const release of releases) yield* releaseItems(release, record.number, context);
    }
  }
}

/** The releases a document holds, in order; links to releases elsewhere are none. */
export function releasesOf(value: unknown): readonly JsonObject[] {
  if (Array.isArray(value)) return value.flatMap(releasesOf);
  if (!isObject(value)) return [];
  if (Array.isArray(value["records"])) return value["records"].flatMap(releasesOf);
  const held = value["releases"];
  if (!Array.isArray(held) && !isOcdsRecord(value)) return [value];
  const ocid = textOf(value["ocid"]);
  const embedded = objectsOf(held)
    .filter((release) => textOf(release["url"]) === undefined || isObject(release["tender"]))
    .map((release) => (ocid === undefined ? release : { ocid, ...release }));
  if (embedded.length > 0) return embedded;
  const compiled = value["compiledRelease"];
  return isObject(compiled) ? [ocid === undefined ? compiled : { ocid, ...compiled }] : [];
}

function* releaseItems(
  release: JsonObject,
  line: number,
  from: ImportContext,
): Generator<ImportItem> {
  const refused: PartRejection[] = [];
  try {
    const context = releaseContext(release, from);
    const facts = [
      ...noticeFact(context),
      ...bidFacts(context, refused),
      ...awardFacts(context, refused),
      ...failureFacts(context),
      ...contractFacts(context, refused),
      ...complaintFacts(context),
    ];
    yield facts.length === 0 && refused.length === 0
      ? reject(line, "intake.ocds-nothing-known")
      : { line, facts };
  } catch (error) {
    if (!(error instanceof FieldRefused)) throw error;
    refused.push(error);
  }
  // A part that was refused is told beside the facts of the rest of the release.
  for (const { field, code } of refused) yield reject(line, code, { field });
}
