import Type, { type Static } from "typebox";

import { Department, Officer } from "../casework.ts";
import { closed } from "../values.ts";
import { Receiver } from "../voice-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    /** Who received first and goes on. */
    unit: Department,
    /** The later complaint, and who hands it over. */
    from: Receiver,
    officer: Officer,
  },
  closed,
);
export type TransferReceived = Static<typeof Payload>;

export const transferReceived = defineFactKind({
  kind: "complaints.transfer-received",
  version: 1,
  title: { en: "A later complaint was transferred here", zh: "收到移送" },
  about: {
    en: "Beside voice-transferred, on the complaint that was received first; its clocks stay as they are. Never public.",
    zh: "与移送同时记在最先收到的一件上；它的期限不变。不公开。",
  },
  payload: Payload,
  example: {
    unit: { id: "housing", name: "云澜市住房和城乡建设局" },
    from: {
      number: "TS-2026-0002",
      unit: { id: "water", name: "云澜市水务局" },
      receivedAt: "2026-06-02T02:00:00.000Z",
    },
    officer: {
      account: "water-1",
      name: "何川",
      department: { id: "water", name: "云澜市水务局" },
    },
  },
});
