/**
 * Data of a pack in files that a page opened from a disk may read: browsers load scripts from there, but no JSON. The
 * JSON stands in a comment of a function, whose source the page gets back byte by byte; ASCII only, so that a changed
 * byte never changes how many characters there are.
 */
const HEAD = "function () {/*";
const TAIL = "*/}";

/** JSON of ASCII characters that cannot end a comment. */
const asciiJson = (value: unknown): string =>
  JSON.stringify(value, undefined, 1)
    .replaceAll("*/", "*\\/")
    .replaceAll(
      /[\u007f-\uffff]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );

const around = (name: string, source: string): string =>
  `mingjingPack(${JSON.stringify(name)}, ${source});\n`;

export const dataFile = (name: string, value: unknown): string =>
  around(name, `${HEAD}${asciiJson(value)}${TAIL}`);

/** The file again from what the browser says of the function in it. */
export const fileOfSource = around;

/** Place of the JSON in the file. */
export const jsonStart = (name: string): number => around(name, HEAD).length - ");\n".length;

/** @returns undefined when it is no data file or holds no JSON */
export function readDataFile(name: string, text: string): unknown {
  const end = text.length - `${TAIL});\n`.length;
  const [head, tail] = [around(name, HEAD).slice(0, -");\n".length), text.slice(end)];
  if (!text.startsWith(head) || tail !== `${TAIL});\n`) return undefined;
  try {
    return JSON.parse(text.slice(head.length, end));
  } catch {
    return undefined;
  }
}

/** A byte for each character; whatever is not ASCII was a changed byte. */
export function bytesOfAscii(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    bytes[index] = code < 128 ? code : 255;
  }
  return bytes;
}

export const textOfAscii = (bytes: Uint8Array): string => {
  let text = "";
  for (let start = 0; start < bytes.length; start += 8192)
    text += String.fromCharCode(...bytes.subarray(start, start + 8192));
  return text;
};
