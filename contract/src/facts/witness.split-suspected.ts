import Type, { type Static } from "typebox";

import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Size = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

/** `knowsMore`: it cosigned more than the log ever signed. `otherRoot`, `notConsistent`: it saw another history. */
export const SplitReason = Type.Enum(["knowsMore", "otherRoot", "notConsistent"]);
export type SplitReason = Static<typeof SplitReason>;

const Payload = Type.Object(
  {
    /** Name in the witness policy. */
    witness: Type.String({ minLength: 1, maxLength: 200 }),
    vkey: Type.String({ minLength: 1, maxLength: 400 }),
    reason: SplitReason,
    /** Size of the latest checkpoint that the witness cosigned, as far as it said. */
    witnessSize: Size,
    /** The checkpoint it refused. */
    size: Size,
    note: Type.String({ minLength: 1, maxLength: 4000 }),
  },
  closed,
);
export type SplitSuspected = Static<typeof Payload>;

export const splitSuspected = defineFactKind({
  kind: "witness.split-suspected",
  version: 1,
  title: { en: "Second history suspected", zh: "疑似日志前后不一致" },
  about: {
    en: "A witness outside the operator refuses a checkpoint because it cosigned another history of the log, or a longer one. Somebody must find out which of the two is right.",
    zh: "外部见证人拒绝共签检查点：它共签过的日志与这份不一致，或者比这份更长。须查明哪一份是对的。",
  },
  payload: Payload,
  example: {
    witness: "市公证处",
    vkey: "notary.example.cn/witness+a3e00fe2+BNy/co4C1Hn1p+INwJrfUlgz7W55dSZReusH/GhUhJ/G",
    reason: "knowsMore",
    witnessSize: 18_204,
    size: 18_190,
    note: "log.example.cn/mingjing\n18190\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— log.example.cn/mingjing …\n",
  },
});
