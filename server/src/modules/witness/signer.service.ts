/** What the signer does, however it is asked: it alone holds the key and what was signed last. */
import { createPublicKey, sign } from "node:crypto";

import type { TreeHead } from "./consistency.ts";
import { type LogKey, openModuleKey } from "./module-key.process.ts";
import { checkpointText, noteOf, vkeyOf } from "./note.ts";
import type { HeadMessage, SignerMessage, SignRequest } from "./signer-messages.ts";
import {
  keyPath,
  openKey,
  openSm2Key,
  readLastSigned,
  writeLastSigned,
  writeVkey,
} from "./signer.files.ts";
import { startSigningClock } from "./signing-clock.process.ts";
import { isBehind, refusalOf } from "./signing-rule.ts";
import type { TimeRefusal } from "./signing-time.ts";
import { sm2Line, sm2VkeyOf } from "./sm2-note.ts";

export interface SignerSettings {
  /** Its keys lie in <directory>/keys. */
  readonly directory: string;
  readonly origin: string;
  /** Clocks outside, as `askTime` reads them. */
  readonly timeSources: readonly string[];
  /** PKCS #11 URI of the Ed25519 key; absent: it is a file. The SM2 key is a file in any case. */
  readonly key?: string | undefined;
  /** Told to everybody who is connected. */
  readonly tell: (message: SignerMessage) => void;
}

export interface SignerService {
  /** First message to whoever connects. */
  greet(): Promise<SignerMessage>;
  /** One request after the other, so that none reads a state that another is about to write. Never rejects. */
  answer(request: SignRequest): Promise<SignerMessage>;
}

const fromHex = (text: string) => Buffer.from(text, "hex");
const messageOf = ({ size, root }: TreeHead): HeadMessage => ({ size, root: root.toString("hex") });

async function openLogKey({ directory, key: uri }: SignerSettings): Promise<LogKey> {
  if (uri !== undefined) return openModuleKey(uri);
  const key = await openKey(directory);
  return {
    publicKey: createPublicKey(key),
    sign: async (message) => sign(null, message, key),
  };
}

/** Opens the keys, or makes them; what is in a module is made there. */
export async function openSigner(settings: SignerSettings): Promise<SignerService> {
  const { directory, origin, timeSources, tell } = settings;
  const key = await openLogKey(settings);
  const sm2Key = await openSm2Key(directory);
  const keys = { vkey: vkeyOf(origin, key.publicKey), sm2Vkey: sm2VkeyOf(origin, sm2Key) };
  await writeVkey(directory, keys.vkey);
  await writeVkey(directory, keys.sm2Vkey, "log-sm2");
  let fault: TimeRefusal | undefined;
  const clock = startSigningClock(timeSources, {
    onLook(found) {
      if (found !== fault) tell({ type: "clock", fault: found ?? null });
      fault = found;
    },
  });
  const answer = async (request: SignRequest): Promise<SignerMessage> => {
    const { id } = request;
    const last = await readLastSigned(directory, origin);
    const refuse = (reason: string): SignerMessage => ({
      type: "refused",
      id,
      reason,
      last: messageOf(last),
    });
    const head = { size: request.size, root: fromHex(request.root) };
    const reason = isBehind(last, request.witnessed)
      ? "behind-witnesses"
      : refusalOf(last, head, request.proof.map(fromHex));
    if (reason !== undefined) return refuse(reason);
    const time = await clock.judge(last.at);
    if ("refusal" in time) return refuse(time.refusal);
    const { at } = time;
    await writeLastSigned(directory, origin, { ...head, at });
    const text = checkpointText(origin, head);
    const signature = await key.sign(Buffer.from(text, "utf8"));
    const note =
      noteOf(text, { name: origin, key: key.publicKey, signature }) + sm2Line(text, origin, sm2Key);
    return { type: "signed", id, note, at };
  };
  let queue: Promise<unknown> = Promise.resolve();
  return {
    async greet() {
      const last = messageOf(await readLastSigned(directory, origin));
      const keyFile = keyPath(directory, settings.key === undefined ? "log" : "log-sm2");
      return { type: "ready", origin, ...keys, last, keyFile, fault: fault ?? null };
    },
    answer(request) {
      const answered = queue.then(() =>
        answer(request).catch((error: unknown): SignerMessage => ({
          type: "failed",
          id: request.id,
          reason: (error as Error).message,
        })),
      );
      queue = answered;
      return answered;
    },
  };
}
