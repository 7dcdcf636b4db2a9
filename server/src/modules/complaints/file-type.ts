/** What a file is by its own bytes; its name and what the sender calls it do not count. Pure. */

/** Kinds that are taken, by media type, with the ending a reader's computer expects. */
export const FILE_TYPES = {
  "application/pdf": "pdf",
  "image/jpeg": "jpg",
  "image/png": "png",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
  "application/ofd": "ofd",
  "video/mp4": "mp4",
  "application/zip": "zip",
} as const;
export type FileType = keyof typeof FILE_TYPES;

/** Bytes at each end that are enough to tell. */
export const TELLING_BYTES = 65_536;

const startsWith = (bytes: Uint8Array, signature: readonly number[], at = 0): boolean =>
  signature.every((byte, index) => bytes[at + index] === byte);

/** A package names its parts: the one that each kind must have. */
const PARTS: readonly (readonly [string, FileType])[] = [
  ["word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
  ["xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
  ["OFD.xml", "application/ofd"],
];

/**
 * @param head first bytes of the file, TELLING_BYTES or all
 * @param tail last bytes; the directory of a package stands there
 */
export function fileTypeOf(head: Uint8Array, tail: Uint8Array): FileType | undefined {
  if (startsWith(head, [0x25, 0x50, 0x44, 0x46, 0x2d])) return "application/pdf";
  if (startsWith(head, [0xff, 0xd8, 0xff])) return "image/jpeg";
  if (startsWith(head, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return "image/png";
  if (startsWith(head, [0x66, 0x74, 0x79, 0x70], 4)) return "video/mp4";
  if (!startsWith(head, [0x50, 0x4b, 0x03, 0x04])) return undefined;
  const directory = Buffer.from(tail);
  return PARTS.find(([part]) => directory.includes(part))?.[1] ?? "application/zip";
}
