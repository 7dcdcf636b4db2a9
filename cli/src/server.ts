/** Requests to the server with the operator token. The command line never opens the database. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { Config } from "../../server/src/config.ts";

export class ServerError extends Error {}

async function tokenOf(config: Config): Promise<string> {
  if (config.token !== undefined) return config.token;
  const path = join(config.dataDir, "secrets/operator-token");
  try {
    return (await readFile(path, "utf8")).trim();
  } catch {
    throw new ServerError(
      `no operator token: set MINGJING_TOKEN, or MINGJING_DATA_DIR so that ${path} exists`,
    );
  }
}

/**
 * A request that may be sent again, to where it is redirected or after a password prompt, keeps its whole
 * body in memory (WHATWG Fetch, HTTP-network-or-cache fetch, step 8.3). Neither may happen here.
 */
const NEVER_AGAIN = { redirect: "error", window: null } as const;

/** @throws ServerError with the problem's code when the server refuses or cannot be reached */
export async function request(
  config: Config,
  path: string,
  { headers, ...init }: Omit<RequestInit, "headers"> & { headers?: Record<string, string> },
): Promise<Response> {
  const authorization = `Bearer ${await tokenOf(config)}`;
  const url = new URL(path, config.url);
  const response = await fetch(url, {
    ...init,
    ...NEVER_AGAIN,
    headers: { ...headers, authorization },
  }).catch((error: unknown) => {
    throw new ServerError(`${url.origin} does not answer: start it, or set MINGJING_URL`, {
      cause: error,
    });
  });
  if (!response.ok) throw new ServerError(`${path}: ${response.status} ${await response.text()}`);
  return response;
}
