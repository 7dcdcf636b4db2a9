/** What the configuration says about doors of others: the unified identity, certificates of a CA. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import type { AppOptions } from "./app.ts";
import { type Config, ConfigError, isLoopback, PROJECT_ROOT } from "./config.ts";
import { isSimulated, parseRoots } from "./platform/identity/sign-in/certificate.ts";
import { watchRevocation } from "./platform/identity/sign-in/revocation-files.ts";

/** @throws ConfigError naming the variable and the fix */
export function signInSettings(config: Config): NonNullable<AppOptions["signIn"]> {
  return { publicUrl: config.publicUrl, oidc: config.oidc, certificate: certificatesOf(config) };
}

function certificatesOf({ caRoots, caCrls, caBridge, host }: Config) {
  if (caRoots === undefined) {
    if (caCrls.length > 0)
      throw new ConfigError(
        "MINGJING_CA_CRLS: needs MINGJING_CA_ROOTS, whose CAs signed the lists.",
      );
    return undefined;
  }
  const path = resolve(PROJECT_ROOT, caRoots);
  const roots = readRoots(path);
  if (!isLoopback(host) && roots.some(isSimulated)) {
    throw new ConfigError(
      `MINGJING_CA_ROOTS=${caRoots}: the root of the simulator is accepted on a loopback address only; give the roots of your CA.`,
    );
  }
  return { roots, bridge: caBridge, revocation: revocationOf(caCrls, roots) };
}

/** Read once now, so that a wrong file stops the start and not the first sign-in. */
function revocationOf(paths: readonly string[], roots: Parameters<typeof watchRevocation>[1]) {
  if (paths.length === 0) return undefined;
  const revocation = watchRevocation(paths, roots);
  try {
    revocation.lists();
    return revocation;
  } catch (error) {
    throw new ConfigError(
      `MINGJING_CA_CRLS: give revocation lists of the CAs in MINGJING_CA_ROOTS (${(error as Error).message}).`,
    );
  }
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
