import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

import { describe, expect, test } from "vitest";

import { readVectors } from "../test/vectors.ts";
import { cosignedText, parseCosignerVkey, verifyCosignature } from "./cosignature.ts";
import { evaluatePolicy, parsePolicy, type Policy } from "./policy.ts";
import { parseVkey } from "./signed-note.ts";

interface Expected {
  readonly ok: boolean;
  readonly code: string;
  readonly timestamp?: number;
}

describe("cosignatures", () => {
  const vectors = readVectors<{ note: string; vkey: string }, Expected>("cosignature");
  test.each(vectors)("vector: %s", (_, { input, expected }) => {
    const { timestamp, ...rest } = expected;
    const found = verifyCosignature(input.note, input.vkey);
    expect(found).toMatchObject(rest);
    expect(found.ok ? found.value.timestamp : undefined).toBe(timestamp);
  });

  test("what is signed is the example of the specification", () => {
    const checkpoint =
      "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    expect(cosignedText(checkpoint, 1679315147)).toBe(
      `cosignature/v1\ntime 1679315147\n${checkpoint}`,
    );
  });

  test("a key of a witness is no key of a log, nor the other way round", () => {
    const { log, witnesses } = world(1);
    expect(parseVkey(log.vkey).ok).toBe(true);
    expect(parseCosignerVkey(log.vkey).code).toBe("note.vkey-unsupported");
    expect(parseVkey(witnesses[0]?.vkey ?? "").code).toBe("note.vkey-unsupported");
  });
});

interface Signer {
  readonly name: string;
  readonly vkey: string;
  readonly keyId: Buffer;
  readonly key: KeyObject;
}

function signer(name: string, type: number): Signer {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const raw = publicKey.export({ format: "der", type: "spki" }).subarray(-32);
  const typed = Buffer.concat([Buffer.of(type), raw]);
  const keyId = createHash("sha256").update(`${name}\n`).update(typed).digest().subarray(0, 4);
  const vkey = `${name}+${keyId.toString("hex")}+${typed.toString("base64")}`;
  return { name, vkey, keyId, key: privateKey };
}

const ROOT = createHash("sha256").digest("base64");

function world(count: number) {
  const log = signer("log.example.cn/mingjing", 1);
  const text = `${log.name}\n0\n${ROOT}\n`;
  const signature = sign(null, Buffer.from(text), log.key);
  const lineOf = (name: string, bytes: Buffer) => `— ${name} ${bytes.toString("base64")}\n`;
  const note = `${text}\n${lineOf(log.name, Buffer.concat([log.keyId, signature]))}`;
  const witnesses = Array.from({ length: count }, (_, index) => {
    const made = signer(`w${index + 1}.example.cn/witness`, 4);
    const time = Buffer.alloc(8);
    time.writeBigUInt64BE(1_790_000_000n);
    const message = Buffer.from(cosignedText(text, 1_790_000_000));
    const bytes = Buffer.concat([made.keyId, time, sign(null, message, made.key)]);
    return { ...made, line: lineOf(made.name, bytes) };
  });
  return { log, note, witnesses };
}

function policyOf(text: string): Policy {
  const policy = parsePolicy(text);
  if (!policy.ok) throw new Error(`${policy.code} ${JSON.stringify(policy.params)}`);
  return policy.value;
}

describe("policies (tlog-policy)", () => {
  const { log, note, witnesses } = world(6);
  const keys = witnesses.map(({ vkey }) => vkey);
  /** The example of the specification, with keys, names in Chinese and an address. */
  const EXAMPLE = `
# 两级：三家中的两家，并且另三家中的一家
log ${log.vkey}

witness\t纪委 ${keys[0]} https://witness.example.cn/
witness X2 ${keys[1]}
  witness X3 ${keys[2]}
group X-witnesses 2 纪委 X2 X3

witness Y1 ${keys[3]}
witness Y2 ${keys[4]}
witness Y3 ${keys[5]}
group Y-witnesses any Y1 Y2 Y3

group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
`;
  const cosignedBy = (...places: readonly number[]) =>
    places.reduce((text, place) => text + (witnesses[place - 1]?.line ?? ""), note);

  test("the example is read with names, thresholds and addresses", () => {
    const policy = policyOf(EXAMPLE);
    expect(policy.logs).toEqual([{ vkey: log.vkey }]);
    expect(policy.witnesses).toHaveLength(6);
    expect(policy.witnesses[0]).toEqual({
      name: "纪委",
      vkey: keys[0],
      url: "https://witness.example.cn/",
    });
    expect(policy.groups.map(({ threshold }) => threshold)).toEqual([2, 1, 2]);
    expect(policy.quorum).toBe("X-and-Y");
  });

  test.each([
    [[1, 2, 4], true],
    [[2, 3, 6], true],
    [[1, 2, 3, 4, 5, 6], true],
    [[1, 2, 3], false],
    [[1, 4, 5, 6], false],
    [[], false],
  ])("cosigned by %j: %j", (places, ok) => {
    const report = evaluatePolicy(cosignedBy(...places), policyOf(EXAMPLE));
    expect(report.ok).toBe(ok);
    expect(report.code).toBe(ok ? "policy.quorum-holds" : "policy.quorum-missing");
    expect(report.params).toEqual({ count: places.length });
    expect(report.witnesses.map((one) => one.ok)).toEqual(
      [1, 2, 3, 4, 5, 6].map((place) => places.includes(place)),
    );
  });

  test("a cosignature that does not hold counts for nothing and says why", () => {
    const changed = cosignedBy(1, 2, 4).replace(`\n0\n`, `\n1\n`);
    const report = evaluatePolicy(changed, { ...policyOf(EXAMPLE), logs: [] });
    expect(report.code).toBe("policy.quorum-missing");
    expect(report.witnesses[0]?.code).toBe("cosignature.invalid");
    expect(evaluatePolicy(changed, policyOf(EXAMPLE)).code).toBe("policy.log-unknown");
  });

  test("a log of another key or of another name is unknown", () => {
    const other = signer(log.name, 1).vkey;
    const renamed = signer("log.example.cn/other", 1).vkey;
    for (const vkey of [other, renamed])
      expect(evaluatePolicy(note, policyOf(`log ${vkey}\nquorum none\n`)).code).toBe(
        "policy.log-unknown",
      );
    expect(evaluatePolicy(note, policyOf(`log ${log.vkey}\nquorum none\n`)).ok).toBe(true);
    expect(evaluatePolicy(note, policyOf("quorum none\n")).ok).toBe(true);
  });

  const w = (name: string, place = 0) => `witness ${name} ${keys[place]}\n`;
  test.each([
    ["", "policy.no-quorum", undefined],
    ["quorum none\r\n", "policy.bad-character", 1],
    ["\nquorums none\n", "policy.unknown-line", 2],
    ["quorum\n", "policy.wrong-items", 1],
    ["quorum none none\n", "policy.wrong-items", 1],
    ["quorum none\nquorum none\n", "policy.second-quorum", 2],
    ["quorum A\n", "policy.unknown-name", 1],
    [`quorum A\n${w("A")}`, "policy.unknown-name", 1],
    ["log\n", "policy.wrong-items", 1],
    ["log x+00000000+AAAA\n", "policy.bad-key", 1],
    [`log ${keys[0]}\n`, "policy.bad-key", 1],
    [`log ${log.vkey}\nlog ${log.vkey} https://x/\n`, "policy.duplicate-key", 2],
    [`witness A ${log.vkey}\n`, "policy.bad-key", 1],
    [`witness A ${keys[0]} url more\n`, "policy.wrong-items", 1],
    [`${w("A")}${w("B")}`, "policy.duplicate-key", 2],
    [`${w("A")}${w("A", 1)}`, "policy.duplicate-name", 2],
    [w("none"), "policy.reserved-name", 1],
    [`${w("A")}group A any A\n`, "policy.duplicate-name", 2],
    [`${w("A")}group none any A\n`, "policy.reserved-name", 2],
    [`${w("A")}group G any\n`, "policy.wrong-items", 2],
    [`${w("A")}group G 0 A\n`, "policy.bad-threshold", 2],
    [`${w("A")}group G 2 A\n`, "policy.bad-threshold", 2],
    [`${w("A")}group G 01 A\n`, "policy.bad-threshold", 2],
    [`${w("A")}group G most A\n`, "policy.bad-threshold", 2],
    [`${w("A")}group G any A A\n`, "policy.member-twice", 2],
    [`${w("A")}group G any A\ngroup H any A\n`, "policy.member-twice", 3],
    [`${w("A")}group G any G\n`, "policy.unknown-name", 2],
    [`${w("A")}group G any none\n`, "policy.unknown-name", 2],
    ["#".repeat(70_000), "policy.too-large", undefined],
  ])("%j is refused: %s", (text, code, line) => {
    const refused = parsePolicy(text);
    expect(refused).toMatchObject({ ok: false, code });
    if (line !== undefined) expect(refused.params["line"]).toBe(line);
  });

  test("names are not folded: the Kelvin sign is not the letter K", () => {
    expect(parsePolicy(`${w("K")}quorum \u212a\n`).code).toBe("policy.unknown-name");
  });

  test("two keys of the same bytes under two names are one party", () => {
    // Base64 has "+" of its own.
    const bytes = (keys[0] ?? "").split("+").slice(2).join("+");
    const raw = Buffer.from(bytes, "base64");
    const name = "other.example.cn/witness";
    const id = createHash("sha256").update(`${name}\n`).update(raw).digest("hex").slice(0, 8);
    const text = `${w("A")}witness B ${name}+${id}+${bytes}\nquorum none\n`;
    expect(parsePolicy(text).code).toBe("policy.duplicate-key");
  });
});
