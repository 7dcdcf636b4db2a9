/** Tip-offs: the frame of the page; every step happens in the reader's browser (islands/tipoff.ts), without an address of its own. */
import english from "../../../../locales/en/tipoff.json" with { type: "json" };
import chinese from "../../../../locales/zh-CN/tipoff.json" with { type: "json" };
import { html, jsonBlock } from "./html.ts";
import { layout } from "./layout.ts";
import { DUTIES, TIPOFF_EXIT, TIPOFF_RESULTS } from "./paths.ts";
import type { TipoffResultsView, TipoffView } from "./views.ts";
import { speak } from "./words.ts";

type Words = Readonly<Record<string, string>>;
const wordsOf = (lang: string): Words => (lang === "en" ? english : chinese);

/** Renders the page with what is kept and what is not; the island adds the acts. */
export function renderTipoff({ page }: TipoffView): string {
  const words = wordsOf(page.lang);
  const kept = ["none", "sealed", "coded", "edge", "device"];
  const body = html`<div class="narrow tipoff" id="tipoff" data-results="${TIPOFF_RESULTS}">
    <p class="tipoff-exit">
      <a class="button plain" href="${TIPOFF_EXIT}" rel="noreferrer" id="tipoff-exit"
        >${words["exit"]}</a
      >
      <span class="meta">${words["exit.hint"]}</span>
    </p>
    <div id="tipoff-step">
      <h1>${words["title"]}</h1>
      <p class="lead">${words["lead"]}</p>
      <section class="box tipoff-kept">
        <h2 class="small">${words["kept.title"]}</h2>
        <ul>
          ${kept.map((name) => html`<li>${words[`kept.${name}`]}</li>`)}
        </ul>
      </section>
      <p class="box" id="tipoff-without">${words["noScript"]}</p>
    </div>
    <p class="tipoff-status" role="status" id="tipoff-status"></p>
    ${jsonBlock("tipoff-words", words)}
  </div>`;
  return layout(page, {
    title: words["title"] ?? "",
    body,
    current: DUTIES,
    scripts: ["/static/islands/tipoff.js"],
  });
}

/** Renders the published outcomes. */
export function renderTipoffResults({ page, rows }: TipoffResultsView): string {
  const words = wordsOf(page.lang);
  const { word } = speak(page.lang);
  const body = html`<div class="narrow">
    <h1>${words["results.title"]}</h1>
    <p class="lead">${words["results.lead"]}</p>
    ${
      rows.length === 0
        ? html`<p class="empty">${words["results.none"]}</p>`
        : html`<ul class="tipoff-results">
            ${rows.map(
              ({ department, topic, regime, outcome, summary, month }) =>
                html`<li class="box">
                  <h2 class="small">
                    ${words[`topic.${topic}`]}
                    <span class="tag">${words[`outcome.${outcome}`]}</span>
                  </h2>
                  <p>${summary}</p>
                  <p class="meta">
                    ${department} ·
                    ${regime !== null && html`${word("regime", regime) ?? regime} · `}
                    ${(words["results.month"] ?? "").replace("{month}", month)}
                  </p>
                </li>`,
            )}
          </ul>`
    }
  </div>`;
  return layout(page, { title: words["results.title"] ?? "", body, current: DUTIES });
}
