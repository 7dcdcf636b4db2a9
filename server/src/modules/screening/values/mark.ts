/** Marks without a form of their own: lock numbers, install ids, accounts, tokens of persons. */

/** Capitals, no blanks and separators; undefined for what is empty, too short, one repeated character or "none" in words. */
export function readMark(text: string | undefined): string | undefined {
  const value = (text ?? "")
    .normalize("NFKC")
    .toUpperCase()
    .replaceAll(/[\s\-_.]/gu, "");
  if (value.length < 2 || /^(.)\1*$/u.test(value) || NOTHING.has(value)) return undefined;
  return value;
}

const NOTHING = new Set(["NONE", "NULL", "UNKNOWN", "NA", "N/A", "UNDEFINED", "DEFAULT", "TEST"]);

/** A token or number tells one person; a bare name may be another's. */
export const tellsOnePerson = (value: string): boolean => /[0-9]{4,}|[0-9A-F]{8,}/u.test(value);
