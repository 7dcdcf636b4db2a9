/** Pages for an address that leads nowhere and for a fault. */
import { html } from "./html.ts";
import { layout } from "./layout.ts";
import { HOME, PROJECTS } from "./paths.ts";
import type { ErrorView, NotFoundView } from "./views.ts";
import { speak } from "./words.ts";

/** Renders "not found": also for what is not public yet, with the same words. */
export function renderNotFound({ page }: NotFoundView): string {
  const { say } = speak(page.lang);
  const body = html`<div class="narrow message">
    <h1>${say("notFound.title")}</h1>
    <p class="lead">${say("notFound.text")}</p>
    <form class="search" role="search" action="${PROJECTS}" method="get">
      <label class="hidden-text" for="q">${say("search.label")}</label>
      <input
        id="q"
        name="q"
        type="search"
        maxlength="100"
        placeholder="${say("search.placeholder")}"
      /><button>${say("search.button")}</button>
    </form>
    <p><a href="${HOME}">${say("message.home")}</a></p>
  </div>`;
  return layout(page, { title: say("notFound.title"), body });
}

/** Renders "wait a moment": the browser asks for the same address again by itself. */
export function renderWaiting({ page }: NotFoundView): string {
  const { say } = speak(page.lang);
  const body = html`<div class="narrow message">
    <h1>${say("waiting.title")}</h1>
    <p class="lead" role="status">${say("waiting.text")}</p>
    <p><a href="${page.path}">${say("waiting.again")}</a></p>
    <p><a href="${HOME}">${say("message.home")}</a></p>
  </div>`;
  return layout(page, { title: say("waiting.title"), body });
}

/** Renders a fault: what happened, what to do, and the number to quote. */
export function renderError({ page, requestId }: ErrorView): string {
  const { say } = speak(page.lang);
  const body = html`<div class="narrow message">
    <h1>${say("error.title")}</h1>
    <p class="lead">${say("error.text")}</p>
    <p>${say("error.number")} <code>${requestId}</code></p>
    <p><a href="${HOME}">${say("message.home")}</a></p>
  </div>`;
  return layout(page, { title: say("error.title"), body });
}
