/** Telephone numbers and mail addresses in one written form. */

const PLACEHOLDERS = new Set(["12345678", "123456789", "1234567890", "12345678901", "13800138000"]);

/**
 * Digits only: a Chinese mobile number without 86, a land line with its area code, the extension
 * behind `x` (a house exchange is shared; its extension is not). Undefined: masked, too short, dummy.
 */
export function readPhone(text: string | undefined): string | undefined {
  if (text === undefined || /[*＊]|[Xx]{2,}/u.test(text)) return undefined;
  const [main = "", extension = ""] = text.normalize("NFKC").split(/(?:转|分机|ext\.?|x|#)/iu);
  let digits = main.replaceAll(/\D/g, "").replace(/^0{2}/, "");
  if (/^86(1\d{10}|0?[2-9]\d{8,10})$/.test(digits)) digits = digits.slice(2);
  if (digits.length < 7 || digits.length > 15 || PLACEHOLDERS.has(digits)) return undefined;
  if (/^(\d)\1*$/.test(digits.slice(-7))) return undefined;
  const inner = extension.replaceAll(/\D/g, "");
  return inner === "" ? digits : `${digits}x${inner}`;
}

/** Small letters, without the tag after `+`. Undefined: masked or no address. */
export function readEmail(text: string | undefined): string | undefined {
  if (text === undefined || /[*＊]/u.test(text)) return undefined;
  const parts = /^([^@\s]+)@([^@\s]+\.[^@\s]+)$/u.exec(text.normalize("NFKC").trim().toLowerCase());
  if (parts === null) return undefined;
  const [, box = "", host = ""] = parts;
  const name = box.split("+")[0] ?? "";
  return name === "" || /^(none|null|test|example|no|na|noreply)$/.test(name)
    ? undefined
    : `${name}@${host}`;
}
