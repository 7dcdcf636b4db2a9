import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { closed } from "../values.ts";
import { ChannelId, CoverageStatement, Sha256, ViewPurpose } from "../video-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    clip: Type.String({ pattern: "^[0-9a-f]{32}$" }),
    channel: ChannelId,
    coverage: CoverageStatement,
    /** Of the pack that was handed out. */
    hash: Sha256,
    bytes: Type.Integer({ minimum: 1 }),
    purpose: ViewPurpose,
    reason: Type.String({ minLength: 4, maxLength: 400 }),
    officer: Officer,
  },
  closed,
);
export type ClipExported = Static<typeof Payload>;

/** The subject is the project. */
export const clipExported = defineFactKind({
  kind: "video.clip-exported",
  version: 1,
  title: { en: "Clip exported", zh: "导出录像片段" },
  about: {
    en: "A part of a recording was handed out with its proof: which time, what is missing, the hash of the pack, to whom and what for.",
    zh: "导出一段录像及其证明：时段、缺口、文件包哈希、导出人和目的。",
  },
  payload: Payload,
  example: {
    clip: "9c".repeat(16),
    channel: "opening-1-desk",
    coverage: {
      from: "2026-03-02T01:40:00.000Z",
      to: "2026-03-02T01:42:00.000Z",
      seconds: 120,
      recorded: 89,
      share: 0.7416,
      gaps: [
        { from: "2026-03-02T01:40:10.000Z", to: "2026-03-02T01:40:41.000Z", why: "cameraLost" },
      ],
    },
    hash: "be".repeat(32),
    bytes: 9_300_210,
    purpose: "lead",
    reason: "随问题线索移送住建局。",
    officer: {
      account: "inspector-1",
      name: "江澄",
      department: { id: "inspection", name: "云澜市纪委监委派驻第三纪检监察组" },
    },
  },
});
