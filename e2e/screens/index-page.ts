/** The page that shows every screen beside its design. */
import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";

import { html, type Html } from "../../web/src/apps/portal/html.ts";
import { fileOf, type Finding, type Width, WINDOWS } from "./examine.ts";
import type { Shot } from "./shot.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const DESIGNS = join(ROOT, "../shared/design/png");
const WIDTHS = Object.keys(WINDOWS).map(Number) as Width[];

/** The design of this window; a design made for one window only serves that one. */
function designOf(shot: Shot, width: Width): string | undefined {
  if (shot.design === undefined) return undefined;
  const only = /-(360|1366)(-|$)/.exec(shot.design)?.[1];
  if (only !== undefined && only !== String(width)) return undefined;
  const file = only === undefined ? `${shot.design}-${width}` : shot.design;
  return join(DESIGNS, `${file}.png`);
}

function design(shot: Shot, width: Width, folder: string): Html {
  const file = designOf(shot, width);
  if (file === undefined) return html`<p>no design page for this screen</p>`;
  if (!existsSync(file)) return html`<p>design page not present here: ${relative(ROOT, file)}</p>`;
  return html`<img src="${relative(folder, file)}" alt="design" />`;
}

function row(shot: Shot, findings: readonly Finding[], folder: string): Html {
  const own = findings.filter((finding) => finding.shot === shot.name);
  return html`<section id="${shot.name}">
    <h2>${shot.name} <small>${shot.state}, ${own.length} findings</small></h2>
    <ul>
      ${own.map(({ width, kind, detail }) => html`<li>${width} px, ${kind}: ${detail}</li>`)}
    </ul>
    ${WIDTHS.map(
      (width) =>
        html`<div class="pair">
          <figure>
            <figcaption>${width} px</figcaption>
            <img src="${fileOf(shot, width)}" alt="screen" />
          </figure>
          <figure>
            <figcaption>design</figcaption>
            ${design(shot, width, folder)}
          </figure>
        </div>`,
    )}
  </section>`;
}

const STYLE = `body { font: 14px/1.5 sans-serif; margin: 24px } img { max-width: 100%; border: 1px solid #ccc }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 16px; align-items: start } figure { margin: 0 0 16px }`;

/** `folder` is where the pictures and this page lie. */
export function indexPage(
  shots: readonly Shot[],
  findings: readonly Finding[],
  folder: string,
): string {
  const { text } = html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <title>Screens beside their design</title>
      <link rel="stylesheet" href="index.css" />
      <h1>${shots.length} screens, ${findings.length} findings</h1>
      ${shots.map((shot) => row(shot, findings, folder))}
    </html>`;
  return text;
}

export { STYLE as INDEX_STYLE };
