/** Writing a tip-off: one thing a page. */
import {
  MOST_BYTES,
  MOST_FILE_BYTES,
  MOST_FILES,
  TIPOFF_INDUSTRIES,
  TIPOFF_RANKS,
  TIPOFF_TOPICS,
} from "../../../../contract/src/tipoff-limits.ts";
import type { TipoffForm } from "../../../../contract/src/tipoffs.ts";
import { ask, Refused } from "./ask.ts";
import { type Draft, isUndecided } from "./draft.ts";
import { element } from "./element.ts";
import { addFiles, fileEntry } from "./files.ts";
import { checkAndSend } from "./send.ts";
import {
  acts,
  announce,
  back,
  button,
  choices,
  complain,
  field,
  paragraph,
  select,
  show,
} from "./stage.ts";
import { say } from "./words.ts";

export interface Way {
  readonly draft: Draft;
  readonly form: TipoffForm;
  readonly home: () => void;
}

const REGIMES = ["works", "procurement", "land", "mineral", "property", "other"] as const;

/** Asks for units and places first. */
export async function startWriting(draft: Draft, home: () => void): Promise<void> {
  announce(say("working.ask"));
  try {
    askAbout({ draft, form: await ask<TipoffForm>("/form"), home });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    show(
      say("failed.title"),
      paragraph(error.message),
      acts(
        button(say("again"), () => void startWriting(draft, home)),
        back(home),
      ),
    );
  }
}

function askAbout(way: Way): void {
  const { draft } = way;
  show(
    say("about.title"),
    choices(
      (["parties", "officials"] as const).map((value) => ({
        value,
        title: say(`about.${value}`),
        about: say(`about.${value}.about`),
      })),
      {
        chosen: draft.about,
        take(about) {
          draft.about = about;
          if (about === "officials") offerOther(way);
          else askTopic(way);
        },
      },
    ),
    acts(back(way.home)),
  );
}

/** 12388 comes first. */
function offerOther(way: Way): void {
  show(
    say("officials.title"),
    paragraph(say("officials.text"), "box"),
    acts(
      button(say("officials.here"), () => askTopic(way)),
      back(() => askAbout(way)),
    ),
  );
}

function askTopic(way: Way): void {
  const { draft } = way;
  show(
    say("topic.title"),
    choices(
      TIPOFF_TOPICS.map((value) => ({ value, title: say(`topic.${value}`) })),
      {
        chosen: draft.topic,
        take(topic) {
          draft.topic = topic;
          askRegime(way);
        },
      },
    ),
    acts(back(() => askAbout(way))),
  );
}

function askRegime(way: Way): void {
  const { draft } = way;
  show(
    say("regime.title"),
    choices(
      [
        ...REGIMES.map((value) => ({ value: value as string, title: say(`regime.${value}`) })),
        { value: "", title: say("regime.unknown") },
      ],
      {
        chosen: draft.regime,
        take(regime) {
          draft.regime = regime;
          if (regime === "works") askIndustry(way);
          else askPlace(way);
        },
      },
    ),
    acts(back(() => askTopic(way))),
  );
}

function askIndustry(way: Way): void {
  const { draft } = way;
  show(
    say("industry.title"),
    choices(
      [
        ...TIPOFF_INDUSTRIES.map((value) => ({
          value: value as string,
          title: say(`industry.${value}`),
        })),
        { value: "", title: say("industry.other") },
      ],
      {
        chosen: draft.industry,
        take(industry) {
          draft.industry = industry;
          askPlace(way);
        },
      },
    ),
    acts(back(() => askRegime(way))),
  );
}

function askPlace(way: Way): void {
  const { draft, form } = way;
  show(
    say("place.title"),
    choices(
      [
        { value: "", title: say("place.city") },
        ...form.places.map(({ code, name }) => ({ value: code, title: name })),
      ],
      {
        chosen: draft.place,
        take(place) {
          draft.place = place;
          askUnit(way);
        },
      },
    ),
    acts(back(() => (draft.regime === "works" ? askIndustry(way) : askRegime(way)))),
  );
}

function askUnit(way: Way): void {
  const { draft, form } = way;
  const rank = element("div", {});
  const showRank = () => {
    const isAsked = draft.unit !== "";
    rank.replaceChildren(
      ...(isAsked
        ? [
            select(
              { id: "tipoff-rank", label: say("rank.label") },
              TIPOFF_RANKS.map((value) => [value, say(`rank.${value}`)]),
              {
                value: draft.rank,
                change: (value) => void (draft.rank = value as Draft["rank"]),
              },
            ),
          ]
        : []),
    );
  };
  showRank();
  show(
    say("unit.title"),
    paragraph(say("unit.text"), "lead"),
    select(
      { id: "tipoff-unit", label: say("unit.label") },
      [["", say("unit.other")], ...form.units.map(({ id, name }) => [id, name] as const)],
      {
        value: draft.unit,
        change(unit) {
          draft.unit = unit;
          showRank();
        },
      },
    ),
    rank,
    acts(
      button(say("next"), () => askText(way)),
      back(() => askPlace(way)),
    ),
  );
}

const SHORTEST = 20;
const MOST_TEXT = 20_000;

function askText(way: Way): void {
  const { draft } = way;
  const counter = paragraph("", "meta");
  const count = () =>
    counter.replaceChildren(say("text.count", { count: draft.text.length, most: MOST_TEXT }));
  count();
  show(
    say("text.title"),
    paragraph(say("text.hint"), "lead"),
    field({
      id: "tipoff-text",
      label: say("text.label"),
      value: draft.text,
      most: MOST_TEXT,
      rows: 12,
      change(text) {
        draft.text = text;
        count();
      },
    }),
    counter,
    acts(
      button(say("next"), () => {
        if (draft.text.trim().length < SHORTEST) complain(say("text.short"));
        else askName(way);
      }),
      back(() => askUnit(way)),
    ),
  );
}

function askName(way: Way): void {
  const { draft } = way;
  show(
    say("name.title"),
    choices(
      [
        { value: false, title: say("name.no"), about: say("name.no.about") },
        { value: true, title: say("name.yes"), about: say("name.yes.about") },
      ],
      {
        chosen: draft.isNamed,
        take(isNamed) {
          draft.isNamed = isNamed;
          if (isNamed) askContact(way);
          else askHints(way);
        },
      },
    ),
    acts(back(() => askText(way))),
  );
}

function askContact(way: Way): void {
  const { draft } = way;
  show(
    say("name.yes"),
    paragraph(say("name.yes.about"), "lead"),
    field({
      id: "tipoff-name",
      label: say("name.name"),
      value: draft.name,
      most: 60,
      change: (name) => void (draft.name = name),
    }),
    field({
      id: "tipoff-contact",
      label: say("name.contact"),
      value: draft.contact,
      most: 200,
      change: (contact) => void (draft.contact = contact),
    }),
    acts(
      button(say("next"), () => {
        if (draft.name.trim() === "" || draft.contact.trim() === "") complain(say("name.missing"));
        else askHints(way);
      }),
      back(() => askName(way)),
    ),
  );
}

function askHints(way: Way): void {
  const { draft } = way;
  show(
    say("hints.title"),
    paragraph(say("hints.text"), "lead"),
    field({
      id: "tipoff-hints",
      label: say("hints.label"),
      value: draft.hints,
      most: 2000,
      rows: 4,
      change: (hints) => void (draft.hints = hints),
    }),
    acts(
      button(say("next"), () => askFiles(way)),
      back(() => askName(way)),
    ),
  );
}

const MEGABYTE = 1024 * 1024;

export function askFiles(way: Way): void {
  const { draft } = way;
  const list = element("ul", { class: "tipoff-files" });
  const refresh = () =>
    list.replaceChildren(
      ...draft.files.map((file) =>
        fileEntry(file, {
          refresh,
          remove() {
            draft.files = draft.files.filter((other) => other !== file);
            refresh();
          },
        }),
      ),
    );
  const input = element("input", {
    type: "file",
    id: "tipoff-file",
    multiple: "",
  }) as HTMLInputElement;
  input.addEventListener("change", () => {
    void addFiles(draft, [...(input.files ?? [])]).then(() => {
      input.value = "";
      refresh();
    });
  });
  refresh();
  show(
    say("files.title"),
    paragraph(say("files.text"), "lead"),
    paragraph(say("files.visible"), "note"),
    element(
      "p",
      {},
      input,
      element("label", { for: "tipoff-file", class: "button plain" }, say("files.add")),
    ),
    paragraph(
      say("files.limit", {
        count: MOST_FILES,
        each: MOST_FILE_BYTES / MEGABYTE,
        all: MOST_BYTES / MEGABYTE,
      }),
      "meta",
    ),
    list,
    acts(
      button(say("next"), () => {
        if (draft.files.some(isUndecided)) complain(say("files.undecided"));
        else void checkAndSend(way, () => askFiles(way));
      }),
      back(() => askHints(way)),
    ),
  );
}
