/** `mingjing log open-shard`: beside the server's code, since no server may run meanwhile. */
import { spawn } from "node:child_process";
import { join } from "node:path";

import { PROJECT_ROOT } from "../../../server/src/config.ts";

export const LOG_SHARD_USAGE =
  "mingjing log open-shard --reason lost-leaves|year|key --by NAME --second NAME --zh TEXT --en TEXT [--receipts FILE] [--out FILE]   (the server must be stopped)";

/** 0 done, 1 refused with what to do instead. */
export function runLogShard(args: readonly string[]): Promise<number> {
  const script = join(PROJECT_ROOT, "server/src/open-shard.ts");
  const child = spawn(process.execPath, [script, ...args], { stdio: "inherit" });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 3));
  });
}
