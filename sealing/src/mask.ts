/** Hides who somebody is in a text that leaves the office: numbers by their shape, names as they were hinted. */

/** Longest first, so that an identity number is not read as a telephone number. */
const SHAPES = [
  // Identity card: 17 digits and a check character; 15 digits before 1999.
  /(?<![0-9A-Za-z])[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])/g,
  // Bank card.
  /(?<![0-9A-Za-z])\d(?:[ -]?\d){15,18}(?![0-9A-Za-z])/g,
  /(?<![0-9A-Za-z])[1-9]\d{14}(?![0-9A-Za-z])/g,
  /(?<![0-9A-Za-z])(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![0-9A-Za-z])/g,
  /(?<![0-9A-Za-z])0\d{2,3}[ -]?\d{7,8}(?![0-9A-Za-z])/g,
  /[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,120}\.[A-Za-z]{2,10}/g,
  // Number plate.
  /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·\s]?[A-HJ-NP-Z0-9]{5,6}/g,
  /(?<=(?:微信|QQ|扣扣|企鹅)(?:号|号码)?[::\s]{0,2})[A-Za-z0-9_-]{5,20}/g,
] as const;

const BLACK = "█";

/** A name of two to four characters keeps its first one: 张某某. Anything else is blacked out. */
function maskedName(name: string): string {
  const letters = Array.from(name);
  return /^\p{Script=Han}{2,4}$/u.test(name)
    ? `${letters[0]}${"某".repeat(letters.length - 1)}`
    : BLACK.repeat(Math.min(letters.length, 8));
}

/** @param hints names, posts, addresses: whatever would tell who it is */
export function maskIdentity(text: string, hints: readonly string[]): string {
  const wanted = hints.map((hint) => hint.trim()).filter((hint) => hint.length > 1);
  const named = wanted
    .toSorted((a, b) => b.length - a.length)
    .reduce((sum, hint) => sum.replaceAll(hint, maskedName(hint)), text);
  return SHAPES.reduce(
    (sum, shape) => sum.replaceAll(shape, (found) => BLACK.repeat(Math.min(found.length, 11))),
    named,
  );
}

/** What of the hints or shapes still stands in a text. */
export const showsIdentity = (text: string, hints: readonly string[]): boolean =>
  maskIdentity(text, hints) !== text;
