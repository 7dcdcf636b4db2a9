/** A table as CSV for spreadsheet programs: UTF-8 with mark, CRLF, quotes where needed. */

/** A leading sign would be read as a formula; the apostrophe keeps it text. */
function harmless(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell) ? `'${cell}` : cell;
}

function quoted(cell: string): string {
  const safe = harmless(cell);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csvOf(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((row) => row.map(quoted).join(",")).join("\r\n")}\r\n`;
}

/** Offers a text to the reader as a file. */
export const downloadText = (name: string, text: string): void =>
  download(name, new Blob([text], { type: "text/csv;charset=utf-8" }));

/** Offers bytes as a file that the browser does not open by itself. */
export const downloadBytes = (name: string, bytes: Uint8Array<ArrayBuffer>): void =>
  download(name, new Blob([bytes], { type: "application/octet-stream" }));

function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const anchor = document.createElement("a");
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  URL.revokeObjectURL(url);
}
