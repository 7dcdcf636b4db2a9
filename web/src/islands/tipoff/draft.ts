/** What the writer has said so far: in memory of this page alone, and gone with it. */
import type { TipoffCoded } from "../../../../contract/src/tipoffs.ts";
import { type FileKind, stripFile, type Tipoff } from "../../../../sealing/src/index.ts";

export interface PickedFile {
  /** As on the writer's device; sent only with the file as it is. */
  readonly name: string;
  readonly type: string;
  readonly kind: FileKind;
  readonly raw: Uint8Array;
  /** Undefined: it could not be cleaned. */
  readonly clean: Uint8Array | undefined;
  sendsRaw: boolean;
}

export interface Draft {
  about: TipoffCoded["about"] | undefined;
  topic: TipoffCoded["topic"] | undefined;
  /** Empty: not known. */
  regime: string | undefined;
  /** Empty: another one, or not known. */
  industry: string | undefined;
  place: string | undefined;
  unit: string;
  rank: TipoffCoded["rank"] & {};
  text: string;
  isNamed: boolean | undefined;
  name: string;
  contact: string;
  hints: string;
  files: PickedFile[];
}

export const emptyDraft = (): Draft => ({
  about: undefined,
  topic: undefined,
  regime: undefined,
  industry: undefined,
  place: undefined,
  unit: "",
  rank: "unknown",
  text: "",
  isNamed: undefined,
  name: "",
  contact: "",
  hints: "",
  files: [],
});

/** What routing reads. */
export const codedOf = (draft: Draft): TipoffCoded => ({
  about: draft.about ?? "parties",
  topic: draft.topic ?? "other",
  isNamed: draft.isNamed === true,
  ...(draft.regime === undefined || draft.regime === ""
    ? {}
    : { regime: draft.regime as TipoffCoded["regime"] & {} }),
  ...(draft.regime !== "works" || draft.industry === undefined || draft.industry === ""
    ? {}
    : { industry: draft.industry as TipoffCoded["industry"] & {} }),
  ...(draft.place === undefined || draft.place === "" ? {} : { place: draft.place }),
  ...(draft.unit === "" ? {} : { unit: draft.unit, rank: draft.rank }),
});

const EXTENSIONS: Readonly<Record<FileKind, string>> = {
  jpeg: "jpg",
  png: "png",
  pdf: "pdf",
  office: "",
  other: "",
};

const extensionOf = ({ kind, name }: PickedFile): string =>
  EXTENSIONS[kind] || (/\.([A-Za-z0-9]{1,5})$/.exec(name)?.[1]?.toLowerCase() ?? "bin");

/** What is sealed. A cleaned file gets a new name, too. */
export const tipoffOf = (draft: Draft): Tipoff => ({
  text: draft.text.trim(),
  ...(draft.isNamed === true
    ? { writer: { name: draft.name.trim(), contact: draft.contact.trim() } }
    : {}),
  hints: [
    ...draft.hints.split("\n"),
    ...(draft.isNamed === true ? [draft.name, draft.contact] : []),
  ]
    .map((hint) => hint.trim())
    .filter((hint) => hint !== ""),
  files: draft.files.map((file, at) => ({
    name: file.sendsRaw ? file.name : `${at + 1}.${extensionOf(file)}`,
    type: file.type,
    bytes: file.sendsRaw ? file.raw : (file.clean ?? file.raw),
    isStripped: !file.sendsRaw,
  })),
});

export async function pick(file: File): Promise<PickedFile> {
  const raw = new Uint8Array(await file.arrayBuffer());
  const { kind, bytes } = stripFile(raw);
  return { name: file.name, type: file.type, kind, raw, clean: bytes, sendsRaw: false };
}

/** Neither cleaned nor to be sent as it is. */
export const isUndecided = ({ clean, sendsRaw }: PickedFile): boolean =>
  clean === undefined && !sendsRaw;

/** Forgets everything; text cannot be overwritten in this language, but nothing points to it any more. */
export function forget(draft: Draft): void {
  for (const { raw, clean } of draft.files) {
    raw.fill(0);
    clean?.fill(0);
  }
  Object.assign(draft, emptyDraft());
}
