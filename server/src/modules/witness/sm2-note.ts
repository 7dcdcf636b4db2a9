/** Signature lines of SM2 keys: type 0xff of c2sp.org/signed-note, followed by a name of our own. */
import { createHash } from "node:crypto";

import { signSm2, type Sm2Key } from "./sm2.ts";

const TYPE = Buffer.concat([Buffer.of(0xff), Buffer.from("mingjing/sm2", "utf8")]);

/** First four bytes of SHA-256(name ‖ 0x0A ‖ 0xff ‖ "mingjing/sm2" ‖ public key). */
function keyIdOf(name: string, { publicKey }: Sm2Key): Buffer {
  const hash = createHash("sha256").update(`${name}\n`).update(TYPE).update(publicKey);
  return hash.digest().subarray(0, 4);
}

/** "name+hex8+base64(0xff ‖ mingjing/sm2 ‖ 04 ‖ x ‖ y)". */
export const sm2VkeyOf = (name: string, key: Sm2Key): string =>
  `${name}+${keyIdOf(name, key).toString("hex")}+${Buffer.concat([TYPE, key.publicKey]).toString("base64")}`;

/** "— name base64(key id ‖ signature)" over the text, with its line end: it follows another line of the note. */
export function sm2Line(text: string, name: string, key: Sm2Key): string {
  const signature = signSm2(key, Buffer.from(text, "utf8"));
  return `— ${name} ${Buffer.concat([keyIdOf(name, key), signature]).toString("base64")}\n`;
}

/** The note without the lines of this key. */
export function withoutLineOf(note: string, vkey: string): string {
  const [name = "", keyId = ""] = vkey.split("+", 2);
  const isOther = (line: string) => {
    const [mark, by, encoded = ""] = line.split(" ");
    const id = Buffer.from(encoded, "base64").subarray(0, 4).toString("hex");
    return mark !== "—" || by !== name || id !== keyId;
  };
  const end = note.lastIndexOf("\n\n") + 2;
  return note.slice(0, end) + note.slice(end).split("\n").filter(isOther).join("\n");
}
