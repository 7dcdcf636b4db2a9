/** Reads multipart/form-data (RFC 7578) that a browser sent, whole in memory: the caller limits the body. Pure. */

export interface FilePart {
  readonly field: string;
  readonly name: string;
  readonly content: Buffer;
}

export interface FormData {
  /** Values of each field in their order. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
  /** Files that were chosen; an empty choice is none. */
  readonly files: readonly FilePart[];
}

const MOST_PARTS = 200;
const CRLF = "\r\n";

/** RFC 2046 §5.1.1. Undefined for another media type. */
export function boundaryOf(contentType: string): string | undefined {
  if (!/^multipart\/form-data\s*;/i.test(contentType)) return undefined;
  const [, quoted, bare] =
    /;\s*boundary=(?:"([^"\r\n]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType) ?? [];
  return quoted ?? bare;
}

/** HTML §4.10.21.8: browsers write these three and nothing else in this way. */
const unescaped = (text: string): string =>
  text.replaceAll(/%(22|0D|0A)/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

const parameter = (header: string, name: string): string | undefined => {
  const found = new RegExp(`;\\s*${name}="([^"]*)"`, "i").exec(header)?.[1];
  return found === undefined ? undefined : unescaped(found);
};

/** @returns undefined if it is not well formed or has too many parts */
export function readMultipart(body: Buffer, boundary: string): FormData | undefined {
  const fields: Record<string, string[]> = Object.create(null) as Record<string, string[]>;
  const files: FilePart[] = [];
  const delimiter = `--${boundary}`;
  let at = body.indexOf(delimiter);
  if (at !== 0 && body.subarray(at - 2, at).toString("latin1") !== CRLF) return undefined;
  for (let part = 0; part <= MOST_PARTS; part++) {
    at += delimiter.length;
    const mark = body.subarray(at, at + 2).toString("latin1");
    if (mark === "--") return { fields, files };
    const headEnd = body.indexOf(`${CRLF}${CRLF}`, at);
    if (mark !== CRLF || headEnd < 0) return undefined;
    const end = body.indexOf(`${CRLF}${delimiter}`, headEnd + 4);
    if (end < 0) return undefined;
    const head = body.subarray(at + 2, headEnd).toString("utf8");
    const content = body.subarray(headEnd + 4, end);
    if (!addPart({ fields, files }, head, content)) return undefined;
    at = end + 2;
  }
  return undefined;
}

interface Found {
  readonly fields: Record<string, string[]>;
  readonly files: FilePart[];
}

function addPart({ fields, files }: Found, head: string, content: Buffer): boolean {
  const disposition = /^content-disposition:\s*form-data(.*)$/im.exec(head)?.[1];
  const field = disposition === undefined ? undefined : parameter(disposition, "name");
  if (disposition === undefined || field === undefined) return false;
  const name = parameter(disposition, "filename");
  if (name === undefined) (fields[field] ??= []).push(content.toString("utf8"));
  else if (name !== "" || content.length > 0) files.push({ field, name, content });
  return true;
}
