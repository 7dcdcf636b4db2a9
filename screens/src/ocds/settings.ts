/**
 * Settings of `screen ocds`: an INI file of the reference tool. A section with the code of an indicator switches it on.
 * What another command of that tool reads is passed over; an unknown name is refused, for it would do nothing unseen.
 */

export const CODES = [
  "R003",
  "R018",
  "R024",
  "R025",
  "R028",
  "R030",
  "R035",
  "R036",
  "R038",
  "R048",
  "R058",
] as const;
export type Code = (typeof CODES)[number];

export interface OcdsSettings {
  readonly enabled: ReadonlySet<Code>;
  /** Main currency; absent: the first that is seen. */
  readonly currency?: string;
  readonly noPriceComparison: readonly string[];
  readonly priceComparison: readonly string[];
  readonly excludedMethodDetails: readonly string[];
  readonly infoCurrencyMismatches: boolean;
  readonly r003: {
    readonly threshold: number;
    readonly methods: readonly string[];
    /** `tender.procurementMethodDetails` → days. */
    readonly byMethodDetails: ReadonlyMap<string, number>;
  };
  readonly r018: { readonly methods: readonly string[] };
  readonly r024: { readonly threshold?: number };
  readonly r025: { readonly percentile: number; readonly threshold?: number };
  readonly r035: { readonly threshold: number };
  readonly r038: {
    readonly threshold?: number;
    readonly minimumSubmittedBids: number;
    readonly minimumContractingProcesses: number;
  };
  readonly r048: {
    readonly digits: number;
    readonly threshold?: number;
    readonly minimumContractingProcesses: number;
  };
  readonly r058: { readonly threshold?: number };
  /** Both lists of methods are set: only one has an effect. */
  readonly warnings: readonly string[];
}

/** What is wrong, with line and name. */
export class SettingsRefused extends Error {
  override name = "SettingsRefused";
}

interface Entry {
  readonly line: number;
  readonly value: string;
}
type Section = Map<string, Entry>;

const METHOD_DETAILS = "R003.procurement_method_details";

/** Names that a section may hold; absent: any (they belong to another command). */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  "": [
    "currency",
    "no_price_comparison_procurement_methods",
    "price_comparison_procurement_methods",
  ],
  exclusions: ["procurement_method_details"],
  output: ["info_currency_mismatches"],
  R003: ["threshold", "procurement_methods"],
  R018: ["procurement_methods"],
  R024: ["threshold"],
  R025: ["percentile", "threshold"],
  R028: [],
  R030: [],
  R035: ["threshold"],
  R036: [],
  R038: ["threshold", "minimum_submitted_bids", "minimum_contracting_processes"],
  R048: ["digits", "threshold", "minimum_contracting_processes"],
  R058: ["threshold"],
};
const FOREIGN = /^(defaults|redactions|corrections|modifications|codelists(\..+)?)$/;

/** @throws SettingsRefused */
export function readSettings(text: string): OcdsSettings {
  const sections = sectionsOf(text);
  for (const [name, section] of sections) refuseUnknown(name, section);
  const at = (section: string, key: string): Entry | undefined => sections.get(section)?.get(key);
  const read = valuesOf(at);
  const own = {
    ...read.text("", "currency", "currency"),
    noPriceComparison: read.list("", "no_price_comparison_procurement_methods"),
    priceComparison: read.list("", "price_comparison_procurement_methods"),
  };
  const isBoth =
    at("", "no_price_comparison_procurement_methods") !== undefined &&
    at("", "price_comparison_procurement_methods") !== undefined;
  return {
    enabled: new Set(CODES.filter((code) => sections.has(code))),
    ...own,
    excludedMethodDetails: read.list("exclusions", "procurement_method_details"),
    infoCurrencyMismatches: read.flag("output", "info_currency_mismatches"),
    r003: {
      threshold: read.integer("R003", "threshold", 15),
      methods: read.list("R003", "procurement_methods"),
      byMethodDetails: new Map(
        [...(sections.get(METHOD_DETAILS) ?? new Map<string, Entry>()).keys()].map((key) => [
          key,
          read.integer(METHOD_DETAILS, key, 0),
        ]),
      ),
    },
    r018: { methods: read.list("R018", "procurement_methods", "open|selective") },
    r024: read.decimal("R024"),
    r025: { percentile: read.count("R025", "percentile", 75), ...read.decimal("R025") },
    r035: { threshold: Math.max(1, read.count("R035", "threshold", 1)) },
    r038: {
      ...read.decimal("R038"),
      minimumSubmittedBids: read.count("R038", "minimum_submitted_bids", 2),
      minimumContractingProcesses: read.count("R038", "minimum_contracting_processes", 2),
    },
    r048: {
      digits: read.count("R048", "digits", 2),
      ...(at("R048", "threshold") === undefined
        ? {}
        : { threshold: read.count("R048", "threshold", 0) }),
      minimumContractingProcesses: read.count("R048", "minimum_contracting_processes", 20),
    },
    r058: read.decimal("R058"),
    warnings: isBoth
      ? [
          "no_price_comparison_procurement_methods has no effect if price_comparison_procurement_methods is set",
        ]
      : [],
  };
}

function sectionsOf(text: string): Map<string, Section> {
  const sections = new Map<string, Section>();
  let section: Section = new Map();
  sections.set("", section);
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  lines.forEach((whole, index) => {
    const line = whole.trim();
    if (line === "" || line.startsWith(";") || line.startsWith("#")) return;
    if (line.startsWith("[")) {
      if (!line.endsWith("]"))
        throw new SettingsRefused(`line ${index + 1}: the section ${line} lacks its ]`);
      const name = line.slice(1, -1).trim();
      section = sections.get(name) ?? new Map<string, Entry>();
      sections.set(name, section);
      return;
    }
    const [, key = "", value = ""] = /^([^=:]+)[=:](.*)$/.exec(line) ?? [];
    if (key === "")
      throw new SettingsRefused(`line ${index + 1}: ${line}: give a name, = and a value`);
    section.set(key.trim(), { line: index + 1, value: unquoted(value.trim()) });
  });
  return sections;
}

const unquoted = (value: string): string => /^(["'])(.*)\1$/.exec(value)?.[2] ?? value;

function refuseUnknown(name: string, section: Section): void {
  if (name === METHOD_DETAILS || FOREIGN.test(name)) return;
  const known = KNOWN[name];
  if (known === undefined)
    throw new SettingsRefused(
      `section [${name}] is unknown: give one of ${CODES.join(", ")}, exclusions, output`,
    );
  for (const [key, { line }] of section) {
    if (known.includes(key)) continue;
    const choice = known.length === 0 ? "it takes no setting" : `give one of ${known.join(", ")}`;
    throw new SettingsRefused(
      `line ${line}: ${name === "" ? "" : `[${name}] `}${key} is unknown: ${choice}`,
    );
  }
}

/** Pieces between bars; the empty one behind a last bar is none; pieces keep their spaces. */
const piecesOf = (value: string): string[] => {
  const pieces = value.split("|");
  if (pieces.at(-1) === "") pieces.pop();
  return pieces;
};

/** Readers of a value by section and name. */
function valuesOf(at: (section: string, key: string) => Entry | undefined) {
  function numberAt(section: string, key: string, shape: RegExp): number | undefined {
    const entry = at(section, key);
    if (entry === undefined) return undefined;
    if (shape.test(entry.value)) return Number(entry.value);
    throw new SettingsRefused(
      `line ${entry.line}: [${section}] ${key} = ${entry.value}: give a ${shape === DECIMAL ? "number" : "whole number"}`,
    );
  }
  return {
    text: (section: string, key: string, name: string) => {
      const value = at(section, key)?.value;
      return value === undefined ? {} : { [name]: value };
    },
    list: (section: string, key: string, otherwise = "") =>
      piecesOf(at(section, key)?.value ?? otherwise),
    flag: (section: string, key: string) => {
      const entry = at(section, key);
      if (entry === undefined) return false;
      const isOn = YES_NO.get(entry.value.toLowerCase());
      if (isOn === undefined)
        throw new SettingsRefused(`line ${entry.line}: [${section}] ${key}: give true or false`);
      return isOn;
    },
    integer: (section: string, key: string, otherwise: number) =>
      numberAt(section, key, INTEGER) ?? otherwise,
    count: (section: string, key: string, otherwise: number) =>
      numberAt(section, key, COUNT) ?? otherwise,
    decimal: (section: string): { readonly threshold?: number } => {
      const threshold = numberAt(section, "threshold", DECIMAL);
      return threshold === undefined ? {} : { threshold };
    },
  };
}

const INTEGER = /^[+-]?\d{1,15}$/;
const COUNT = /^\+?\d{1,15}$/;
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const YES_NO = new Map([
  ["true", true],
  ["1", true],
  ["yes", true],
  ["on", true],
  ["false", false],
  ["0", false],
  ["no", false],
  ["off", false],
]);
