/** What stands of the public picture of an opening now: the value of its chain, for the seal of the replay. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { CHAIN_FILE, parseChain } from "../../../../cameras/src/index.ts";
import type { ReplayPicture } from "../../../../contract/src/opening-replay.ts";

/** `directory`: a folder a session. Where pictures are recorded by a machine that shares no disk, nothing is found here. */
export const pictureIn =
  (directory: string) =>
  async (session: string): Promise<ReplayPicture | undefined> => {
    const text = await readFile(join(directory, session, CHAIN_FILE), "utf8").catch(() => "");
    // The last line may still be being written.
    const last = parseChain(text).findLast((record) => record !== undefined);
    return last && { manifestHash: last.chain };
  };
