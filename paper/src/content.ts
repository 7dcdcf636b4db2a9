/** What stands on paper, in words: made from the certificate alone, so that nothing on it is uncertified. Pure. */
import { type PaperFact, type SealedCertificate, sealOf } from "./certificate.ts";
import { ROWS_ON_PAPER } from "./form.ts";
import { sentenceOf } from "./sentence.ts";
import { count, instant, type Words, yuan } from "./words.ts";

export interface FactLine {
  /** From 1. */
  readonly row: number;
  readonly time: string;
  readonly fact: string;
  readonly source: string;
  readonly place: string;
  readonly digest: string;
}

export interface Cosigner {
  readonly name: string;
  readonly signedAt: string;
}

export interface PaperContent {
  readonly title: string;
  readonly subtitle: string;
  /** Term and value. */
  readonly project: readonly (readonly [string, string])[];
  readonly facts: readonly FactLine[];
  readonly factsNote: string;
  readonly roots: readonly (readonly [string, string])[];
  readonly cosigners: readonly Cosigner[];
  readonly keyId: string;
}

const DIGEST_SHOWN = 16;

function forWhom(audience: string, say: Words["say"]): string {
  const [kind, name = ""] = audience.split(/:(.*)/su);
  if (kind === "court") return say("audience.court", { organ: name });
  if (kind === "discipline") return say("audience.discipline", { organ: name });
  return kind === "party" ? say("audience.party", { uscc: name }) : say("audience.public");
}

function subtitleOf({ seal, ...certificate }: SealedCertificate, { say }: Words): string {
  const { audience, scope, supersedes } = sealOf({ seal, ...certificate });
  return [
    say("issued", { time: instant(seal.fact.occurredAt) }),
    say(scope === "chosen" ? "scope.chosen" : "scope.whole"),
    forWhom(audience, say),
    ...(supersedes === undefined ? [] : [say("supersedes", { number: supersedes })]),
  ].join(" · ");
}

/** What the notices say of the project; the latest word counts. */
function projectOf(certificate: SealedCertificate, words: Words): (readonly [string, string])[] {
  const { say, word } = words;
  const notices = certificate.entries
    .map(({ fact }) => fact)
    .filter(({ kind }) => kind === "procurement.notice-published")
    .map(({ payload }) => payload);
  const latest = (key: string): unknown =>
    notices.findLast((notice) => notice[key] !== undefined)?.[key];
  const code = (key: string) => {
    const value = latest(key);
    return typeof value === "string" ? word(key, value) : "";
  };
  const name = (key: string) => (latest(key) as { name?: string } | undefined)?.name ?? "";
  const opening = latest("openingAt");
  const lots = (latest("lots") ?? []) as { ceilingPrice?: { amountMinor: string } }[];
  const [only] = lots;
  const ceiling = lots.length === 1 ? only?.ceilingPrice : undefined;
  const rows: readonly (readonly [string, string])[] = [
    [say("project.title"), sealOf(certificate).title],
    [say("project.subject"), certificate.seal.fact.subject],
    [say("project.method"), code("method")],
    [say("project.entity"), name("procuringEntity")],
    [say("project.agency"), name("procurementAgency")],
    [say("project.regime"), code("regime")],
    [say("project.ceiling"), ceiling === undefined ? "" : yuan(ceiling.amountMinor)],
    [say("project.opening"), typeof opening === "string" ? instant(opening) : ""],
  ];
  return rows.filter(([, value]) => value !== "");
}

const sourceOf = ({ source }: PaperFact, { say }: Words): string =>
  source === "mingjing" ? say("source.own") : source;

function factsOf(certificate: SealedCertificate, words: Words): FactLine[] {
  const { say } = words;
  const entries = new Map(certificate.entries.map((entry) => [entry.row, entry]));
  return certificate.rows.flatMap((row, place): FactLine[] => {
    const line = { row: place + 1, time: "—", source: "—", place: "—" };
    if ("blank" in row)
      return [{ ...line, fact: say("facts.blank"), digest: row.blank.slice(0, DIGEST_SHOWN) }];
    if ("gone" in row)
      return [{ ...line, fact: say("facts.gone"), digest: row.gone.slice(0, DIGEST_SHOWN) }];
    if (!("kind" in row)) return [];
    const fact = entries.get(place)?.fact;
    return [
      {
        row: place + 1,
        time: instant(row.occurredAt),
        fact:
          fact === undefined
            ? say("fact.other", { kind: words.kind(row.kind) })
            : sentenceOf(fact, words),
        source: fact === undefined ? "—" : sourceOf(fact, words),
        place: count(row.leafIndex + 1),
        digest: row.digest.slice(0, DIGEST_SHOWN),
      },
    ];
  });
}

const spaced = (hex: string): string => hex.replaceAll(/(.{16})(?=.)/gu, "$1 ");

interface Note {
  readonly size: number;
  readonly root: string;
  readonly signatures: readonly { readonly name: string; readonly bytes: Buffer }[];
}

/** A signed note, as far as paper shows it; whether it holds is for the verifier. */
function readNote(checkpoint: string): Note {
  const [text = "", signed = ""] = checkpoint.split("\n\n");
  const [, size = "0", root = ""] = text.split("\n");
  const signatures = [...signed.matchAll(/^— (\S+) (\S+)$/gmu)].map(
    ([, name = "", encoded = ""]) => ({ name, bytes: Buffer.from(encoded, "base64") }),
  );
  return { size: Number(size), root: Buffer.from(root, "base64").toString("hex"), signatures };
}

const COSIGNATURE_BYTES = 76;

/** Time of a timestamped cosignature (c2sp.org/tlog-cosignature): seconds after the key id. */
function signedAtOf(bytes: Buffer): string {
  if (bytes.length < COSIGNATURE_BYTES) return "—";
  const seconds = Number(bytes.readBigUInt64BE(4));
  return seconds > 0 && seconds < 1e11 ? instant(new Date(seconds * 1000).toISOString()) : "—";
}

function rootsOf(certificate: SealedCertificate, note: Note, { say }: Words) {
  const recorded = certificate.roots?.fact.payload as { sm3Root: string; size: number } | undefined;
  return [
    ["SHA-256", spaced(note.root)],
    [
      say("roots.sm3"),
      recorded === undefined
        ? say("roots.none")
        : say("roots.sm3Text", { root: spaced(recorded.sm3Root), size: recorded.size }),
    ],
    [say("roots.rows"), spaced(sealOf(certificate).root)],
    [
      say("roots.checkpoint"),
      say("roots.checkpointText", {
        origin: certificate.log.origin,
        size: note.size,
        place: certificate.seal.leafIndex + 1,
      }),
    ],
  ] as const;
}

export function contentOf(certificate: SealedCertificate, words: Words): PaperContent {
  const { say } = words;
  const note = readNote(certificate.checkpoint);
  const facts = factsOf(certificate, words);
  const sealed = certificate.rows.length - facts.length;
  const cut =
    certificate.rows.length > ROWS_ON_PAPER
      ? `；${say("facts.cut", { count: ROWS_ON_PAPER })}`
      : "";
  const keyId = certificate.log.vkey.split("+")[1] ?? "";
  return {
    title: sealOf(certificate).title,
    subtitle: subtitleOf(certificate, words),
    project: projectOf(certificate, words),
    facts,
    factsNote: say("facts.note", { shown: facts.length, sealed }) + cut,
    roots: rootsOf(certificate, note, words),
    cosigners: note.signatures
      .filter(({ name }) => name !== certificate.log.origin)
      .map(({ name, bytes }) => ({ name, signedAt: signedAtOf(bytes) })),
    keyId,
  };
}
