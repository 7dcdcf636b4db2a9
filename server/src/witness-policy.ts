/** The file that names the witnesses of the log outside; read once, when the server starts. */
import { readFile } from "node:fs/promises";

import english from "../../locales/en/verifier.json" with { type: "json" };
import { parsePolicy } from "../../verifier/src/index.ts";
import { ConfigError } from "./config.ts";
import type { WitnessPolicy } from "./modules/witness/index.ts";

const NAME = "MINGJING_WITNESS_POLICY";

/** @throws ConfigError that names the line */
export function witnessPolicyOf(text: string): WitnessPolicy {
  const parsed = parsePolicy(text);
  if (!parsed.ok) {
    const sentence = english[parsed.code].replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      String(parsed.params[name]),
    );
    throw new ConfigError(`${NAME}: ${sentence}`);
  }
  const silent = parsed.value.witnesses.find(({ url }) => url === undefined || !isAddress(url));
  if (silent !== undefined)
    throw new ConfigError(
      `${NAME}: the witness “${silent.name}” has no http or https address, so it cannot be asked.`,
    );
  return { text: withoutAddresses(text), policy: parsed.value };
}

/** As the public and certificates get it: where a witness listens inside is nobody's business. */
function withoutAddresses(text: string): string {
  const lines = text.trimEnd().split("\n");
  const shown = lines.map((line) => {
    const items = line.trim().split(/[ \t]+/);
    const kept = items[0] === "witness" ? 3 : items[0] === "log" ? 2 : items.length;
    return items.slice(0, kept).join(" ");
  });
  return `${shown.join("\n")}\n`;
}

function isAddress(url: string): boolean {
  return URL.canParse(url) && ["http:", "https:"].includes(new URL(url).protocol);
}

/** Undefined without a path. @throws ConfigError */
export async function readWitnessPolicy(
  path: string | undefined,
): Promise<WitnessPolicy | undefined> {
  if (path === undefined) return undefined;
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw new ConfigError(`${NAME}: ${(error as Error).message}`);
  });
  return witnessPolicyOf(text);
}
