/** Open contracting process identifier: our prefix and a code that is safe in a path. */
export const OCID_PREFIX = "ocds-mj0001-";

export function isOcid(text: string): boolean {
  return /^ocds-mj0001-[A-Za-z0-9._-]{1,120}$/.test(text);
}
