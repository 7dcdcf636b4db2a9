/** Who cosigns the log outside, how far each came, and whether it is enough. */
import { longInstant } from "./format.ts";
import { type Html, html } from "./html.ts";
import { cell } from "./parts.ts";
import { localPath } from "./paths.ts";
import type { LogWitnessesView } from "./views.ts";
import { countText, type Speech } from "./words.ts";

type Witness = LogWitnessesView["witnesses"][number];

/** How a witness stands: one that is behind the newest checkpoint is said to be waited for. */
function stateText({ state, size, since }: Witness, newest: number, speech: Speech): Html | string {
  const { say, rich, lang } = speech;
  if (state === "good")
    return (size ?? -1) < newest ? say("log.witness.behind") : say("log.witness.good");
  const params = { time: longInstant(lang, since) };
  if (state === "split") return html`<strong>${rich("log.witness.split", params)}</strong>`;
  return rich(`log.witness.${state}`, params);
}

function row(witness: Witness, newest: number, speech: Speech): Html {
  const { name, size, cosignedAt } = witness;
  const { lang, say } = speech;
  return html`<tr>
    <td class="title">${name}</td>
    ${cell(say("log.witness.size"), size === null ? "—" : countText(size))}
    ${cell(
      say("log.witness.time"),
      cosignedAt === null ? say("log.witness.never") : longInstant(lang, cosignedAt),
    )}
    ${cell(say("log.witness.state"), stateText(witness, newest, speech))}
  </tr>`;
}

function sentence({ isAwaiting, quorum }: LogWitnessesView, { rich, say, lang }: Speech): Html {
  if (quorum === null) return html`${say("log.quorum.none")}`;
  return rich(isAwaiting ? "log.quorum.awaiting" : "log.quorum.held", {
    size: countText(quorum.size),
    time: longInstant(lang, quorum.cosignedAt),
  });
}

interface Shown {
  readonly view: LogWitnessesView;
  /** Size of the newest checkpoint. */
  readonly newest: number;
  readonly isDemo: boolean;
}

export function witnessTable({ view, newest, isDemo }: Shown, speech: Speech): Html {
  const { say } = speech;
  const heads = (["name", "size", "time", "state"] as const).map(
    (column) => html`<th scope="col">${say(`log.witness.${column}`)}</th>`,
  );
  return html`<h2 class="small" id="witnesses">${say("log.witnesses")}</h2>
    <p>${sentence(view, speech)}</p>
    <p class="soft">${say("log.witnessesText")}</p>
    ${isDemo && html`<p class="soft">${say("log.witnessesDemo")}</p>`}
    <table class="list">
      <thead>
        <tr>
          ${heads}
        </tr>
      </thead>
      <tbody>
        ${view.witnesses.map((witness) => row(witness, newest, speech))}
      </tbody>
    </table>
    <p class="acts">
      <a class="button plain" href="${localPath("/log/policy")}">${say("log.policy")}</a>
      ${
        view.quorum !== null &&
        html`<a class="button plain" href="${localPath("/log/checkpoint/cosigned")}"
          >${say("log.cosigned")}</a
        >`
      }
    </p>`;
}
