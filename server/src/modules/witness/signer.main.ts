import type { TreeHead } from "./consistency.ts";
/**
 * The signer: a process of its own that alone holds the log's key. Arguments: data directory, origin, clocks outside. It believes
 * nothing of the database: it signs only what grows out of what it signed before, and remembers that before it answers.
 */
import { vkeyOf, signNote, checkpointText } from "./note.ts";
import type { HeadMessage, SignerMessage, SignRequest } from "./signer-messages.ts";
import { openKey, openSm2Key, readLastSigned, writeLastSigned, writeVkey } from "./signer.files.ts";
import { startSigningClock } from "./signing-clock.process.ts";
import { isBehind, refusalOf } from "./signing-rule.ts";
import type { TimeRefusal } from "./signing-time.ts";
import { sm2Line, sm2VkeyOf } from "./sm2-note.ts";

const [, , dataDir, origin, ...timeSources] = process.argv;
if (dataDir === undefined || origin === undefined || process.send === undefined) {
  throw new Error("the signer is started by the application");
}

const send = (message: SignerMessage) => process.send?.(message);
const fromHex = (text: string) => Buffer.from(text, "hex");
const messageOf = ({ size, root }: TreeHead): HeadMessage => ({ size, root: root.toString("hex") });

// The application decides when both end; an interrupt at the terminal reaches both.
process.on("SIGINT", () => undefined);
process.on("disconnect", () => process.exit(0));

const key = await openKey(dataDir);
const vkey = vkeyOf(origin, key);
const sm2Key = await openSm2Key(dataDir);
const sm2Vkey = sm2VkeyOf(origin, sm2Key);

let fault: TimeRefusal | undefined;
const clock = startSigningClock(timeSources, {
  onLook(found) {
    if (found !== fault) send({ type: "clock", fault: found ?? null });
    fault = found;
  },
});

async function answer(request: SignRequest): Promise<SignerMessage> {
  const { id } = request;
  const last = await readLastSigned(dataDir ?? "");
  const head = { size: request.size, root: fromHex(request.root) };
  const reason = isBehind(last, request.witnessed)
    ? "behind-witnesses"
    : refusalOf(last, head, request.proof.map(fromHex));
  if (reason !== undefined) return { type: "refused", id, reason, last: messageOf(last) };
  const time = await clock.judge(last.at);
  if ("refusal" in time)
    return { type: "refused", id, reason: time.refusal, last: messageOf(last) };
  const { at } = time;
  await writeLastSigned(dataDir ?? "", { ...head, at });
  const text = checkpointText(origin ?? "", head);
  const note = signNote(text, origin ?? "", key) + sm2Line(text, origin ?? "", sm2Key);
  return { type: "signed", id, note, at };
}

/** One request after the other, so that none reads a state that another is about to write. */
let queue: Promise<void> = Promise.resolve();
process.on("message", (request: SignRequest) => {
  queue = queue.then(async () => {
    try {
      send(await answer(request));
    } catch (error) {
      send({ type: "failed", id: request.id, reason: (error as Error).message });
    }
  });
});

await writeVkey(dataDir, vkey);
await writeVkey(dataDir, sm2Vkey, "log-sm2");
send({ type: "ready", vkey, sm2Vkey, last: messageOf(await readLastSigned(dataDir)) });
