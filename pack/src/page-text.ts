/** The one page of a pack. Its program and style stand in it; the seal names the manifest that covers the rest. */
import { encodeHex, sha256 } from "../../verifier/src/index.ts";
import type { Fingerprint } from "./blocks.ts";
import { bytesOfAscii } from "./data-file.ts";

export const PAGE = "index.html";
export const MANIFEST = "data/manifest.js";
export const DATA_FILES = [
  "data/facts.js",
  "data/log.js",
  "data/lead.js",
  "data/law.js",
  "data/custody.js",
] as const;

const SEAL_OPEN = '<script type="application/json" id="mj-seal">';
const SEAL_CLOSE = "</script>";
const CHECK_DIGITS = 32;

/** What the page says of the manifest, with a hash over itself. */
export interface PageSeal {
  readonly number: string;
  readonly manifest: Fingerprint;
  readonly check: string;
}

const checkOf = (seal: Omit<PageSeal, "check">): string => {
  const { number, manifest } = seal;
  const text = `${number} ${manifest.bytes} ${manifest.sha256} ${manifest.blocks}`;
  return encodeHex(sha256(bytesOfAscii(text))).slice(0, CHECK_DIGITS);
};

export const sealPage = (seal: Omit<PageSeal, "check">): PageSeal => ({
  ...seal,
  check: checkOf(seal),
});

export function readSeal(text: string): PageSeal | undefined {
  try {
    const seal = JSON.parse(text) as PageSeal;
    return checkOf(seal) === seal.check ? seal : undefined;
  } catch {
    return undefined;
  }
}

export interface PageParts {
  readonly style: string;
  /** One script without imports. */
  readonly app: string;
  readonly seal: string;
}

/** Inside of an element, code may not name the tag that ends it. */
const asciiCode = (code: string): string =>
  code
    .replaceAll(/<\/(script|style)/gi, "<\\/$1")
    .replaceAll("<!--", "<\\!--")
    .replaceAll(
      /[\u007f-\uffff]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );

/** Code in the form in which it stands in the page. */
export const pageCode = (code: string): string => `\n${asciiCode(code).trim()}\n`;

/** ASCII, as all files of a pack. Shown until the program runs: the pack cannot be checked. */
export function pageText({ style, app, seal }: PageParts): string {
  const scripts = [MANIFEST, ...DATA_FILES].map((name) => `<script src="${name}"></script>\n`);
  return (
    `<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n` +
    `<meta name="viewport" content="width=device-width, initial-scale=1">\n` +
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline' file: 'self'; style-src 'unsafe-inline'; img-src data:">\n` +
    `<title>&#26126;&#38236;&#32447;&#32034;&#35777;&#25454;&#21253;</title>\n` +
    `<style id="mj-style">${style}</style>\n` +
    `${SEAL_OPEN}${seal}${SEAL_CLOSE}\n</head>\n<body>\n` +
    `<main id="mj-root"><p>&#26412;&#39029;&#30340;&#31243;&#24207;&#26410;&#33021;&#36816;&#34892;&#65306;&#25991;&#20214; index.html &#24050;&#25439;&#22351;&#25110;&#34987;&#25913;&#21160;&#12290;</p></main>\n` +
    `<script id="mj-app">${app}</script>\n${scripts.join("")}</body>\n</html>\n`
  );
}

/** The seal of a page, and the page without it, which is what the manifest covers. */
export function splitPage(
  text: string,
): { readonly seal: string; readonly rest: string; readonly at: number } | undefined {
  const open = text.indexOf(SEAL_OPEN);
  if (open < 0) return undefined;
  const at = open + SEAL_OPEN.length;
  const close = text.indexOf(SEAL_CLOSE, at);
  if (close < 0) return undefined;
  return { seal: text.slice(at, close), rest: text.slice(0, at) + text.slice(close), at };
}
