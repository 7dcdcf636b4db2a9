/** Asks the portal, by its number alone, what became of a certificate that was verified here. */
import type { CertificateStatus } from "../../../../contract/src/certificates.ts";
import { element } from "./element.ts";
import type { Words } from "./words.ts";

const pathOf = (number: string): string =>
  `/api/public/certificates/${encodeURIComponent(number)}/status`;

function said(status: CertificateStatus, words: Words): HTMLElement {
  const { state, at, organ, successor } = status;
  const time = at === undefined ? "" : words.instant(at);
  return element(
    "div",
    { class: "state", "data-state": state },
    element("p", {}, element("b", {}, words.say(`status.${state}`, { at: time }))),
    organ === undefined ? null : element("p", {}, words.say("status.organ", { organ })),
    successor === undefined
      ? null
      : element(
          "p",
          {},
          element(
            "a",
            { href: successor.address },
            words.say("status.successor", { number: successor.number }),
          ),
        ),
  );
}

async function ask(number: string): Promise<CertificateStatus | "unknown" | "failed"> {
  try {
    const reply = await fetch(pathOf(number), { credentials: "omit" });
    if (reply.status === 404) return "unknown";
    return reply.ok ? ((await reply.json()) as CertificateStatus) : "failed";
  } catch {
    return "failed";
  }
}

/** A button, and the answer in its place. */
export function statusSection(number: string, words: Words): HTMLElement {
  const answer = element("div", { role: "status", "aria-live": "polite" });
  const button = element(
    "button",
    { type: "button", class: "button plain" },
    words.say("status.ask"),
  );
  button.addEventListener("click", () => {
    void ask(number).then((status) => {
      answer.replaceChildren(
        typeof status === "string"
          ? element("p", {}, words.say(`status.${status}`))
          : said(status, words),
      );
    });
  });
  return element(
    "section",
    { id: "state" },
    element("h3", {}, words.say("status.title")),
    element("p", { class: "meta" }, words.say("status.text")),
    element("p", { class: "acts" }, button),
    answer,
  );
}
