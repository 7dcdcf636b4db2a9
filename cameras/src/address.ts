/** Addresses of cameras hold passwords: what is logged, thrown or shown is cleared of them first. */

const SHOWN = "***";

/** Passwords of an address as they may be spelt in a message: as given and decoded. */
function secretsOf(url: string): string[] {
  const authority = /^[a-z][a-z+.-]*:\/\/([^/?#]*)@/i.exec(url)?.[1];
  if (authority === undefined) return [];
  const password = authority.slice(authority.indexOf(":") + 1);
  return [authority, password, decoded(password)].filter((secret) => secret.length > 0);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray percent sign: the text stands for itself.
    return text;
  }
}

/** The text without user and password of the address, and without those of any other address in it. */
export function withoutSecrets(text: string, url: string): string {
  let clean = text;
  const secrets = secretsOf(url).toSorted((a, b) => b.length - a.length);
  for (const secret of secrets) clean = clean.replaceAll(secret, SHOWN);
  return clean.replaceAll(/\b([a-z][a-z+.-]*:\/\/)[^\s/?#]*@/gi, `$1${SHOWN}@`);
}
