/** The province's evidence service of the demo city, in this process; its records stay in the data directory. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";

import { startEvidenceService } from "../../simulate/src/index.ts";
import type { AnchorVariables, Config } from "./config.ts";
import type { SecretStore } from "./platform/migrate.ts";

const ACCOUNT = "yunlan-demo";
/** A visitor does not wait ten minutes. */
const EVERY_MINUTES = 2;

interface DemoEvidence {
  readonly config: Config;
  readonly secret: SecretStore;
  readonly stops: (() => unknown)[];
}

/** @returns what stands in for the operator's settings; undefined if the operator named a service */
export async function startDemoEvidence({
  config,
  secret: keep,
  stops,
}: DemoEvidence): Promise<Pick<AnchorVariables, "everyMinutes" | "province"> | undefined> {
  if (config.anchors.province !== undefined) return undefined;
  const secret = await keep("demo-evidence", () => randomBytes(24).toString("hex"));
  const file = join(config.dataDir, "demo-evidence.jsonl");
  const service = await startEvidenceService({ account: ACCOUNT, secret, file });
  stops.push(() => service.stop());
  const { url, publicKey } = service;
  const province = { url, account: ACCOUNT, secret, publicKeys: [publicKey] };
  return { everyMinutes: EVERY_MINUTES, province };
}
