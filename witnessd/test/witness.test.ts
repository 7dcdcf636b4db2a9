/** A witness in this process: what the specification says of each answer, and what it keeps on the disk. */
import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { verifyCosignature } from "../../verifier/src/index.ts";
import { openWitness, serveWitness, type Witness } from "../src/index.ts";
import { newLogKey, requestOf, testLog } from "./log.ts";

const NOW = new Date("2026-11-29T08:00:00.000Z");
const NAME = "jiwei.example.cn/witness";

let directory: string;
const open: Witness[] = [];
beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), "mingjing-witness-")), "state");
});
afterEach(async () => {
  for (const witness of open.splice(0)) await witness.close();
  await rm(join(directory, ".."), { recursive: true });
});

async function opened(logs: readonly string[], at = directory): Promise<Witness> {
  const witness = await openWitness({ directory: at, name: NAME, logs, now: () => NOW });
  open.push(witness);
  return witness;
}

const bytes = (text: string) => Buffer.from(text, "utf8");

function grown(leaves: number) {
  const log = testLog();
  for (let index = 0; index < leaves; index++) log.append(`leaf ${index}`);
  return log;
}

async function cosigned(witness: Witness, body: string, note: string): Promise<string> {
  const answer = await witness.add(bytes(body));
  if (answer.status !== 200) throw new Error(`refused: ${JSON.stringify(answer)}`);
  return note + answer.lines;
}

describe("add-checkpoint (c2sp.org/tlog-witness)", () => {
  test("200: a first checkpoint, and each that grows out of the one before, are cosigned with the time", async () => {
    const log = grown(3);
    const witness = await opened([log.vkey]);
    const note = await cosigned(witness, log.request(0), log.checkpoint());
    expect(verifyCosignature(note, witness.vkey)).toMatchObject({
      ok: true,
      value: { name: NAME, timestamp: NOW.getTime() / 1000 },
    });
    for (const add of [1, 2, 5, 13, 40]) {
      const before = log.size;
      log.append(...Array.from({ length: add }, (_, index) => `more ${before + index}`));
      const later = await cosigned(witness, log.request(before), log.checkpoint());
      expect(verifyCosignature(later, witness.vkey).ok).toBe(true);
    }
    expect((await witness.status())[0]).toMatchObject({ size: 64, suspects: 0 });
  });

  test("200: the same checkpoint again, and the empty log", async () => {
    const log = testLog();
    const witness = await opened([log.vkey]);
    await cosigned(witness, log.request(0), log.checkpoint());
    log.append("one");
    await cosigned(witness, log.request(0), log.checkpoint());
    await cosigned(witness, log.request(1), log.checkpoint());
  });

  test("400: what is not a request, and an old size beyond the checkpoint", async () => {
    const log = grown(4);
    const witness = await opened([log.vkey]);
    const note = log.checkpoint();
    const hash = log.rootAt(1);
    const malformed = [
      "",
      "old 0",
      `old 00\n\n${note}`,
      `old -1\n\n${note}`,
      `old 0 \n\n${note}`,
      `old\n\n${note}`,
      `Old 0\n\n${note}`,
      `old 9007199254740993\n\n${note}`,
      `old 0\nAAAA\n\n${note}`,
      `old 0\n${hash.toString("hex")}\n\n${note}`,
      `old 0\n${hash.toString("base64").replace("=", "")}\n\n${note}`,
      requestOf(1, Array(64).fill(hash) as Buffer[], note),
      `old 0\n${note}`,
      `old 0\n\n${note.replace("\n4\n", "\n04\n")}`,
      `old 0\n\n${note.trimEnd()}`,
      log.request(5),
    ];
    for (const body of malformed) expect((await witness.add(bytes(body))).status, body).toBe(400);
    expect((await witness.add(Buffer.of(0xff, 0xfe))).status).toBe(400);
    expect((await witness.add(bytes(log.request(0)))).status).toBe(200);
  });

  test("the example of the specification is a request, of a log that is unknown here: 404", async () => {
    const log = grown(1);
    const witness = await opened([log.vkey]);
    const example = `old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6265UEjw6QUXTS5Rovnzv++qbSzm9Q=
`;
    expect((await witness.add(bytes(example))).status).toBe(404);
  });

  test("403: another key of the same name, and a checkpoint changed after signing", async () => {
    const log = grown(2);
    const witness = await opened([log.vkey]);
    const impostor = testLog(newLogKey());
    impostor.append("x");
    expect((await witness.add(bytes(impostor.request(0)))).status).toBe(403);
    const changed = log.request(0).replace("\n2\n", "\n3\n");
    expect((await witness.add(bytes(changed))).status).toBe(403);
  });

  test("signatures of unknown keys are ignored", async () => {
    const log = grown(2);
    const witness = await opened([log.vkey]);
    const line = "— other.example.cn/witness AAAAAAAA\n";
    await cosigned(witness, log.request(0) + line, log.checkpoint());
  });

  test("409: another old size, with the size of the latest as the body", async () => {
    const log = grown(7);
    const witness = await opened([log.vkey]);
    await cosigned(witness, log.request(0, 5), log.checkpoint(5));
    for (const old of [0, 3, 6])
      expect(await witness.add(bytes(log.request(old)))).toMatchObject({ status: 409, size: 5 });
    expect(await witness.add(bytes(log.request(2, 3)))).toMatchObject({ status: 409, size: 5 });
    await cosigned(witness, log.request(5), log.checkpoint());
  });

  test("409 and 422: another root of the same size, a wrong, a missing or a needless proof; each kept as evidence", async () => {
    const log = grown(5);
    const witness = await opened([log.vkey]);
    await cosigned(witness, log.request(0), log.checkpoint());
    const fork = log.fork(4);
    fork.append("another fifth");
    expect((await witness.add(bytes(fork.request(5)))).status).toBe(409);
    fork.append("sixth");
    expect((await witness.add(bytes(fork.request(5)))).status).toBe(422);
    log.append("sixth", "seventh");
    const note = log.checkpoint();
    const proof = [...log.consistency(5, 7)];
    expect((await witness.add(bytes(requestOf(5, [], note)))).status).toBe(422);
    expect((await witness.add(bytes(requestOf(5, proof.slice(1), note)))).status).toBe(422);
    expect((await witness.add(bytes(requestOf(5, [...proof, ...proof], note)))).status).toBe(422);
    const suspects = (await readdir(directory)).filter((name) => name.startsWith("suspect-"));
    expect(suspects).toHaveLength(3);
    expect((await witness.status())[0]).toMatchObject({ size: 5, suspects: 3 });
    const kept = await Promise.all(suspects.map((name) => readFile(join(directory, name), "utf8")));
    expect(kept).toContain(fork.checkpoint());
    await cosigned(witness, log.request(5), note);
  });

  test("422: a proof where the old size is zero", async () => {
    const log = grown(3);
    const witness = await opened([log.vkey]);
    const body = requestOf(0, [log.rootAt(1)], log.checkpoint());
    expect((await witness.add(bytes(body))).status).toBe(422);
  });

  test("several logs, and two keys of one log, each by its origin", async () => {
    const [one, two] = [grown(3), testLog(newLogKey("log.example.cn/other"))];
    two.append("x");
    const rotated = testLog(newLogKey());
    rotated.append("leaf 0", "leaf 1", "leaf 2", "leaf 3");
    const witness = await opened([one.vkey, two.vkey, rotated.vkey]);
    await cosigned(witness, one.request(0), one.checkpoint());
    await cosigned(witness, two.request(0), two.checkpoint());
    await cosigned(witness, rotated.request(3), rotated.checkpoint());
    expect((await witness.status()).map(({ size }) => size)).toEqual([4, 1]);
  });
});

describe("the state directory", () => {
  test("holds the key and all that is remembered for its owner alone, and both last", async () => {
    const log = grown(5);
    const witness = await opened([log.vkey]);
    await cosigned(witness, log.request(0), log.checkpoint());
    const files = await readdir(directory);
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
    for (const file of files)
      expect((await stat(join(directory, file))).mode & 0o077, file).toBe(0);
    await open.pop()?.close();
    const again = await opened([log.vkey]);
    expect(again.vkey).toBe(witness.vkey);
    expect((await again.add(bytes(log.request(0, 4)))).status).toBe(409);
    log.append("more");
    await cosigned(again, log.request(5), log.checkpoint());
  });

  test("serves one witness at a time", async () => {
    await opened([]);
    await expect(opened([])).rejects.toThrow("another witness is using");
    await open.pop()?.close();
    await opened([]);
  });

  test.each([
    ["", 0o755],
    ["witness.key", 0o640],
  ])("is refused where others may read %j", async (file, mode) => {
    await opened([]);
    await open.pop()?.close();
    await chmod(join(directory, file), mode);
    await expect(opened([])).rejects.toThrow("open to others");
  });

  test("a damaged memory or key stops the witness; another name does too", async () => {
    const log = grown(2);
    const witness = await opened([log.vkey]);
    await cosigned(witness, log.request(0), log.checkpoint());
    await open.pop()?.close();
    const [file = ""] = (await readdir(directory)).filter((name) => name.startsWith("log-"));
    const text = await readFile(join(directory, file), "utf8");
    for (const damaged of ["", text.slice(0, 40), text.replace("cosigned", "signed")]) {
      await writeFile(join(directory, file), damaged);
      await expect(opened([log.vkey])).rejects.toThrow("damaged");
    }
    const named = { directory, name: "other.example.cn/w", logs: [], now: () => NOW };
    await expect(openWitness(named)).rejects.toThrow("belongs to");
    await writeFile(join(directory, "witness.key"), "x");
    await expect(opened([])).rejects.toThrow("damaged");
  });

  test("a name that is none, a key of a log that is none", async () => {
    const options = { directory, logs: [], now: () => NOW };
    await expect(openWitness({ ...options, name: "a b" })).rejects.toThrow("no name");
    await expect(openWitness({ ...options, name: "a+b" })).rejects.toThrow("no name");
    await expect(openWitness(options)).rejects.toThrow("--name");
    await expect(opened(["nonsense"])).rejects.toThrow("no public key of a log");
    const witness = await opened([]);
    await open.pop()?.close();
    await expect(opened([witness.vkey])).rejects.toThrow("no public key of a log");
  });
});

describe("over HTTP", () => {
  async function served(logs: readonly string[]) {
    const witness = await openWitness({ directory, name: NAME, logs, now: () => NOW });
    const faults: unknown[] = [];
    const onFault = (error: unknown) => void faults.push(error);
    const serving = await serveWitness(witness, { host: "127.0.0.1", port: 0, onFault });
    const post = (body: string) =>
      fetch(`${serving.url}/add-checkpoint`, { method: "POST", body: Buffer.from(body) });
    return { ...serving, post, witness, faults };
  }

  test("each answer has its status, its type and its body", async () => {
    const log = grown(4);
    const { url, post, stop, witness, faults } = await served([log.vkey]);
    const good = await post(log.request(0));
    expect(good.status).toBe(200);
    expect(verifyCosignature(log.checkpoint() + (await good.text()), witness.vkey).ok).toBe(true);
    const conflict = await post(log.request(0));
    expect(conflict.status).toBe(409);
    expect(conflict.headers.get("content-type")).toBe("text/x.tlog.size");
    expect(await conflict.text()).toBe("4\n");
    expect((await post("nonsense")).status).toBe(400);
    const large = await post("x".repeat(200_000));
    expect(large.status).toBe(413);
    const get = await fetch(`${url}/add-checkpoint`);
    expect([get.status, get.headers.get("allow")]).toEqual([405, "POST"]);
    expect((await fetch(`${url}/other`)).status).toBe(404);
    expect((await fetch(url, { method: "DELETE" })).status).toBe(405);
    await stop();
    expect(faults).toEqual([]);
  });

  test("the page says in Chinese which logs, how far and when, and so does the JSON", async () => {
    const log = grown(4);
    const { url, post, stop } = await served([log.vkey]);
    expect(await (await fetch(url)).text()).toContain("还没有共签过");
    await post(log.request(0));
    const page = await (await fetch(url)).text();
    for (const text of [`见证人 ${NAME}`, log.origin, "<td>4</td>", "2026/11/29 16:00:00"])
      expect(page).toContain(text);
    expect(await (await fetch(`${url}/status.json`)).json()).toMatchObject({
      name: NAME,
      logs: [{ origin: log.origin, size: 4, cosignedAt: NOW.toISOString(), suspects: 0 }],
    });
    await stop();
  });

  test("a full disk: nothing is signed, the operator is told, and it goes on afterwards", async () => {
    const log = grown(2);
    const { post, stop, faults } = await served([log.vkey]);
    await chmod(directory, 0o500);
    const isRoot = process.getuid?.() === 0;
    // The superuser writes wherever it likes: a directory in the place of the draft stops it too.
    const name = isRoot ? draftName(log.origin) : undefined;
    if (name !== undefined) await mkdir(join(directory, name));
    expect((await post(log.request(0))).status).toBe(500);
    expect(faults).toHaveLength(1);
    if (name !== undefined) await rm(join(directory, name), { recursive: true });
    await chmod(directory, 0o700);
    expect((await post(log.request(0))).status).toBe(200);
    await stop();
  });
});

const draftName = (origin: string) =>
  `log-${createHash("sha256").update(origin).digest("hex").slice(0, 16)}.txt.draft`;
