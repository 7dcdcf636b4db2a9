/** The mailbox of a receipt. What is shown was opened here; the server never had the receipt. */
import type { MailboxReply, MailboxView } from "../../../../contract/src/tipoffs.ts";
import {
  bytesOfKey,
  fromBase64,
  type Mailbox,
  mailboxOf,
  openMessage,
  sealMessage,
  solve,
  toBase64,
  utf8,
} from "../../../../sealing/src/index.ts";
import { ask, Refused } from "./ask.ts";
import { element } from "./element.ts";
import { acts, announce, back, button, complain, field, paragraph, rest, show } from "./stage.ts";
import { say } from "./words.ts";

export function askReceipt(home: () => void): void {
  const typed = { receipt: "" };
  show(
    say("mailbox.title"),
    field({
      id: "tipoff-receipt",
      label: say("mailbox.label"),
      hint: say("mailbox.hint"),
      value: "",
      most: 40,
      change: (value) => void (typed.receipt = value),
    }),
    acts(
      button(say("mailbox.open"), () => void openBy(typed.receipt, home)),
      back(home),
    ),
  );
}

async function openBy(receipt: string, home: () => void): Promise<void> {
  announce(say("working.open"));
  await rest();
  const mailbox = mailboxOf(receipt);
  announce("");
  if (mailbox === undefined) return complain(say("mailbox.bad"));
  await look(mailbox, home);
}

async function look(mailbox: Mailbox, home: () => void, sentence = ""): Promise<void> {
  announce(say("working.open"));
  try {
    const { mailbox: view } = await ask<MailboxReply>("/mailbox", { token: mailbox.token });
    if (view === null) {
      complain(say("mailbox.none"));
      announce("");
      return;
    }
    showMailbox({ mailbox, view, home });
    announce(sentence);
    await noteRead(mailbox, view);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    complain(error.message);
    announce("");
  }
}

interface Opened {
  readonly mailbox: Mailbox;
  readonly view: MailboxView;
  readonly home: () => void;
}

type Message = MailboxView["messages"][number];

function textOf({ privateKey }: Mailbox, { by, box }: Message): string {
  if (by === "writer") return say("mailbox.own");
  if (box === undefined) return say("mailbox.gone");
  return openMessage(privateKey, fromBase64(box)) ?? say("mailbox.unreadable");
}

const messageEntry = (mailbox: Mailbox, message: Message): HTMLElement =>
  element(
    "li",
    { class: message.isAnswer ? "box answer" : "box" },
    element(
      "div",
      { class: "head" },
      element("b", {}, say(message.by === "writer" ? "mailbox.you" : "mailbox.office")),
      message.isAnswer ? element("span", { class: "tag accent" }, say("mailbox.answer")) : null,
      element("span", { class: "meta" }, message.day),
    ),
    paragraph(textOf(mailbox, message)),
  );

function showMailbox(opened: Opened): void {
  const { mailbox, view, home } = opened;
  const { state, unit, outcome, dueOn, messages } = view;
  const isOpen = state !== "answered" && state !== "closed";
  show(
    say("mailbox.your"),
    paragraph(say(`mailbox.state.${state}`, { unit: unit.name }), "lead"),
    outcome === undefined
      ? null
      : paragraph(say("mailbox.outcome", { outcome: say(`outcome.${outcome}`) })),
    isOpen && dueOn !== null ? paragraph(say("receipt.due", { day: dueOn }), "meta") : null,
    messages.length === 0
      ? paragraph(say("mailbox.empty"), "empty")
      : element(
          "ul",
          { class: "tipoff-messages" },
          ...messages.map((message) => messageEntry(mailbox, message)),
        ),
    ...(state === "closed" ? closedParts(home) : replyParts(opened)),
    paragraph(say("mailbox.kept"), "meta"),
  );
}

const closedParts = (home: () => void): readonly HTMLElement[] => [
  paragraph(say("mailbox.closed"), "note"),
  acts(back(home)),
];

const MOST = 8000;

function replyParts(opened: Opened): readonly HTMLElement[] {
  const typed = { text: "" };
  return [
    field({
      id: "tipoff-reply",
      label: say("mailbox.reply"),
      value: "",
      most: MOST,
      rows: 5,
      change: (value) => void (typed.text = value),
    }),
    acts(
      button(say("mailbox.send"), () => void reply(opened, typed.text.trim())),
      back(opened.home),
    ),
  ];
}

async function reply({ mailbox, view, home }: Opened, text: string): Promise<void> {
  if (text === "") return;
  try {
    const box = toBase64(sealMessage(bytesOfKey(view.key.publicKey), text));
    announce(say("working.work"));
    const answer = await solve({ ...view.work, content: utf8(box) }, rest);
    const { challenge } = view.work;
    await ask("/mailbox/messages", {
      token: mailbox.token,
      keyId: view.key.keyId,
      box,
      work: { challenge, answer },
    });
    await look(mailbox, home, say("mailbox.sent"));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    complain(error.message);
    announce("");
  }
}

/** What was shown is told to be read, so that its time can run. */
async function noteRead(mailbox: Mailbox, { messages }: MailboxView): Promise<void> {
  const fresh = messages.filter(({ by, isRead }) => by === "office" && !isRead);
  if (fresh.length > 0)
    await ask("/mailbox/read", { token: mailbox.token, messages: fresh.map(({ id }) => id) });
}
