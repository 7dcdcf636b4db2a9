/** Checking, sealing, sending; then the receipt. */
import type { Recipient, TipoffTaken } from "../../../../contract/src/tipoffs.ts";
import {
  bytesOfKey,
  mailboxOf,
  makeReceipt,
  sealTipoff,
  solve,
  toBase64,
  utf8,
} from "../../../../sealing/src/index.ts";
import { ask, Refused } from "./ask.ts";
import { codedOf, forget, tipoffOf } from "./draft.ts";
import { element } from "./element.ts";
import { leave } from "./leave.ts";
import { acts, announce, back, button, complain, paragraph, rest, show } from "./stage.ts";
import { say } from "./words.ts";
import type { Way } from "./write.ts";

export async function checkAndSend(way: Way, before: () => void): Promise<void> {
  announce(say("working.ask"));
  try {
    showCheck(way, { before, recipient: await askRecipient(way) });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    complain(error.message);
    announce("");
  }
}

const askRecipient = ({ draft }: Way): Promise<Recipient> =>
  ask<Recipient>("/recipient", { coded: codedOf(draft) });

interface Check {
  readonly before: () => void;
  readonly recipient: Recipient;
}

function showCheck(way: Way, { before, recipient }: Check): void {
  const { unit, key } = recipient;
  show(
    say("check.title"),
    element(
      "dl",
      { class: "facts" },
      line("check.to", element("b", {}, unit.name)),
      line(
        "check.key",
        element("code", {}, key.fingerprint),
        paragraph(say("check.keyHint"), "meta"),
      ),
      ...summaryOf(way),
    ),
    acts(
      button(say("check.send"), () => void send(way, unit.id)),
      back(before),
    ),
  );
}

const line = (key: string, ...value: readonly (Node | string)[]): HTMLElement =>
  element("div", {}, element("dt", {}, say(key)), element("dd", {}, ...value));

function summaryOf({ draft, form }: Way): readonly HTMLElement[] {
  const { about, topic, regime, place, unit, text, isNamed, files } = draft;
  const none = say("check.none");
  const placeName = form.places.find(({ code }) => code === place)?.name;
  const unitName = form.units.find(({ id }) => id === unit)?.name;
  return [
    line("check.about", say(`about.${about}`)),
    line("check.topic", say(`topic.${topic}`)),
    line("check.regime", say(`regime.${regime === "" ? "unknown" : regime}`)),
    line("check.place", placeName ?? say("place.city")),
    line("check.unit", unitName ?? say("unit.other")),
    line("check.text", say("check.letters", { count: text.trim().length })),
    line("check.name", isNamed === true ? say("name.yes") : say("name.no")),
    line("check.files", files.length === 0 ? none : String(files.length)),
  ];
}

/** Asks anew just before, so that task and key are fresh; another office than was shown is shown again. */
async function send(way: Way, shown: string): Promise<void> {
  const step = document.getElementById("tipoff-step");
  step?.querySelectorAll("button").forEach((one) => (one.disabled = true));
  try {
    const recipient = await askRecipient(way);
    if (recipient.unit.id !== shown) return showCheck(way, { before: way.home, recipient });
    announce(say("working.seal"));
    await rest();
    const { key, work } = recipient;
    const sealed = sealTipoff(bytesOfKey(key.publicKey), tipoffOf(way.draft));
    const receipt = makeReceipt();
    const mailbox = mailboxOf(receipt);
    if (mailbox === undefined) throw new Error("a receipt of ours opens no mailbox");
    const content = toBase64(sealed.content);
    announce(say("working.work"));
    const answer = await solve({ ...work, content: utf8(content) }, rest);
    announce(say("working.send"));
    const taken = await ask<TipoffTaken>("", {
      coded: codedOf(way.draft),
      keyId: key.keyId,
      content,
      files: sealed.files.map(toBase64),
      mailbox: { publicKey: mailbox.publicKey, token: mailbox.token },
      work: { challenge: work.challenge, answer },
    });
    forget(way.draft);
    showReceipt(receipt, taken);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    complain(error.message);
    announce("");
    step?.querySelectorAll("button").forEach((one) => (one.disabled = false));
  }
}

function showReceipt(receipt: string, { unit, dueOn }: TipoffTaken): void {
  show(
    say("receipt.title"),
    element("code", { class: "tipoff-code", "aria-label": say("receipt.code") }, receipt),
    paragraph(say("receipt.text"), "box"),
    paragraph(say("receipt.unit", { unit: unit.name })),
    paragraph(dueOn === null ? say("receipt.dueUnknown") : say("receipt.due", { day: dueOn })),
    paragraph(say("receipt.again")),
    acts(button(say("receipt.done"), leave)),
  );
}
