/** What a reader brings: the file of a certificate, its PDF, or photos of its paper. Nothing leaves the device. */
import {
  findAttachedCertificate,
  isPdf,
  MAX_FILE_BYTES,
  readCodes,
  readPaper,
  readPaperPart,
} from "../../../../verifier/src/index.ts";

type Params = Readonly<Record<string, string | number>>;

export type Medium = "file" | "pdf" | "paper";

export type Input =
  | { readonly kind: "certificate"; readonly medium: Medium; readonly content: Uint8Array | string }
  /** Part of a paper is here, another is still missing. */
  | { readonly kind: "part"; readonly number: number; readonly params: Params }
  | { readonly kind: "failed"; readonly code: string; readonly params: Params };

/** Photos beyond this are made smaller first: it is enough for a whole page, and quick. */
const MAX_PHOTO_PIXELS = 16_000_000;

/** Parts of papers seen so far, so that each code may have a photo of its own. */
export interface Papers {
  readonly codes: Uint8Array[];
}

export const noPapers = (): Papers => ({ codes: [] });

async function pixelsOf(file: File) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, Math.sqrt(MAX_PHOTO_PIXELS / (picture.width * picture.height)));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("this browser draws no pictures");
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

/** The paper to which the newest code belongs, as far as it has been seen. */
function joined({ codes }: Papers): Input {
  const newest = codes.at(-1);
  const part = newest === undefined ? undefined : readPaperPart(newest);
  if (part === undefined || !part.ok) return { kind: "failed", code: "paper.no-part", params: {} };
  const { whole, number } = part.value;
  const same = codes.filter((code) => {
    const other = readPaperPart(code);
    return other.ok && other.value.whole === whole;
  });
  const text = readPaper(same);
  if (text.ok) return { kind: "certificate", medium: "paper", content: text.value };
  if (text.code === "paper.part-missing") return { kind: "part", number, params: text.params };
  return { kind: "failed", code: text.code, params: text.params };
}

async function readPhoto(file: File, papers: Papers): Promise<Input> {
  let found: readonly Uint8Array[];
  try {
    found = readCodes(await pixelsOf(file));
  } catch {
    return { kind: "failed", code: "photo.unreadable", params: {} };
  }
  const parts = found.filter((code) => readPaperPart(code).ok);
  if (parts.length === 0)
    return {
      kind: "failed",
      code: found.length === 0 ? "paper.no-part" : "paper.not-a-part",
      params: {},
    };
  papers.codes.push(...parts);
  return joined(papers);
}

/** Reads a file of whatever sort, by what it holds and not by its name. */
export async function readInput(file: File, papers: Papers): Promise<Input> {
  const head = new Uint8Array(await file.slice(0, 8).arrayBuffer());
  if (isPdf(head)) {
    const attached = findAttachedCertificate(new Uint8Array(await file.arrayBuffer()));
    return attached.ok
      ? { kind: "certificate", medium: "pdf", content: attached.value }
      : { kind: "failed", code: attached.code, params: attached.params };
  }
  if (file.type.startsWith("image/")) return readPhoto(file, papers);
  const content = new Uint8Array(await file.slice(0, MAX_FILE_BYTES + 1).arrayBuffer());
  return { kind: "certificate", medium: "file", content };
}
