/** `mingjing rebuild`: all tables again from the facts. */
import type { Config } from "../../../server/src/config.ts";
import { request } from "../server.ts";

export interface ServerWorld {
  readonly config: Config;
  readonly print: (line: string) => void;
  readonly printError: (line: string) => void;
}

export async function runRebuild({ config, print }: ServerWorld): Promise<number> {
  const response = await request(config, "/api/admin/rebuild", { method: "POST" });
  print(await response.text());
  return 0;
}
