/** Island of the bidder's self-check: reads the chosen file in the browser and says what stands in it. Nothing is sent. */
import { checkArithmetic } from "./self-check/arithmetic.ts";
import { otherNames } from "./self-check/names.ts";
import { readFile, type ReadFile } from "./self-check/read-file.ts";

type Words = Readonly<Record<string, string>>;

const data = document.getElementById("self-check-words");
const tool = document.getElementById("self-check");
const words = JSON.parse(data?.textContent ?? "{}") as Words;

function say(key: string, params: Readonly<Record<string, string | number>> = {}): string {
  return (words[key] ?? key).replaceAll(/\{(\w+)\}/gu, (whole, name: string) =>
    String(params[name] ?? whole),
  );
}

function element(tag: string, text: string, ...children: readonly Node[]): HTMLElement {
  const made = document.createElement(tag);
  made.append(text, ...children);
  return made;
}

const section = (title: string, ...children: readonly Node[]): HTMLElement => {
  const made = document.createElement("section");
  made.append(element("h2", title), ...children);
  return made;
};

function list(items: readonly string[]): HTMLElement {
  const made = document.createElement("ul");
  made.append(...items.map((item) => element("li", item)));
  return made;
}

function namesPart(file: ReadFile, own: string): HTMLElement {
  const title = say("self.names");
  if (file.kind === "pdf") return section(title, element("p", say("self.noText")));
  const names = otherNames(file.texts, own);
  if (names.length === 0) return section(title, element("p", say("self.noNames")));
  const lines = names.map(({ name, times, context }) => say("self.name", { name, times, context }));
  return section(title, element("p", say("self.namesText", { count: names.length })), list(lines));
}

function propertiesPart({ properties }: ReadFile): HTMLElement {
  const title = say("self.properties");
  if (properties.length === 0) return section(title, element("p", say("self.noProperties")));
  const lines = properties.map(({ name, value }) => `${say(`self.property.${name}`)}：${value}`);
  return section(title, element("p", say("self.propertiesText")), list(lines));
}

function arithmeticPart({ tables }: ReadFile): HTMLElement {
  const title = say("self.arithmetic");
  const { lines, sums, faults } = checkArithmetic(tables);
  if (lines === 0) return section(title, element("p", say("self.noLines")));
  const told = say(faults.length === 0 ? "self.right" : "self.wrong", {
    lines,
    sums,
    faults: faults.length,
  });
  const items = faults.map((fault) => say(`self.fault.${fault.kind}`, { ...fault }));
  return section(title, element("p", told), ...(items.length === 0 ? [] : [list(items)]));
}

async function check(chosen: File, own: string, place: HTMLElement): Promise<void> {
  place.replaceChildren(element("p", say("self.working")));
  try {
    const file = readFile(chosen.name, new Uint8Array(await chosen.arrayBuffer()));
    place.replaceChildren(
      element("p", say("self.done", { name: chosen.name })),
      namesPart(file, own),
      propertiesPart(file),
      arithmeticPart(file),
    );
  } catch (error) {
    const code = error instanceof Error && error.message === "unknown-kind" ? "kind" : "unreadable";
    place.replaceChildren(element("p", say(`self.refused.${code}`, { name: chosen.name })));
  }
}

const input = tool?.querySelector<HTMLInputElement>("input[type=file]");
const own = tool?.querySelector<HTMLInputElement>("input[name=own]");
const place = document.getElementById("self-check-result");
if (tool !== null && input != null && own != null && place !== null) {
  tool.hidden = false;
  document.getElementById("self-check-without")?.remove();
  const run = () => {
    const [chosen] = input.files ?? [];
    if (chosen !== undefined) void check(chosen, own.value.trim(), place);
  };
  input.addEventListener("change", run);
  own.addEventListener("change", run);
}
