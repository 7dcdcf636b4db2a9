/** The rows of a certificate: what to compare with the paper, and what the holder can hide. */
import { sentenceOf } from "../../../paper/src/sentence.ts";
import { instant, wordsOf } from "../../../paper/src/words.ts";
import type { Certificate2, RowEntry } from "../../../verifier/src/index.ts";
import { element } from "../islands/verify/element.ts";
import type { Words } from "../islands/verify/words.ts";

const DIGEST_SHOWN = 16;
const paperWords = wordsOf("zh-CN");

interface Line {
  readonly place: number;
  readonly isHidden: boolean;
  readonly fact: string;
  readonly time: string;
  readonly leaf: string;
  readonly digest: string;
}

function linesOf({ rows, entries = [] }: Certificate2, words: Words): readonly Line[] {
  const byRow = new Map<number, RowEntry>(entries.map((entry) => [entry.row, entry]));
  return rows.flatMap((row, place): Line[] => {
    const hidden = { place, isHidden: true, time: "—", leaf: "—" };
    if ("blank" in row)
      return [
        { ...hidden, fact: words.say("offline.hidden"), digest: row.blank.slice(0, DIGEST_SHOWN) },
      ];
    if ("gone" in row)
      return [
        { ...hidden, fact: words.say("offline.gone"), digest: row.gone.slice(0, DIGEST_SHOWN) },
      ];
    if (!("kind" in row)) return [];
    const entry = byRow.get(place);
    return [
      {
        place,
        isHidden: false,
        fact: entry === undefined ? words.kind(row.kind) : sentenceOf(entry.fact, paperWords),
        time: instant(row.occurredAt),
        leaf: words.count(row.leafIndex + 1),
        digest: row.digest.slice(0, DIGEST_SHOWN),
      },
    ];
  });
}

function hideButton(line: Line, words: Words, hide: (place: number) => void): HTMLElement {
  const button = element(
    "button",
    {
      type: "button",
      class: "button plain small",
      "data-hide": String(line.place),
      "aria-label": words.say("offline.hideRow", { row: line.place + 1 }),
    },
    words.say("offline.hide"),
  );
  button.addEventListener("click", () => hide(line.place));
  return button;
}

/** `hide` is absent for paper, which is not a file that could be changed. */
export function rowsSection(
  certificate: Certificate2,
  words: Words,
  hide?: (place: number) => void,
): HTMLElement {
  const lines = linesOf(certificate, words);
  const sealed = certificate.rows.length - lines.length;
  const cell = (label: string, child: Node | string) =>
    element("td", { "data-label": words.say(label) }, child);
  const body = lines.map((line) =>
    element(
      "tr",
      { class: line.isHidden ? "hidden-row" : undefined },
      element("td", { class: "title" }, `${line.place + 1}. ${line.fact}`),
      cell("island.when", line.time),
      cell("island.place", line.leaf),
      cell("offline.digest", element("code", {}, line.digest)),
      hide === undefined || line.isHidden
        ? null
        : cell("offline.act", hideButton(line, words, hide)),
    ),
  );
  const heads = ["island.kind", "island.when", "island.place", "offline.digest"];
  const head = [...heads, ...(hide === undefined ? [] : ["offline.act"])].map((key) =>
    element("th", {}, words.say(key)),
  );
  return element(
    "section",
    { id: "rows" },
    element("h3", {}, words.say("offline.rows")),
    element("p", { class: "meta" }, words.say("offline.rowsText", { sealed })),
    element(
      "table",
      { class: "list" },
      element("thead", {}, element("tr", {}, ...head)),
      element("tbody", {}, ...body),
    ),
  );
}
