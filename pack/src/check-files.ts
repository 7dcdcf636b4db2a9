/** Files of a pack against its manifest: which byte of which file is not as it was, and of which fact. Pure. */
import { findDamage, type Damage } from "./blocks.ts";
import type { PackFile } from "./build.ts";
import { bytesOfAscii, readDataFile, textOfAscii } from "./data-file.ts";
import { DATA_FILES, MANIFEST, PAGE, readSeal, splitPage } from "./page-text.ts";
import { FORMAT, type Manifest } from "./shape.ts";

export interface FileDamage extends Partial<Damage> {
  readonly file: string;
  readonly reason: "changed" | "missing" | "unknown" | "seal";
  readonly fact?: { readonly id: string; readonly kind: string };
}

interface FileFindings {
  readonly damages: readonly FileDamage[];
  readonly number: string | undefined;
  readonly manifest: Manifest | undefined;
}

/** Everything but the seal shifts behind it. */
function inPage(damage: Damage, at: number, length: number): Damage {
  const shift = (offset: number) => (offset >= at ? offset + length : offset);
  return {
    from: shift(damage.from),
    to: shift(damage.to - 1) + 1,
    ...(damage.exact === undefined
      ? {}
      : { exact: { ...damage.exact, offset: shift(damage.exact.offset) } }),
  };
}

function factAt(manifest: Manifest, file: string, damage: Damage): FileDamage["fact"] {
  if (file !== DATA_FILES[0]) return undefined;
  const offset = damage.exact?.offset ?? damage.from;
  const range = manifest.facts.find(({ from, to }) => from <= offset && offset < to);
  return range && { id: range.factId, kind: range.kind };
}

function checkOne(manifest: Manifest, file: PackFile): FileDamage | undefined {
  const listed = manifest.files.find(({ name }) => name === file.name);
  if (listed === undefined) return { file: file.name, reason: "unknown" };
  if (file.name !== PAGE) {
    const damage = findDamage(file.bytes, listed);
    const fact = damage && factAt(manifest, file.name, damage);
    return (
      damage && {
        file: file.name,
        reason: "changed",
        ...damage,
        ...(fact === undefined ? {} : { fact }),
      }
    );
  }
  const page = splitPage(textOfAscii(file.bytes));
  const damage = findDamage(page === undefined ? file.bytes : bytesOfLatin(page.rest), listed);
  if (damage === undefined) return undefined;
  const placed = page === undefined ? damage : inPage(damage, page.at, page.seal.length);
  return { file: PAGE, reason: "changed", ...placed };
}

/** A byte for each character, changed ones too. */
const bytesOfLatin = (text: string): Uint8Array =>
  Uint8Array.from(text, (character) => character.charCodeAt(0));

function checkManifest(
  files: readonly PackFile[],
  seal: ReturnType<typeof readSeal>,
): { readonly damage: FileDamage | undefined; readonly manifest: Manifest | undefined } {
  const file = files.find(({ name }) => name === MANIFEST);
  if (file === undefined)
    return { damage: { file: MANIFEST, reason: "missing" }, manifest: undefined };
  const found = seal && findDamage(file.bytes, seal.manifest);
  const read = readDataFile(MANIFEST, textOfAscii(file.bytes)) as Manifest | undefined;
  const manifest = found === undefined && read?.format === FORMAT ? read : undefined;
  if (found !== undefined)
    return { damage: { file: MANIFEST, reason: "changed", ...found }, manifest };
  return {
    damage: manifest === undefined ? { file: MANIFEST, reason: "changed" } : undefined,
    manifest,
  };
}

type Split = ReturnType<typeof splitPage>;

/** A page whose seal cannot be read, or is not what it says of itself. */
function sealDamage(page: PackFile, split: Split): FileDamage {
  if (split === undefined) return { file: PAGE, reason: "seal", from: 0, to: page.bytes.length };
  return { file: PAGE, reason: "seal", from: split.at, to: split.at + split.seal.length };
}

/** Files that are listed and absent, and those that are not as listed. */
function listedDamages(manifest: Manifest, files: readonly PackFile[]): readonly FileDamage[] {
  const names = new Set(files.map(({ name }) => name));
  const missing = manifest.files
    .filter(({ name }) => !names.has(name) && name !== PAGE)
    .map(({ name }): FileDamage => ({ file: name, reason: "missing" }));
  const changed = files
    .filter(({ name }) => name !== MANIFEST)
    .map((file) => checkOne(manifest, file));
  return [...missing, ...changed.filter((damage) => damage !== undefined)];
}

/** The seal of the page names the manifest, the manifest all other bytes. */
export function checkFiles(files: readonly PackFile[]): FileFindings {
  const page = files.find(({ name }) => name === PAGE);
  const split = page && splitPage(textOfAscii(page.bytes));
  const seal = split && readSeal(split.seal);
  const damages: FileDamage[] = [];
  if (page === undefined) damages.push({ file: PAGE, reason: "missing" });
  else if (seal === undefined) damages.push(sealDamage(page, split));
  const { damage, manifest } = checkManifest(files, seal);
  if (damage !== undefined) damages.push(damage);
  if (manifest !== undefined) damages.push(...listedDamages(manifest, files));
  // Without its marks the page cannot be compared: that is said once.
  const isOnce = (one: FileDamage) => one.reason !== "changed" || one.file !== PAGE;
  return {
    damages: split === undefined ? damages.filter(isOnce) : damages,
    number: seal?.number,
    manifest,
  };
}

/** Bytes that stand in no file of the archive: its own. */
export const archiveDamage = (bytes: Uint8Array, expected: Uint8Array): FileDamage | undefined => {
  const most = Math.max(bytes.length, expected.length);
  for (let offset = 0; offset < most; offset += 1) {
    const [is, should] = [bytes[offset], expected[offset]];
    if (is === should) continue;
    return {
      file: "",
      reason: "changed",
      from: offset,
      to: offset + 1,
      ...(is === undefined || should === undefined ? {} : { exact: { offset, is, should } }),
    };
  }
  return undefined;
};

/** The text of a page as its parts are found in a browser. */
export const pageFileOf = (text: string): PackFile => ({ name: PAGE, bytes: bytesOfAscii(text) });
