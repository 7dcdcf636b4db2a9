import type { AlertsCommitted } from "../../contract/src/facts/evidence.alerts-committed.ts";
import type { Sealed } from "../../contract/src/facts/evidence.sealed.ts";
import type { LotScreened } from "../../contract/src/facts/screening.lot-screened.ts";
/** Facts of a pack against the signed log, the seal and the commitment, by the verifier's own code. Pure. */
import {
  canonicalJson,
  concatBytes,
  contentHashOf,
  decodeHex,
  encodeHex,
  encodeUtf8,
  leafDataOf,
  leafHash,
  parseCheckpoint,
  sha256,
  sm3,
  verifyInclusion,
  verifySignedNote,
} from "../../verifier/src/index.ts";
import type { PackContent, PackedFact } from "./shape.ts";

export interface FactCheck {
  readonly id: string;
  readonly kind: string;
  readonly leafIndex: number;
  /** `ok`, or what does not hold. */
  readonly finding: "ok" | "contentHash" | "inclusion";
}

export interface LogCheck {
  readonly ok: boolean;
  readonly origin: string;
  readonly size: number;
  readonly root: string;
  readonly keyId: string;
  readonly vkey: string;
}

const bytesOf = (value: unknown): Uint8Array => {
  const text = canonicalJson(value);
  const bytes = text.ok ? encodeUtf8(text.value) : text;
  return bytes.ok ? bytes.value : new Uint8Array();
};

const hexBytes = (hex: string): Uint8Array => {
  const bytes = decodeHex(hex);
  return bytes.ok ? bytes.value : new Uint8Array();
};

export function checkLog({ log }: PackContent): LogCheck {
  const parsed = parseCheckpoint(log.checkpoint);
  const signed = verifySignedNote(log.checkpoint, log.vkey);
  const isOne = parsed.ok && parsed.value.origin === log.origin;
  return {
    ok: signed.ok && isOne && log.vkey.startsWith(`${log.origin}+`),
    origin: log.origin,
    size: parsed.ok ? parsed.value.size : 0,
    root: parsed.ok ? encodeHex(parsed.value.root) : "",
    keyId: log.vkey.split("+")[1] ?? "",
    vkey: log.vkey,
  };
}

function findingOf(packed: PackedFact, { size, root }: LogCheck): FactCheck["finding"] {
  const content = contentHashOf(packed.fact);
  if (!content.ok || content.value !== packed.fact.contentHash) return "contentHash";
  const data = leafDataOf(packed.fact, packed.salt);
  if (!data.ok) return "inclusion";
  const { ok } = verifyInclusion({
    leafHash: leafHash(data.value),
    index: packed.leafIndex,
    size,
    proof: packed.proof.map(hexBytes),
    root: hexBytes(root),
  });
  return ok ? "ok" : "inclusion";
}

export const checkFacts = ({ facts }: PackContent, log: LogCheck): readonly FactCheck[] =>
  facts.map((packed) => ({
    id: packed.fact.id,
    kind: packed.fact.kind,
    leafIndex: packed.leafIndex,
    finding: findingOf(packed, log),
  }));

/** The only fact of a kind. The caller knows what its payload holds, once the log says that it is as recorded. */
export const factOf = ({ facts }: PackContent, kind: string): PackedFact | undefined =>
  facts.find(({ fact }) => fact.kind === kind);

export const payloadOf = (packed: PackedFact): unknown => packed.fact.payload;

/** Items that were sealed and are not in the pack as they were; empty: all are. */
export function checkSeal(content: PackContent): readonly string[] | undefined {
  const sealed = factOf(content, "evidence.sealed");
  if (sealed === undefined) return undefined;
  const { items, seal } = payloadOf(sealed) as Sealed;
  const bytes = bytesOf(items);
  const isWhole = encodeHex(sha256(bytes)) === seal.sha256 && encodeHex(sm3(bytes)) === seal.sm3;
  const digests = new Map(
    content.facts.map(({ fact, salt }) => {
      const data = leafDataOf(fact, salt);
      return [fact.id, data.ok ? encodeHex(data.value) : ""];
    }),
  );
  const bad = items.filter(({ factId, digest }) => digests.get(factId) !== digest);
  return [...(isWhole ? [] : [sealed.fact.id]), ...bad.map(({ factId }) => factId)];
}

/** 32 bytes, from the salt of the screening's fact (server: modules/evidence/commitment.ts). */
function ruleSalt(factSalt: string, rule: string): Uint8Array {
  const name = encodeUtf8(`mingjing-rule-salt/1\n${rule}\n`);
  return sha256(concatBytes(name.ok ? name.value : new Uint8Array(), hexBytes(factSalt)));
}

/** Rules whose result is not the one that was committed; undefined without a commitment. */
export function checkCommitments(content: PackContent): readonly string[] | undefined {
  const screened = factOf(content, "screening.lot-screened");
  const committed = factOf(content, "evidence.alerts-committed");
  if (screened === undefined || committed === undefined) return undefined;
  const { results, lotId } = payloadOf(screened) as LotScreened;
  const { commitments } = payloadOf(committed) as AlertsCommitted;
  const known = new Map(commitments.map(({ rule, commitment }) => [rule, commitment]));
  return results
    .filter(({ indicator, version, outcome, probability, level, bits }) => {
      const statement = {
        screeningId: screened.fact.id,
        ocid: screened.fact.subject,
        lotId,
        rule: indicator,
        version,
        outcome,
        ...(probability === undefined ? {} : { probability }),
        ...(level === undefined ? {} : { level }),
        ...(bits === undefined ? {} : { bits }),
      };
      const bytes = concatBytes(ruleSalt(screened.salt, indicator), bytesOf(statement));
      return known.get(indicator) !== encodeHex(sha256(bytes));
    })
    .map(({ indicator }) => indicator);
}
