/** Verification of a clip of a recording, format "mingjing-clip/1" (verifier/README.md). */
import { asBytes, decodeUtf8, encodeHex } from "./bytes.ts";
import { verifyCertificate } from "./certificate.ts";
import {
  type ChangedSegment,
  checkAnchors,
  checkChain,
  checkGaps,
  checkSegments,
  checkSpan,
  type ClipGap,
  findChanged,
  gapsOf,
  recordsOf,
} from "./clip-checks.ts";
import { type Clip, CLIP_CERTIFICATE, readClip } from "./clip-shape.ts";
import type { CheckId, Code, DoesNotProve, Proves } from "./codes.ts";
import type { CertifiedFact } from "./fact.ts";
import type { CertificateCheck, CertificateReport, Verdict, VerifyOptions } from "./report.ts";
import { fail, guarded, type Outcome, type Params, pass, type Verification } from "./result.ts";
import { sha256 } from "./sha256.ts";
import { parseStrictJson } from "./strict-json.ts";
import { crc32, readZip, type ZipFile } from "./zip.ts";

/** Larger packs are not read: 1 GiB, about an hour of one camera. */
export const MAX_CLIP_BYTES = 1024 * 1024 * 1024;

export interface ClipHeader {
  readonly clip: string;
  readonly channel: string;
  readonly roomName: string;
  readonly title: string;
  readonly ocid: string;
  readonly from: string;
  readonly to: string;
  readonly segments: number;
  readonly share: number;
}

/** As of a certificate; the facts are those of the camera's recording. */
export interface ClipReport extends Pick<
  CertificateReport,
  | "verdict"
  | "code"
  | "params"
  | "checks"
  | "facts"
  | "proves"
  | "doesNotProve"
  | "log"
  | "keyTrusted"
> {
  readonly clip: ClipHeader | null;
  /** At most the first thousand. */
  readonly changed: readonly ChangedSegment[];
  readonly gaps: readonly ClipGap[];
  /** SHA-256 of the pack, to compare with the fact video.clip-exported of the project. */
  readonly packHash: string;
}

const MOST_CHANGED = 1000;

const UNREADABLE: ReadonlySet<Code> = new Set<Code>([
  "verifier.input-hostile",
  "bytes.not-bytes",
  "file.too-large",
  "zip.not-a-zip",
  "zip.compressed",
  "clip.not-a-clip",
  "clip.unknown-format",
]);

const asCheck = (id: CheckId, { ok, code, params }: Verification): CertificateCheck => ({
  id,
  ok,
  code,
  params,
});

function readFiles(bytes: Uint8Array): Outcome<ReadonlyMap<string, ZipFile>> {
  if (bytes.length > MAX_CLIP_BYTES) return fail("file.too-large", { limit: MAX_CLIP_BYTES });
  const files = readZip(bytes);
  if (!files.ok) return files;
  for (const [file, { bytes: content, crc }] of files.value)
    // A film's bytes are checked segment by segment.
    if (!file.endsWith(".mp4") && crc32(content) !== crc) return fail("zip.damaged", { file });
  return files;
}

function stopped(checks: readonly CertificateCheck[], packHash: string): ClipReport {
  const last = checks.at(-1);
  const code = last?.code ?? "verifier.input-hostile";
  return {
    verdict: UNREADABLE.has(code) ? "unreadable" : "refused",
    code,
    params: last?.params ?? {},
    checks,
    facts: [],
    proves: [],
    doesNotProve: [],
    log: null,
    keyTrusted: false,
    clip: null,
    changed: [],
    gaps: [],
    packHash,
  };
}

interface LogFindings {
  readonly report: CertificateReport | undefined;
  readonly facts: readonly CertifiedFact[];
}

function readLog(files: ReadonlyMap<string, ZipFile>, options: VerifyOptions): LogFindings {
  const file = files.get(CLIP_CERTIFICATE);
  if (file === undefined) return { report: undefined, facts: [] };
  const report = verifyCertificate(file.bytes, options);
  const text = decodeUtf8(file.bytes);
  const value = text.ok ? parseStrictJson(text.value) : text;
  // Format 1 alone: a pack holds no other.
  const isRead = value.ok && report.certificate !== null;
  const { facts: entries = [] } = (isRead ? value.value : {}) as {
    readonly facts?: readonly { readonly fact: CertifiedFact }[];
  };
  return { report, facts: entries.map(({ fact }) => fact) };
}

/** The facts stand in the log; of keys named by the reader its key is one. */
function checkLog({ report }: LogFindings): Verification {
  if (report === undefined) return fail("clip.no-certificate");
  if (report.verdict !== "valid") return fail(report.code, report.params);
  return pass("clip.facts-in-log", { count: report.facts.length, size: report.log?.size ?? 0 });
}

const headerOf = ({ clip, channel, roomName, title, ocid, coverage, days }: Clip): ClipHeader => ({
  clip,
  channel,
  roomName,
  title,
  ocid,
  from: coverage.from,
  to: coverage.to,
  segments: days.reduce((sum, day) => sum + recordsOf(day).length, 0),
  share: coverage.share,
});

function unproven(gaps: readonly ClipGap[], keyTrusted: boolean): DoesNotProve[] {
  return [
    ...(keyTrusted ? [] : (["key-compared"] as const)),
    ...(gaps.some(({ isProven }) => !isProven) ? (["clip-gaps"] as const) : []),
    ...(gaps.some(({ isTold }) => !isTold) ? (["clip-causes"] as const) : []),
    "clip-scene",
    "clip-clock",
    "clip-texts",
    "clip-pack",
    "single-history",
  ];
}

interface Found {
  readonly clip: Clip;
  readonly log: LogFindings;
  readonly changed: readonly ChangedSegment[];
}

function checksOf({ clip, log, changed }: Found): CertificateCheck[] {
  const key = log.report?.checks.find(({ id }) => id === "key");
  return [
    asCheck("segments", checkSegments(clip, changed)),
    asCheck("chain", checkChain(clip)),
    ...(key === undefined ? [] : [key]),
    asCheck("log", checkLog(log)),
    asCheck("anchor", checkAnchors(clip, log.facts)),
    asCheck("span", checkSpan(clip)),
    asCheck("gaps", checkGaps(clip)),
  ];
}

function conclude(found: Found, checks: readonly CertificateCheck[]) {
  const { clip, log } = found;
  const failed = checks.find(({ ok }) => !ok);
  const keyTrusted = log.report?.keyTrusted ?? false;
  const gaps = gapsOf(clip, log.facts);
  const proves: Proves[] = ["clip-unchanged", "clip-whole", "clip-in-log"];
  if (keyTrusted) proves.push("log-key");
  const verdict: Verdict = failed === undefined ? "valid" : "refused";
  const header = headerOf(clip);
  const params: Params = failed?.params ?? { count: header.segments, gaps: gaps.length };
  const code: Code = failed?.code ?? "clip.valid";
  return {
    verdict,
    code,
    params,
    keyTrusted,
    gaps,
    clip: header,
    proves: failed === undefined ? proves : [],
    doesNotProve: failed === undefined ? unproven(gaps, keyTrusted) : [],
  };
}

function verify(input: unknown, options: VerifyOptions): ClipReport {
  const bytes = asBytes(input);
  if (bytes === undefined) return stopped([asCheck("pack", fail("bytes.not-bytes"))], "");
  const packHash = encodeHex(sha256(bytes));
  const files = readFiles(bytes);
  if (!files.ok) return stopped([asCheck("pack", files)], packHash);
  const pack = asCheck("pack", pass("zip.read", { count: files.value.size }));
  const clip = readClip(files.value);
  if (!clip.ok) return stopped([pack, asCheck("clip-format", clip)], packHash);
  const format = asCheck("clip-format", pass("clip.format-known"));
  const log = readLog(files.value, options);
  const changed = findChanged(clip.value);
  const found = { clip: clip.value, log, changed };
  const checks = checksOf(found);
  return {
    ...conclude(found, checks),
    checks: [pack, format, ...checks],
    facts: log.report?.facts ?? [],
    log: log.report?.log ?? null,
    changed: changed.slice(0, MOST_CHANGED),
    packHash,
  };
}

/**
 * Verifies the pack of a clip: the bytes of its ZIP. Never throws. A changed byte of a film is found and its segment
 * named; without `trustedKeys` a valid clip is only as good as the key it names, and the report says so.
 */
export function verifyClip(input: unknown, options: VerifyOptions = {}): ClipReport {
  return guarded<ClipReport>(
    () => verify(input, options),
    (failure) => stopped([asCheck("pack", failure)], ""),
  );
}
