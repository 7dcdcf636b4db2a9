/** Registering a source: its key lets a system write into the record, so a second person approves it. */
import {
  sourceRegistered,
  type SourceRegistered,
} from "../../../../contract/src/facts/intake.source-registered.ts";
import type { DangerousAct } from "../../platform/approval/act.ts";

interface SourceActDeps {
  readonly register: (
    tx: Parameters<DangerousAct["execute"]>[0],
    source: SourceRegistered,
    at: string,
  ) => Promise<void>;
}

export const registerSourceAct = ({ register }: SourceActDeps): DangerousAct<SourceRegistered> => ({
  kind: "intake.register-source",
  requestPermission: "sources.request",
  approvePermission: "sources.approve",
  params: sourceRegistered.payload,
  describe: async (_db, { name, title, zone }) => ({
    subject: title,
    lines: [
      { field: "source", as: "text", after: name },
      { field: "title", as: "text", after: title },
      { field: "zone", as: "text", after: zone },
    ],
  }),
  execute: (tx, source, { at }) => register(tx, source, at),
});
