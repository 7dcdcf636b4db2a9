/** What the configuration says about doors of others: the unified identity, certificates of a CA. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import type { AppOptions } from "./app.ts";
import { type Config, ConfigError, isLoopback, PROJECT_ROOT } from "./config.ts";
import { isSimulated, parseRoots } from "./platform/identity/sign-in/certificate.ts";

/** @throws ConfigError naming the variable and the fix */
export function signInSettings(config: Config): NonNullable<AppOptions["signIn"]> {
  return { publicUrl: config.publicUrl, oidc: config.oidc, certificate: certificatesOf(config) };
}

function certificatesOf({ caRoots, caBridge, host }: Config) {
  if (caRoots === undefined) return undefined;
  const path = resolve(PROJECT_ROOT, caRoots);
  const roots = readRoots(path);
  if (!isLoopback(host) && roots.some(isSimulated)) {
    throw new ConfigError(
      `MINGJING_CA_ROOTS=${caRoots}: the root of the simulator is accepted on a loopback address only; give the roots of your CA.`,
    );
  }
  return { roots, bridge: caBridge };
}

function readRoots(path: string) {
  try {
    return parseRoots(readFileSync(path, "utf8"));
  } catch (error) {
    throw new ConfigError(
      `MINGJING_CA_ROOTS=${path}: give a PEM file with the SM2 certificates of the accepted CAs (${(error as Error).message}).`,
    );
  }
}
