/**
 * Island of the page for tip-offs: writes, cleans, seals and sends in the reader's browser; nothing is stored on the device
 * and the address never changes.
 */
import { emptyDraft, forget } from "./tipoff/draft.ts";
import { leave } from "./tipoff/leave.ts";
import { askReceipt } from "./tipoff/mailbox.ts";
import { acts, announce, button } from "./tipoff/stage.ts";
import { say } from "./tipoff/words.ts";
import { startWriting } from "./tipoff/write.ts";

const draft = emptyDraft();
const step = document.getElementById("tipoff-step");
const first = [...(step?.childNodes ?? [])].filter(
  (node) => !(node instanceof HTMLElement && node.id === "tipoff-without"),
);

function home(): void {
  const results = document.getElementById("tipoff")?.dataset["results"] ?? "/";
  const link = document.createElement("a");
  link.href = results;
  link.className = "button plain";
  link.append(say("begin.results"));
  step?.replaceChildren(
    ...first,
    acts(
      button(say("begin.write"), () => void startWriting(draft, home)),
      button(say("begin.mailbox"), () => askReceipt(home), { isPlain: true }),
      link,
    ),
  );
  announce("");
}

document.getElementById("tipoff-exit")?.addEventListener("click", (event) => {
  event.preventDefault();
  forget(draft);
  leave();
});
// A page that is left and kept for "back" would show what was written.
addEventListener("pagehide", () => forget(draft));
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) location.reload();
});
home();
