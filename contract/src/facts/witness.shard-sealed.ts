import Type, { type Static } from "typebox";

import { closed } from "../values.ts";
import { Sha256 } from "../video-values.ts";
import { defineFactKind } from "./fact.ts";

const Size = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const Origin = Type.String({ pattern: "^[^\\s+]{1,200}$" });
const Vkey = Type.String({ minLength: 1, maxLength: 400 });
const Name = Type.String({ minLength: 1, maxLength: 100 });
const Sentence = Type.String({ minLength: 1, maxLength: 1000 });

/** `lost-leaves`: a restore did not bring back all that was signed. `year`: a new year. `key`: the key is changed. */
export const ShardReason = Type.Enum(["lost-leaves", "year", "key"]);
export type ShardReason = Static<typeof ShardReason>;

const Payload = Type.Object(
  {
    /** Name of the log that ends. */
    origin: Origin,
    vkey: Vkey,
    /** The largest checkpoint that is known of it, here or at a witness. */
    size: Size,
    /** Its root; absent where no witness shows it. */
    root: Type.Optional(Sha256),
    /** What each witness says to have cosigned last. */
    witnesses: Type.Array(
      Type.Object({ name: Name, vkey: Vkey, size: Size, root: Type.Optional(Sha256) }, closed),
      { maxItems: 100 },
    ),
    /** So many leaves from its beginning stand in the new log at the same places. */
    kept: Size,
    reason: ShardReason,
    reasonZh: Sentence,
    reasonEn: Sentence,
    /** Two persons who decided it. */
    decidedBy: Type.Array(Name, { minItems: 2, maxItems: 2, uniqueItems: true }),
    /** Receipts that sources kept and whose facts are gone: how many, and the SHA-256 of the list. */
    lostReceipts: Type.Optional(Type.Object({ count: Size, sha256: Sha256 }, closed)),
    /** Name of the log that begins. It holds the leaves that were kept, then this fact. */
    nextOrigin: Origin,
  },
  closed,
);
export type ShardSealed = Static<typeof Payload>;

export const shardSealed = defineFactKind({
  kind: "witness.shard-sealed",
  version: 1,
  title: { en: "Log sealed, next one opened", zh: "日志封存并另开新册" },
  about: {
    en: "A log ends and another goes on: up to where the old one was signed, how much of it the new one holds, why, and who decided. Proofs of the old log stay valid.",
    zh: "一册日志封存，另开新册：旧册签署到哪里、新册保留其中多少条、理由和决定人。旧册的证明继续有效。",
  },
  payload: Payload,
  example: {
    origin: "log.example.cn/mingjing",
    vkey: "log.example.cn/mingjing+a3e00fe2+ARy/co4C1Hn1p+INwJrfUlgz7W55dSZReusH/GhUhJ/G",
    size: 18_204,
    root: "9f".repeat(32),
    witnesses: [
      {
        name: "市公证处",
        vkey: "notary.example.cn/witness+a3e00fe2+BNy/co4C1Hn1p+INwJrfUlgz7W55dSZReusH/GhUhJ/G",
        size: 18_204,
        root: "9f".repeat(32),
      },
    ],
    kept: 17_190,
    reason: "lost-leaves",
    reasonZh: "磁盘损坏，从备份恢复后缺少最后一批记录。",
    reasonEn: "A disk failed; the backup lacks the last records.",
    decidedBy: ["陈岚", "周正"],
    nextOrigin: "log.example.cn/mingjing/2026b",
  },
});
