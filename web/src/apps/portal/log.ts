/** The witness log: its size, root, signed checkpoint and key, and how to check them. */
import { longInstant } from "./format.ts";
import { type Html, html } from "./html.ts";
import { layout } from "./layout.ts";
import { witnessTable } from "./log-witnesses.ts";
import { ICONS } from "./parts.ts";
import { HOME, localPath, LOG, VERIFY } from "./paths.ts";
import type { LogAnchor, LogStatus, LogView, SealedLog } from "./views.ts";
import { countText, type Speech, speak } from "./words.ts";

function status(log: LogStatus, view: LogView, { lang, say }: Speech): Html {
  const { checkpointUrl } = view;
  const rows: readonly (readonly [string, Html | string])[] = [
    [say("log.size"), say("log.entries", { size: log.size })],
    [say("log.signedAt"), longInstant(lang, log.signedAt)],
    [say("log.origin"), html`<code>${log.origin}</code>`],
  ];
  return html`<dl class="facts three">
      ${rows.map(
        ([term, value]) =>
          html`<div>
            <dt>${term}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    <h2 class="small">${say("log.root")}</h2>
    <p class="soft">${say("log.rootText")}</p>
    <pre class="code" tabindex="0"><code>${log.root}</code></pre>
    <h2 class="small">${say("log.checkpoint")}</h2>
    <p class="soft">${say("log.checkpointText")}</p>
    <pre class="code" tabindex="0"><code>${log.note}</code></pre>
    ${
      checkpointUrl !== undefined &&
      html`<p class="acts">
        <a class="button plain" href="${localPath(checkpointUrl)}"
          >${ICONS.down}${say("log.checkpointFile")}</a
        >
      </p>`
    }
    <h2 class="small">${say("log.vkey")}</h2>
    <p class="soft">${say("log.vkeyText")}</p>
    <pre class="code" tabindex="0"><code>${log.vkey}</code></pre>
    ${
      log.sm2Vkey != null &&
      html`<p class="soft">${say("log.sm2Vkey")}</p>
        <pre class="code" tabindex="0"><code>${log.sm2Vkey}</code></pre>`
    }`;
}

function anchorList(anchors: readonly LogAnchor[], { lang, say }: Speech): Html {
  return html`<h2 class="small">${say("log.anchors")}</h2>
    <p class="soft">${say("log.anchorsText")}</p>
    <ul class="anchors">
      ${anchors.map(
        ({ chain, size, anchoredAt, blockHeight, number }) =>
          html`<li>
            <span
              >${longInstant(lang, anchoredAt)} · ${say(`log.chain.${chain}`)} ·
              ${say("log.anchored", { size, height: blockHeight })}</span
            ><code>${number}</code>
          </li>`,
      )}
    </ul>
    <p class="acts">
      <a class="button plain" href="${localPath("/api/log/anchors")}"
        >${ICONS.down}${say("log.anchorsFile")}</a
      >
    </p>`;
}

function sealedList(logs: readonly SealedLog[], { lang, say }: Speech): Html {
  return html`<h2 class="small">${say("log.sealed")}</h2>
    <p class="soft">${say("log.sealedText")}</p>
    <ul class="anchors">
      ${logs.map(
        ({ origin, size, kept, reason, reasonZh, reasonEn, decidedBy, sealedAt }) =>
          html`<li>
            <span
              >${longInstant(lang, sealedAt)} · ${say(`log.sealed.${reason}`)} ·
              ${say("log.sealedAt", { size, kept })}</span
            >
            <span>${lang === "en" ? reasonEn : reasonZh}</span>
            <span
              >${say("log.sealedBy", { names: decidedBy.join(lang === "en" ? ", " : "、") })}</span
            >
            <code>${origin}</code>
          </li>`,
      )}
    </ul>
    <p class="acts">
      <a class="button plain" href="${localPath("/log/shards")}"
        >${ICONS.down}${say("log.sealedFile")}</a
      >
    </p>`;
}

/** Renders the status of the log. */
export function renderLog(view: LogView): string {
  const { log, page, anchors = [], sealed = [] } = view;
  const speech = speak(page.lang);
  const { lang, rich, say } = speech;
  const sentence =
    log === null
      ? say("log.none")
      : rich("log.sentence", { size: countText(log.size), time: longInstant(lang, log.signedAt) });
  const how = (["size", "own", "keep"] as const).map(
    (step) => html`<li>${say(`log.how.${step}`)}</li>`,
  );
  const body = html`<div class="narrow">
    <p class="crumbs"><a href="${HOME}">${say("nav.home")}</a> / ${say("nav.log")}</p>
    <h1>${sentence}</h1>
    <p class="lead">${say("log.lead")}</p>
    ${
      log !== null &&
      view.witnesses !== undefined &&
      witnessTable({ view: view.witnesses, newest: log.size, isDemo: page.demo }, speech)
    }
    ${
      view.mirrorUrl !== undefined &&
      html`<p class="soft">
        ${say("log.mirrorDemo")}
        <a href="${view.mirrorUrl}" rel="noreferrer" target="_blank">${say("log.mirrorOpen")}</a>
      </p>`
    }
    ${log !== null && status(log, view, speech)} ${sealed.length > 0 && sealedList(sealed, speech)}
    ${log !== null && anchors.length > 0 && anchorList(anchors, speech)}
    <h2 class="small">${say("log.how")}</h2>
    <ol class="prose numbered">
      ${how}
    </ol>
    <p class="acts"><a class="button" href="${VERIFY}">${say("check.act")}</a></p>
  </div>`;
  return layout(page, { title: say("nav.log"), body, current: LOG, log });
}
