/** What the portal proves and does not, what is public when, and what it knows of its readers. */
import { html, type Value } from "./html.ts";
import { layout } from "./layout.ts";
import { ABOUT, HOME } from "./paths.ts";
import type { AboutView } from "./views.ts";
import { type Speech, speak, type WordKey } from "./words.ts";

const PROVES = ["about.proves.1", "about.proves.2", "about.proves.3"] as const;
const NOT_PROVES = ["about.not.1", "about.not.2", "about.not.3", "about.not.4"] as const;
const RELEASE = [
  "about.release.1",
  "about.release.2",
  "about.release.3",
  "about.release.4",
] as const;
const PRIVACY = ["about.privacy.1", "about.privacy.2", "about.privacy.3"] as const;

const items = (keys: readonly WordKey[], { say }: Speech): Value =>
  keys.map((key) => html`<li>${say(key)}</li>`);

/** Renders the page about the platform. */
export function renderAbout(view: AboutView): string {
  const { page } = view;
  const speech = speak(page.lang);
  const { say } = speech;
  const body = html`<div class="narrow">
    <p class="crumbs"><a href="${HOME}">${say("nav.home")}</a> / ${say("nav.about")}</p>
    <h1>${say("about.title")}</h1>
    <p class="lead">${say("about.lead")}</p>
    <div class="both">
      <section>
        <h2>${say("island.proves")}</h2>
        <ul>
          ${items(PROVES, speech)}
        </ul>
      </section>
      <section>
        <h2>${say("island.notProves")}</h2>
        <ul>
          ${items(NOT_PROVES, speech)}
        </ul>
      </section>
    </div>
    <h2 class="small" id="release">${say("about.release")}</h2>
    <ul class="prose dashed">
      ${items(RELEASE, speech)}
    </ul>
    <h2 class="small" id="people">${say("about.people")}</h2>
    <p class="prose">${say("about.peopleText")}</p>
    <h2 class="small" id="privacy">${say("about.privacy")}</h2>
    <ul class="prose dashed">
      ${items(PRIVACY, speech)}
    </ul>
  </div>`;
  return layout(page, { title: say("nav.about"), body, current: ABOUT, log: view.log });
}
