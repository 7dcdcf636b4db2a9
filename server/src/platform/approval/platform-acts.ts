/** Dangerous acts on the platform itself: rebuilding every table, downloading everything. */
import Type from "typebox";

import { closed } from "../../../../contract/src/values.ts";
import { type DangerousAct, defineAct } from "./act.ts";

const Nothing = Type.Object({}, closed);
const PLATFORM = {
  requestPermission: "platform.request",
  approvePermission: "platform.approve",
  params: Nothing,
} as const;

export interface PlatformActDeps {
  /** Rebuilds and publishes again; its lock waits for the end of the approval's transaction. */
  readonly rebuild: () => Promise<unknown>;
}

export const platformActs = ({ rebuild }: PlatformActDeps): readonly DangerousAct[] => [
  defineAct({
    ...PLATFORM,
    kind: "platform.rebuild",
    describe: async () => ({ subject: "重建", lines: [] }),
    // All tables are locked meanwhile, those of the approval too: it runs when the approval stands.
    execute: async () => undefined,
    after: async () => void (await rebuild()),
  }),
  defineAct({
    ...PLATFORM,
    kind: "platform.download-backup",
    describe: async () => ({ subject: "备份", lines: [] }),
    // Nothing changes: the approval is the right to fetch it once.
    execute: async () => undefined,
    isCollected: true,
  }),
];
