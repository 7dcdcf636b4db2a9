/** Files that the writer picked: cleaned at once, or sent as they are by choice. */
import { MOST_BYTES, MOST_FILE_BYTES, MOST_FILES } from "../../../../contract/src/tipoff-limits.ts";
import { type Draft, isUndecided, pick, type PickedFile } from "./draft.ts";
import { element } from "./element.ts";
import { acts, announce, button, complain, paragraph } from "./stage.ts";
import { say } from "./words.ts";

export async function addFiles(draft: Draft, files: readonly File[]): Promise<void> {
  announce(say("files.working"));
  for (const file of files) {
    const all = draft.files.reduce((sum, { raw }) => sum + raw.length, file.size);
    if (draft.files.length >= MOST_FILES)
      return complain(say("files.tooMany", { count: MOST_FILES }));
    if (file.size > MOST_FILE_BYTES || all > MOST_BYTES) {
      complain(say("files.tooLarge", { name: file.name }));
      continue;
    }
    draft.files.push(await pick(file));
  }
  announce("");
}

export function fileEntry(
  file: PickedFile,
  { refresh, remove }: { readonly refresh: () => void; readonly remove: () => void },
): HTMLElement {
  const tick = element("input", { type: "checkbox" }) as HTMLInputElement;
  tick.checked = file.sendsRaw;
  tick.addEventListener("change", () => {
    file.sendsRaw = tick.checked;
    refresh();
  });
  const state = file.sendsRaw ? "files.raw" : "files.clean";
  return element(
    "li",
    { class: "box" },
    element(
      "div",
      { class: "head" },
      element("b", {}, file.name),
      isUndecided(file) ? null : element("span", { class: "tag" }, say(state)),
    ),
    isUndecided(file) ? paragraph(say("files.cannot"), "field-error") : null,
    element("label", { class: "tick" }, tick, say("files.keep")),
    acts(button(say("files.remove"), remove, { isPlain: true })),
  );
}
