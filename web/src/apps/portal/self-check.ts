/** The bidder's self-check of its own file: the page; the work is done in the reader's browser by islands/self-check.ts. */
import { html, jsonBlock } from "./html.ts";
import { layout } from "./layout.ts";
import { HOME, SELF_CHECK } from "./paths.ts";
import type { AboutView } from "./views.ts";
import { speak, type WordKey } from "./words.ts";

/** Sentences the island says itself. */
const ISLAND_KEYS = [
  "self.working",
  "self.done",
  "self.names",
  "self.noText",
  "self.noNames",
  "self.namesText",
  "self.name",
  "self.properties",
  "self.noProperties",
  "self.propertiesText",
  "self.property.creator",
  "self.property.lastModifiedBy",
  "self.property.company",
  "self.property.manager",
  "self.property.template",
  "self.property.created",
  "self.property.modified",
  "self.property.revision",
  "self.property.producer",
  "self.arithmetic",
  "self.noLines",
  "self.right",
  "self.wrong",
  "self.fault.product",
  "self.fault.sum",
  "self.refused.kind",
  "self.refused.unreadable",
] as const satisfies readonly WordKey[];

const DOES_NOT = ["self.not.1", "self.not.2", "self.not.3"] as const;

/** Renders the page of the self-check. */
export function renderSelfCheck(view: AboutView): string {
  const { page } = view;
  const { say, template } = speak(page.lang);
  const words = Object.fromEntries(ISLAND_KEYS.map((key) => [key, template(key)]));
  const body = html`<div class="narrow">
      <p class="crumbs"><a href="${HOME}">${say("nav.home")}</a> / ${say("self.title")}</p>
      <h1>${say("self.title")}</h1>
      <p class="lead">${say("self.lead")}</p>
      <p id="self-check-without">${say("self.noScript")}</p>
      <div id="self-check" hidden>
        <p class="self-field">
          <label for="self-own">${say("self.own")}</label>
          <input class="input" id="self-own" name="own" type="text" autocomplete="organization" />
          <span class="meta">${say("self.ownText")}</span>
        </p>
        <p class="self-field">
          <label for="self-file">${say("self.file")}</label>
          <input id="self-file" type="file" accept=".docx,.xlsx,.pdf,.csv,.txt" />
          <span class="meta">${say("self.fileText")}</span>
        </p>
        <div id="self-check-result" role="status" aria-live="polite"></div>
      </div>
      <h2 class="small">${say("self.not")}</h2>
      <ul class="prose dashed">
        ${DOES_NOT.map((key) => html`<li>${say(key)}</li>`)}
      </ul>
    </div>
    ${jsonBlock("self-check-words", words)}`;
  return layout(page, {
    title: say("self.title"),
    body,
    current: SELF_CHECK,
    log: view.log,
    scripts: ["/static/islands/self-check.js"],
  });
}
