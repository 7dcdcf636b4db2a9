/** Verification of a certificate: the page; the work is done in the reader's browser by islands/verify.ts. */
import english from "../../../../locales/en/verifier.json" with { type: "json" };
import chinese from "../../../../locales/zh-CN/verifier.json" with { type: "json" };
import { type Html, html, jsonBlock } from "./html.ts";
import { kindTitles } from "./kinds.ts";
import { layout } from "./layout.ts";
import { ICONS } from "./parts.ts";
import { HOME, localPath, VERIFY } from "./paths.ts";
import type { VerifyView } from "./views.ts";
import { type Speech, speak, type WordKey } from "./words.ts";

/** Sentences the island says itself; the verifier's own come from verifier.json. */
const ISLAND_KEYS = [
  "island.working",
  "island.read",
  "island.part",
  "photo.unreadable",
  "island.pasted",
  "island.fromSite",
  "island.proves",
  "island.provesNothing",
  "island.notProves",
  "island.checks",
  "island.facts",
  "island.factCount",
  "island.moreFacts",
  "island.holds",
  "island.fails",
  "island.unread",
  "island.about",
  "island.log",
  "island.keyMissing",
  "island.keyFromPage",
  "island.fetchFailed",
  "island.another",
  "island.kind",
  "island.when",
  "island.recorded",
  "island.place",
  "island.result",
  "island.claims",
  "island.forCourt",
  "island.forDiscipline",
  "island.forParty",
  "island.clipAbout",
  "island.clipClaims",
  "list.comma",
] as const satisfies readonly WordKey[];

/** Codes that the verifier words for a reader who named the key; here the page names it, and says so. */
const HERE = {
  "log-key": "here.log-key",
  "check.key": "here.check.key",
  "certificate.key-trusted": "here.certificate.key-trusted",
  "certificate.key-not-trusted": "here.certificate.key-not-trusted",
} as const satisfies Readonly<Record<string, WordKey>>;

function wordsFor({ lang, template }: Speech): Readonly<Record<string, string>> {
  const sentences: Readonly<Record<string, string>> = lang === "en" ? english : chinese;
  const spoken = Object.entries(sentences).filter(([code]) => !code.startsWith("cli."));
  const here = Object.entries(HERE).map(([code, key]) => [code, template(key)] as const);
  const own = ISLAND_KEYS.map((key) => [key, template(key)] as const);
  return Object.fromEntries([...spoken, ...here, ...own]);
}

/** Where a file is dropped or chosen. */
const dropZone = ({ rich, say }: Speech): Html =>
  html`<div class="drop" data-role="drop">
    ${ICONS.file}
    <div>
      <b>${say("verify.drop")}</b>
      <p class="meta">
        ${rich("verify.dropText", {
          suffix: html`<code>.mjcert.json</code>`,
          clip: html`<code>.zip</code>`,
        })}
      </p>
      <p class="meta">${say("verify.dropMore")}</p>
    </div>
    <label class="button plain pick"
      >${ICONS.up}<span data-role="pick">${say("verify.choose")}</span
      ><input
        type="file"
        accept=".json,.zip,application/json,application/zip,application/pdf,image/*"
        class="hidden-text"
    /></label>
  </div>`;

/** The tool; hidden until the island runs and takes away the sentence that says what to do without it. */
function tool(view: VerifyView, speech: Speech): Html {
  const { say } = speech;
  const { certificate, log } = view;
  const own =
    certificate !== undefined &&
    html`<div class="drop own">
      <div>
        <b>${certificate.title}</b>
        <p class="meta">${say("verify.ownText")}</p>
      </div>
      <p class="acts">
        <button
          type="button"
          class="button"
          data-act="fetch"
          data-url="${localPath(certificate.url)}"
        >
          ${say("verify.own")}
        </button>
        <a class="button plain" href="${localPath(certificate.url)}" download
          >${ICONS.down}${say("certificate.download")}</a
        >
      </p>
    </div>`;
  return html`<div
      id="verifier"
      data-lang="${view.page.lang}"
      data-vkey="${log?.vkey}"
      data-leaf="${view.page.query["leaf"]}"
      hidden
    >
      ${own} ${dropZone(speech)}
      <details class="paste">
        <summary>${say("verify.paste")}</summary>
        <label for="pasted">${say("verify.pasteLabel")}</label>
        <textarea id="pasted" rows="6" spellcheck="false" autocomplete="off"></textarea>
        <button type="button" class="button plain" data-act="paste">
          ${say("verify.pasteAct")}
        </button>
      </details>
      <p class="status" role="status" aria-live="polite" data-role="status"></p>
      <div data-role="report"></div>
    </div>
    <p class="box" id="verifier-off">${say("verify.noScript")}</p>`;
}

/** The page that needs neither us nor a network. */
const offline = ({ rich, say }: Speech): Html =>
  html`<section class="box" aria-labelledby="offline">
    <h2 id="offline">${say("verify.offline")}</h2>
    <p>${say("verify.offlineText")}</p>
    <p class="acts">
      <a class="button plain" href="/static/verify-offline.html" download
        >${ICONS.down}${say("verify.offline")}</a
      >
    </p>
    <p class="soft">
      ${rich("verify.offlineHash", {
        file: html`<a href="/static/verify-offline.html.sha256"
          ><code>verify-offline.html.sha256</code></a
        >`,
      })}
    </p>
  </section>`;

function outcomes({ say }: Speech): Html {
  return html`<h2 class="small">${say("verify.outcomes")}</h2>
    <ul class="outcomes">
      ${(["valid", "refused", "unreadable"] as const).map(
        (outcome) =>
          html`<li class="${outcome}">
            <b>${say(`outcomes.${outcome}`)}</b>${say(`outcomes.${outcome}Text`)}
          </li>`,
      )}
    </ul>`;
}

function without(view: VerifyView, { rich, say }: Speech): Html {
  const { log } = view;
  return html`<section class="box without" aria-labelledby="without">
    <h2 id="without">${say("verify.without")}</h2>
    <p>${say("verify.withoutText")}</p>
    <pre class="code" tabindex="0"><code>mingjing certificate verify ${say("command.file")}
mingjing clip verify ${say("command.clip")}</code></pre>
    ${
      log === null
        ? html`<p class="soft">${say("verify.noKey")}</p>`
        : html`<p>${rich("verify.key", { option: html`<code>--key</code>` })}</p>
            <pre class="code" tabindex="0"><code>${log.vkey}</code></pre>`
    }
    <p class="soft">${say("verify.keyText")}</p>
  </section>`;
}

/** Renders the verifier's page. */
export function renderVerify(view: VerifyView): string {
  const { page } = view;
  const speech = speak(page.lang);
  const { say } = speech;
  const body = html`<div class="narrow">
    <p class="crumbs"><a href="${HOME}">${say("nav.home")}</a> / ${say("nav.verify")}</p>
    <h1>${say("verify.title")}</h1>
    <p class="lead">${say("verify.lead")}</p>
    ${tool(view, speech)} ${outcomes(speech)} ${offline(speech)} ${without(view, speech)}
    ${jsonBlock("verifier-words", wordsFor(speech))}
    ${jsonBlock("verifier-kinds", kindTitles(page.lang))}
  </div>`;
  return layout(page, {
    title: say("verify.title"),
    body,
    current: VERIFY,
    log: view.log,
    scripts: ["/static/islands/verify.js"],
  });
}
