/** A witness before a log that lies: it deletes, rebuilds, or shows two histories. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { evaluatePolicy, parsePolicy } from "../../verifier/src/index.ts";
import { openWitness, type Witness } from "../src/index.ts";
import type { Answer } from "../src/witness.ts";
import { requestOf, testLog } from "./log.ts";

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

/** security-and-reliability.md T08–T10, in the size of every run. */
describe("a log that lies", () => {
  const TRUNCATIONS = 200;
  const REBUILDS = 100;
  const HEADS = 1000;

  test(`T08: ${TRUNCATIONS} times the last events are deleted: refused at the next checkpoint each time`, async () => {
    const log = grown(60);
    const witness = await opened([log.vkey]);
    await cosigned(witness, log.request(0), log.checkpoint());
    let refused = 0;
    for (let round = 0; round < TRUNCATIONS; round++) {
      const cut = log.fork(60 - 1 - (round % 59));
      // Either it signs the smaller tree, or it goes on growing first, past what was signed.
      const isSmaller = round % 3 === 0;
      if (!isSmaller)
        while (cut.size < 60 + (round % 5)) cut.append(`round ${round}, event ${cut.size}`);
      const honest = await witness.add(bytes(cut.request(Math.min(cut.size, 60))));
      const claimed = await witness.add(
        bytes(requestOf(60, log.consistency(60, 60), cut.checkpoint())),
      );
      if (honest.status !== 200 && claimed.status !== 200) refused += 1;
      // The log's operator is told the size, which is larger than its own.
      if (isSmaller) expect(honest).toMatchObject({ status: 409, size: 60 });
    }
    expect(refused).toBe(TRUNCATIONS);
    expect((await witness.status())[0]?.size).toBe(60);
  });

  test(`T09: ${REBUILDS} rebuilt trees with the same key: refused; what was cosigned before still holds`, async () => {
    const log = grown(33);
    const witness = await opened([log.vkey]);
    const before = await cosigned(witness, log.request(0), log.checkpoint());
    const policy = parsePolicy(`log ${log.vkey}\nwitness 纪委 ${witness.vkey}\nquorum 纪委\n`);
    if (!policy.ok) throw new Error(policy.code);
    let refused = 0;
    for (let round = 0; round < REBUILDS; round++) {
      const rebuilt = log.fork(round % 33);
      while (rebuilt.size < 33 + (round % 7)) rebuilt.append(`rebuilt ${round} ${rebuilt.size}`);
      const answer = await witness.add(bytes(rebuilt.request(33)));
      if (answer.status === 409 || answer.status === 422) refused += 1;
      expect(evaluatePolicy(rebuilt.checkpoint(), policy.value).ok).toBe(false);
    }
    expect(refused).toBe(REBUILDS);
    expect(evaluatePolicy(before, policy.value).code).toBe("policy.quorum-holds");
  });

  test(`T10: of two histories under one key, ${HEADS} heads of the second get no quorum of three witnesses`, async () => {
    const log = grown(10);
    const witnesses = await Promise.all(
      ["1", "2", "3"].map((place) => opened([log.vkey], `${directory}${place}`)),
    );
    const names = witnesses.map(({ vkey }, place) => `witness w${place} ${vkey}\n`).join("");
    const policy = parsePolicy(`log ${log.vkey}\n${names}group all3 2 w0 w1 w2\nquorum all3\n`);
    if (!policy.ok) throw new Error(policy.code);
    const ask = async (of: typeof log, known: number) => {
      const answers: Answer[] = [];
      for (const one of witnesses) {
        answers.push(await one.add(bytes(of.request(known))));
        // Two refusals of three: no quorum any more.
        if (answers.filter(({ status }) => status !== 200).length === 2) break;
      }
      const lines = answers.flatMap((answer) => (answer.status === 200 ? [answer.lines] : []));
      const isHeld =
        lines.length > 0 &&
        evaluatePolicy(of.checkpoint() + lines.join(""), policy.value).code ===
          "policy.quorum-holds";
      return { isHeld, statuses: answers.map(({ status }) => status) };
    };
    expect((await ask(log, 0)).isHeld).toBe(true);
    const fork = log.fork(9);
    fork.append("another tenth");
    let quorums = 0;
    for (let head = 0; head < HEADS; head++) {
      if (head % 20 === 0) {
        const known = log.size;
        log.append(`event ${known}`);
        expect((await ask(log, known)).isHeld).toBe(true);
      }
      while (fork.size < log.size + (head % 2)) fork.append(`event ${fork.size}`);
      const { isHeld, statuses } = await ask(fork, log.size);
      if (isHeld || statuses.includes(200)) quorums += 1;
    }
    expect(quorums).toBe(0);
    const suspects = (await witnesses[0]?.status())?.[0]?.suspects ?? 0;
    expect(suspects).toBeGreaterThan(0);
    expect(suspects).toBeLessThanOrEqual(100);
  }, 60_000);
});
