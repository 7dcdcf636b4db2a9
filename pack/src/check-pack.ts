/** All checks of a pack, for the command line and for its own page. Pure; nothing throws. */
import type { PackFile } from "./build.ts";
import { zipOf } from "./build.ts";
import {
  checkCommitments,
  checkFacts,
  checkLog,
  checkSeal,
  type FactCheck,
  type LogCheck,
} from "./check-facts.ts";
import { archiveDamage, checkFiles, type FileDamage } from "./check-files.ts";
import { checkReplay, type ReplayCheck } from "./check-replay.ts";
import { readDataFile, textOfAscii } from "./data-file.ts";
import { DATA_FILES } from "./page-text.ts";
import { readZip } from "./read-zip.ts";
import type { PackContent } from "./shape.ts";

export interface ContentReport {
  readonly log: LogCheck;
  readonly facts: readonly FactCheck[];
  /** Facts that are not as sealed; undefined: nothing was sealed. */
  readonly seal: readonly string[] | undefined;
  readonly commitments: readonly string[] | undefined;
  readonly replay: ReplayCheck;
}

export interface PackReport {
  readonly verdict: "valid" | "refused" | "unreadable";
  readonly number: string | undefined;
  readonly damages: readonly FileDamage[];
  readonly content: ContentReport | undefined;
}

export function checkContent(content: PackContent): ContentReport | undefined {
  try {
    const log = checkLog(content);
    return {
      log,
      facts: checkFacts(content, log),
      seal: checkSeal(content),
      commitments: checkCommitments(content),
      replay: checkReplay(content),
    };
  } catch {
    return undefined;
  }
}

/** Of a program of another version nothing is said, which is no fault of the pack. */
export const isSound = ({ log, facts, seal, commitments, replay }: ContentReport): boolean =>
  log.ok &&
  facts.length > 0 &&
  facts.every(({ finding }) => finding === "ok") &&
  seal?.length === 0 &&
  (commitments === undefined || commitments.length === 0) &&
  replay.state !== "different" &&
  replay.state !== "failed";

/** @returns undefined when one of the data files cannot be read */
export function contentOf(read: (name: string) => unknown): PackContent | undefined {
  const [facts, log, lead, law, custody] = DATA_FILES.map(read);
  if ([facts, log, lead, law, custody].some((part) => part === undefined)) return undefined;
  return { facts, log, lead, law, custody } as PackContent;
}

function contentOfFiles(files: readonly PackFile[]): PackContent | undefined {
  return contentOf((name) => {
    const file = files.find((one) => one.name === name);
    return file && readDataFile(name, textOfAscii(file.bytes));
  });
}

export function checkPackFiles(files: readonly PackFile[]): PackReport {
  const { damages, number } = checkFiles(files);
  const packed = contentOfFiles(files);
  const content = packed && checkContent(packed);
  const isValid = damages.length === 0 && content !== undefined && isSound(content);
  return { verdict: isValid ? "valid" : "refused", number, damages, content };
}

const UNREADABLE: PackReport = {
  verdict: "unreadable",
  number: undefined,
  damages: [],
  content: undefined,
};

/** The archive as it came: also the bytes between its files count. */
export function checkPack(bytes: Uint8Array): PackReport {
  const [best, other] = readZip(bytes);
  if (best === undefined) return UNREADABLE;
  const first = { files: best, report: checkPackFiles(best) };
  const second = other !== undefined && isMisnamed(first.report) && checkPackFiles(other);
  const isBetter = second !== false && second.damages.length < first.report.damages.length;
  const { files, report } = isBetter ? { files: other ?? best, report: second } : first;
  if (report.number === undefined && report.content === undefined) return UNREADABLE;
  if (report.damages.length > 0) return report;
  const damage = archiveDamage(bytes, zipOf(files));
  return damage === undefined ? report : { ...report, verdict: "refused", damages: [damage] };
}

/** The archive's own words about its files were changed: its list at the end may know better. */
const isMisnamed = ({ number, damages }: PackReport): boolean =>
  number === undefined ||
  damages.some(({ reason }) => reason === "missing" || reason === "unknown");
