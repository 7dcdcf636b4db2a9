import { describe, expect, test } from "vitest";

import en from "../../../locales/en/verifier.json" with { type: "json" };
import zh from "../../../locales/zh-CN/verifier.json" with { type: "json" };
import {
  ANSWER_CHECKS,
  CHECKS,
  CLIP_CHECKS,
  CLIP_DOES_NOT_PROVE,
  CLIP_PROVES,
  CODES,
  DOES_NOT_PROVE,
  PROVES,
} from "../../../verifier/src/index.ts";
import {
  buildCertificate,
  certificateText,
  numberCertificate,
  testKey,
  vkeyOf,
} from "../../../verifier/test/build-certificate.ts";
import { packClip, testClip, testClipKey } from "../../../verifier/test/build-clip.ts";
import { certificateVectors } from "../../../verifier/test/certificate-vectors.ts";
import { certificateVerify, clipVerify } from "./certificate-verify.ts";

const genuine = buildCertificate();
/** Said of certificates of format 2 only. */
const OF_FORMAT_2 = new Set<string>([
  "contents",
  "sealed-rows",
  "policy-compared",
  "rows",
  "order",
  "cosignatures",
  "answer-scope",
  "answer-time",
  "anchors",
  "chain-asked",
]);
const changed = genuine.text.replace("按时开标", "提前开标");
const files: Readonly<Record<string, string>> = {
  "good.mjcert.json": genuine.text,
  "bad.mjcert.json": changed,
  "other.json": '{"name":"mingjing"}',
};

async function run(...args: string[]) {
  let [out, error] = ["", ""];
  const exit = await certificateVerify(args, {
    stdout: (text) => void (out += text),
    stderr: (text) => void (error += text),
    readFile: async (path) => {
      const text = files[path];
      if (text === undefined) throw new Error("ENOENT");
      return new Uint8Array(Buffer.from(text, "utf8"));
    },
  });
  return { exit, out, error };
}

describe("certificate verify", () => {
  test("says in Chinese what was checked, what is proven and what is not, and exits with 0", async () => {
    const { exit, out, error } = await run("good.mjcert.json", "--key", genuine.vkey);
    expect([exit, error]).toEqual([0, ""]);
    expect(out).toContain(zh["verdict.valid"]);
    expect(out).toContain("滨河路综合改造工程施工");
    for (const id of CHECKS.filter((one) => !OF_FORMAT_2.has(one)))
      expect(out).toContain(`✓ ${zh[`check.${id}`]}`);
    for (const code of ["unchanged", "in-log", "log-key"] as const) expect(out).toContain(zh[code]);
    for (const code of DOES_NOT_PROVE.filter(
      (one) => !OF_FORMAT_2.has(one) && one !== "key-compared",
    )) {
      expect(out).toContain(zh[code]);
    }
    expect(out).not.toContain(zh["key-compared"]);
    expect(out).not.toMatch(/\{\w+\}/);
  });

  test("without a key it says that the key was not compared", async () => {
    const { exit, out } = await run("good.mjcert.json");
    expect(exit).toBe(0);
    expect(out).toContain(zh["verdict.valid-key-not-compared"]);
    expect(out).toContain(zh["key-compared"]);
    expect(out).not.toContain(zh["verdict.valid"]);
  });

  test("names the place that was changed and exits with 1", async () => {
    const { exit, out } = await run("bad.mjcert.json", "--lang", "en");
    expect(exit).toBe(1);
    expect(out).toContain(en["verdict.refused"]);
    expect(out).toContain(`✗ ${en["check.number"]}`);
    expect(out).toContain("The content of fact 1 (019a0000-0000-7000-8000-000000000000)");
    expect(out).not.toContain(en["unchanged"]);
  });

  test("another key than the one named is refused", async () => {
    const { vkey } = vkeyOf("log.mingjing.example/2026", testKey("somebody else"));
    const { exit, out } = await run("good.mjcert.json", "--key", vkey);
    expect(exit).toBe(1);
    expect(out).toContain(`✗ ${zh["check.key"]}`);
    expect((await run("good.mjcert.json", "--key", vkey, "--key", genuine.vkey)).exit).toBe(0);
  });

  test("a file that is not a certificate, or is not there, is unreadable: exit code 3", async () => {
    const other = await run("other.json");
    expect([other.exit, other.out]).toEqual([3, expect.stringContaining(zh["verdict.unreadable"])]);
    const missing = await run("missing.json");
    expect([missing.exit, missing.out]).toEqual([3, expect.stringContaining(zh["file.not-found"])]);
  });

  test("of several files the worst decides: refused before unreadable before valid", async () => {
    expect((await run("good.mjcert.json", "good.mjcert.json")).exit).toBe(0);
    expect((await run("good.mjcert.json", "other.json")).exit).toBe(3);
    expect((await run("other.json", "bad.mjcert.json", "good.mjcert.json")).exit).toBe(1);
  });

  test("--json writes one line per file", async () => {
    const { exit, out } = await run("good.mjcert.json", "other.json", "--json");
    expect(exit).toBe(3);
    const lines = out.trimEnd().split("\n");
    const reports = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(reports).toMatchObject([
      { file: "good.mjcert.json", verdict: "valid", keyTrusted: false },
      { file: "other.json", verdict: "unreadable", code: "certificate.not-a-certificate" },
    ]);
  });

  test.each([
    [[], zh["cli.no-file"]],
    [["good.mjcert.json", "--kye", "x"], "--kye"],
    [["good.mjcert.json", "--lang", "fr"], "--lang fr"],
    [["good.mjcert.json", "--lang", "toString"], "--lang toString"],
    [["good.mjcert.json", "--key", "not a key"], "not a key"],
    [["good.mjcert.json", "--key"], "--key"],
  ])("wrong usage %j exits with 2 and says why", async (args, complaint) => {
    const { exit, out, error } = await run(...args);
    expect([exit, out]).toEqual([2, ""]);
    expect(error).toContain(complaint);
    expect(error).toContain(zh["cli.usage"]);
  });

  test("--help explains the exit codes", async () => {
    const { exit, out } = await run("--help", "--lang", "en");
    expect(exit).toBe(0);
    expect(out).toContain("0 valid, 1 refused, 2 wrong usage, 3 unreadable");
  });

  test("nothing in a file reaches the terminal as a control character", async () => {
    const forged = { ...genuine.certificate, title: "见证\u202e书", audience: "public" };
    const text = certificateText(numberCertificate(forged));
    const nasty = text.replace('"format"', '"\\u001b[2J": 1, "format"');
    for (const content of [text, nasty]) {
      let out = "";
      const stdout = (part: string) => void (out += part);
      const readFile = async () => new Uint8Array(Buffer.from(content));
      await certificateVerify(["\u001b[31mfile"], { stdout, stderr: stdout, readFile });
      expect(out).not.toMatch(/[^\P{C}\n]/u);
    }
  });
});

describe("sentences of the verifier", () => {
  const used = new Set<string>([
    ...CODES,
    ...PROVES,
    ...DOES_NOT_PROVE,
    ...CLIP_PROVES,
    ...CLIP_DOES_NOT_PROVE,
    ...[...CHECKS, ...CLIP_CHECKS, ...ANSWER_CHECKS].map((id) => `check.${id}`),
    ...["gaps", "gap", "gap-proven", "gap-unproven", "changed", "changed-segment"].map(
      (word) => `clip.${word}`,
    ),
    "clip.pack-hash",
    "clip.segment-count",
  ]);
  const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g))].toSorted();

  test("each code has a sentence in both languages, and each other sentence is of the report", () => {
    expect(Object.keys(en)).toEqual(Object.keys(zh));
    for (const code of used) expect(Object.keys(zh)).toContain(code);
    for (const key of Object.keys(zh)) {
      expect(used.has(key) || /^(cli|verdict|cause|status)\./.test(key), key).toBe(true);
    }
  });

  test("both languages have the same placeholders and no empty sentence", () => {
    for (const [key, sentence] of Object.entries(zh)) {
      const other = en[key as keyof typeof en];
      expect(placeholders(other), key).toEqual(placeholders(sentence));
      expect(Math.min(sentence.trim().length, other.trim().length), key).toBeGreaterThan(0);
    }
  });

  test("no forgery among the vectors is reported with an unfilled placeholder", async () => {
    const vectors = certificateVectors();
    expect(vectors.length).toBeGreaterThan(30);
    for (const { name, input } of vectors) {
      let out = "";
      const keys = (input.trustedKeys ?? []).flatMap((key) => ["--key", key]);
      await certificateVerify(["x", ...keys], {
        stdout: (text) => void (out += text),
        stderr: (text) => void (out += text),
        readFile: async () => new Uint8Array(Buffer.from(input.text, "utf8")),
      });
      expect(out, name).not.toMatch(/\{\w+\}/);
    }
  });
});

describe("clip verify", () => {
  const good = packClip(testClip());
  const bad = Buffer.from(good);
  const at = bad.lastIndexOf("picture 5");
  bad[at] = (bad[at] ?? 0) ^ 1;
  async function runClip(bytes: Uint8Array | undefined, ...args: string[]) {
    let [out, error] = ["", ""];
    const exit = await clipVerify(args, {
      stdout: (text) => void (out += text),
      stderr: (text) => void (error += text),
      async readFile() {
        if (bytes === undefined) throw new Error("ENOENT");
        return bytes;
      },
    });
    return { exit, out, error };
  }

  test("says what was checked, the gap and what is not proven", async () => {
    const { exit, out } = await runClip(good, "clip.zip", "--key", testClipKey());
    expect(exit).toBe(0);
    expect(out).toContain(zh["verdict.clip-valid"]);
    expect(out).toContain("2026-03-02T01:40:12.000Z 至 2026-03-02T01:40:43.000Z　摄像机断开");
    for (const id of CLIP_CHECKS) expect(out).toContain(`✓ ${zh[`check.${id}`]}`);
    for (const code of ["clip-scene", "clip-clock", "clip-texts", "clip-pack"] as const)
      expect(out).toContain(zh[code]);
    expect(out).not.toMatch(/\{\w+\}/);
  });

  test("names the segment of a changed byte", async () => {
    const { exit, out } = await runClip(bad, "clip.zip");
    expect(exit).toBe(1);
    expect(out).toContain("第 5 分段（20260302/part-2.mp4，2026-03-02T01:40:47.000Z 起）");
    expect(out).not.toContain(zh["clip-unchanged"]);
  });

  test("a missing file and a certificate are no clip; wrong usage is told", async () => {
    expect((await runClip(undefined, "clip.zip")).exit).toBe(3);
    expect((await runClip(Buffer.from(genuine.text), "a.json")).exit).toBe(3);
    const usage = await runClip(good);
    expect([usage.exit, usage.error]).toEqual([
      2,
      `${zh["cli.no-file"]}\n${zh["cli.clip-usage"]}\n`,
    ]);
  });
});
