/** Variables of the log's signer. */
import { ConfigError } from "./config-values.ts";
import { parsePkcs11Uri } from "./platform/pkcs11-uri.ts";
import { listOf } from "./proxy-networks.ts";

export interface SignerVariables {
  /** Clocks outside, three at most. */
  readonly timeSources: readonly string[];
  /** Path; absent: the server starts its signer. */
  readonly socket: string | undefined;
  /** PKCS #11 URI; absent: the key is a file. */
  readonly key: string | undefined;
}

/** @throws ConfigError */
export const readSigner = (get: (name: string) => string | undefined): SignerVariables => ({
  timeSources: parseTimeSources(get("MINGJING_TIME_SOURCES") ?? ""),
  socket: get("MINGJING_SIGNER_SOCKET"),
  key: parseSignerKey(get("MINGJING_SIGNER_KEY")),
});

function parseSignerKey(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    parsePkcs11Uri(text);
    return text;
  } catch (error) {
    throw new ConfigError(`MINGJING_SIGNER_KEY: ${(error as Error).message}.`);
  }
}

function parseTimeSources(text: string): readonly string[] {
  const sources = listOf(text);
  const isSource = (part: string) =>
    URL.canParse(part) && ["ntp:", "http:", "https:"].includes(new URL(part).protocol);
  if (sources.length <= 3 && sources.every(isSource)) return sources;
  throw new ConfigError(
    "MINGJING_TIME_SOURCES: give three at most, each ntp://host, http://… or https://….",
  );
}
