/**
 * Puts the page that verifies without us together: one file with program, style and sentences in it. It may ask no network
 * for anything, which its own policy tells the browser too.
 */
import { createHash } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import offline from "../locales/zh-CN/offline.json" with { type: "json" };
import portal from "../locales/zh-CN/portal.json" with { type: "json" };
import verifier from "../locales/zh-CN/verifier.json" with { type: "json" };
import { kindTitles } from "../web/src/apps/portal/kinds.ts";

/** What an archive keeps for decades stays small (issue 7). */
const MAX_BYTES = 200_000;
export const OFFLINE_PAGE = "verify-offline.html";

type Sentences = Readonly<Record<string, string>>;

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

/** JSON that cannot end the element it stands in. */
const embedded = (value: object): string => JSON.stringify(value).replaceAll("<", "\\u003c");

/** Sentences of the report, those of the page in place of those that speak of the portal. */
function wordsOf(): Sentences {
  const report = Object.entries(verifier).filter(([code]) => !code.startsWith("cli."));
  const island = Object.entries(portal).filter(
    ([code]) => code.startsWith("island.") || code === "list.comma",
  );
  return {
    ...Object.fromEntries([...report, ...island, ...Object.entries(offline)]),
    "island.keyFromPage": offline["offline.fromPage"],
  };
}

const MIRROR = `<svg viewBox="0 0 40 40" aria-hidden="true"><circle cx="20" cy="20" r="17.5" fill="none" stroke="var(--ink)" stroke-width="2.5"/><path d="M7 22.5h26a13.2 13.2 0 0 1-26 0z" fill="var(--accent)"/><path d="M7 19.5a13.2 13.2 0 0 1 26 0z" fill="none" stroke="var(--ink)" stroke-width="1.6"/></svg>`;

function bodyOf(): string {
  const say = (key: keyof typeof offline) => escaped(offline[key]);
  return `<main class="page">
<header>${MIRROR}<span><b>明镜</b>${say("offline.brand")}</span></header>
<h1>${say("offline.title")}</h1>
<p class="lead">${say("offline.lead")}</p>
<p class="box" id="off">${say("offline.noScript")}</p>
<div data-role="tool" hidden>
<div class="drop" data-role="drop"><div><b>${say("offline.drop")}</b><p class="meta">${say("offline.dropText")}</p></div>
<p class="acts"><label class="button pick">${say("offline.choose")}<input id="files" type="file" multiple accept=".json,application/json,application/pdf,image/*" class="hidden-text"></label>
<button type="button" class="button plain" data-role="again">${say("offline.again")}</button></p></div>
<div class="key"><label for="key">${say("offline.keyLabel")}</label><p class="meta" id="key-text">${say("offline.keyText")}</p>
<textarea id="key" rows="2" spellcheck="false" autocomplete="off" aria-describedby="key-text key-said"></textarea>
<p class="meta" data-role="key-said" id="key-said" role="status"></p></div>
<p class="status" role="status" aria-live="polite" data-role="status"></p>
<div data-role="report"></div>
</div>
<footer><p>${say("offline.revoked")}</p></footer>
</main>`;
}

const sourceOf = (text: string): string =>
  `'sha256-${createHash("sha256").update(text, "utf8").digest("base64")}'`;

/** The page from its program and style. */
export function offlinePage({ program, style }: { program: string; style: string }): string {
  // "</script" in a string or a pattern would end the element.
  const script = program.replaceAll("</script", String.raw`<\/script`).trim();
  const policy = `default-src 'none'; script-src ${sourceOf(script)}; style-src ${sourceOf(style)}; img-src data: blob:; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(offline["offline.title"])}</title>
<style>${style}</style>
</head>
<body>
${bodyOf()}
<script type="application/json" id="verifier-words">${embedded(wordsOf())}</script>
<script type="application/json" id="verifier-kinds">${embedded(kindTitles("zh-CN"))}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** Writes the page and its SHA-256, and takes away what it was made of. @throws Error if it is too large */
export async function writeOfflinePage(dist: string): Promise<void> {
  const parts = join(dist, "assets/offline");
  const program = await readFile(join(parts, "offline.js"), "utf8");
  const styleFile = join(dist, "offline.css");
  const style = (await readFile(styleFile, "utf8")).trim();
  const page = Buffer.from(offlinePage({ program, style }), "utf8");
  if (page.length > MAX_BYTES)
    throw new Error(`${OFFLINE_PAGE} has ${page.length} bytes, more than ${MAX_BYTES}`);
  const hash = createHash("sha256").update(page).digest("hex");
  await writeFile(join(dist, OFFLINE_PAGE), page);
  await writeFile(join(dist, `${OFFLINE_PAGE}.sha256`), `${hash}  ${OFFLINE_PAGE}\n`);
  await rm(parts, { recursive: true });
  await rm(styleFile);
  console.log(`${OFFLINE_PAGE}: ${page.length} bytes, SHA-256 ${hash}`);
}
