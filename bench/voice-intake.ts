/**
 * A complaint with 20 MB of attachments by the public form, receipted while junk comes at 10,000 an hour from many networks.
 * Reference: the same bytes, written and committed to a table of their own by one client, during the same junk.
 */
import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";

import pg from "pg";

import { solve } from "../sealing/src/index.ts";
import { receiptHash } from "../server/src/modules/complaints/receive.service.ts";
import type { Bench } from "./bench.ts";
import { createDatabase, queryOf } from "./postgres.ts";
import { resultOf } from "./result.ts";
import { startServer } from "./server.ts";

const JUNK_MS = 360;
const FILE_BYTES = 4_990_000;
const FILES = 4;
const TARGET_MS = 2000;
const GENUINE = 40;
const ASKED = "kind=enquiry&regime=procurement&ocid=none";

const hiddenIn = (page: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? "";

/** Everybody has an address of their own, as the proxy in front tells it. */
const from = (isGenuine: boolean, nth: number) => ({
  "x-forwarded-for": `10.${isGenuine ? 20 : 30}.${nth >> 8}.${nth & 255}`,
});

/** What a browser has done before its writer presses the button. */
async function prepare(url: string, isWorking: boolean, nth: number): Promise<FormData> {
  const headers = from(isWorking, nth);
  const page = await (await fetch(`${url}/voice/write?${ASKED}`, { headers })).text();
  const [code, token] = [hiddenIn(page, "code"), hiddenIn(page, "token")];
  const form = new FormData();
  const fields = {
    ...Object.fromEntries(new URLSearchParams(ASKED)),
    code,
    token,
    title: `询问第 ${nth} 号采购文件`,
    claim: "评分办法怎么理解？",
    writer: "person",
    name: `王${nth}`,
    phone: "13800000000",
    do: "send",
  };
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  if (!isWorking) return form;
  const bits = Number(token.split(".")[1]);
  const task = { challenge: token, bits, content: Buffer.from(receiptHash(code)) };
  form.append("work", String(await solve(task, async () => undefined)));
  return form;
}

async function send(
  url: string,
  form: FormData,
  headers: ReturnType<typeof from>,
): Promise<number> {
  const answer = await fetch(`${url}/voice/write`, { method: "POST", body: form, headers });
  await answer.arrayBuffer();
  return answer.status;
}

const attachments = (): Buffer[] =>
  Array.from({ length: FILES }, () =>
    Buffer.concat([Buffer.from("%PDF-1.7\n"), randomBytes(FILE_BYTES)]),
  );

/** @returns ms from the first byte sent to the receipt */
async function timeGenuine(url: string, nth: number): Promise<number> {
  const form = await prepare(url, true, nth);
  for (const [index, bytes] of attachments().entries())
    form.append("files", new File([bytes], `附件${index}.pdf`));
  const start = performance.now();
  const status = await send(url, form, from(true, nth));
  if (status !== 200) throw new Error(`a genuine voice was answered ${status}`);
  return performance.now() - start;
}

async function timeWrites(client: pg.Client): Promise<number> {
  const files = attachments();
  const start = performance.now();
  await client.query("BEGIN");
  for (const bytes of files) await client.query("INSERT INTO public.blob VALUES ($1)", [bytes]);
  await client.query("COMMIT");
  return performance.now() - start;
}

const p95 = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? 0;

export const voiceIntake: Bench = {
  name: "voice-intake",
  async run({ postgres, isQuick, say }) {
    const database = await createDatabase(postgres);
    const server = await startServer(database);
    const client = new pg.Client({ connectionString: database.ownerUrl });
    await client.connect();
    await queryOf(database.ownerUrl, "CREATE TABLE public.blob (content bytea)");
    const flood = { isOn: true, sent: 0, refused: 0 };
    const one = async (nth: number) => {
      const status = await prepare(server.url, false, nth)
        .then((form) => send(server.url, form, from(false, nth)))
        .catch(() => 0);
      flood.sent += 1;
      if (status !== 200) flood.refused += 1;
    };
    const junk = (async () => {
      for (let nth = 0; flood.isOn; nth++) {
        void one(nth);
        await delay(JUNK_MS);
      }
    })();
    try {
      const times: number[] = [];
      const references: number[] = [];
      for (let nth = 0; nth < (isQuick ? 3 : GENUINE); nth++) {
        await delay(500);
        times.push(await timeGenuine(server.url, nth));
        references.push(await timeWrites(client));
      }
      say(
        `  p95 ${Math.round(p95(times))} ms, ${flood.sent} junk, ${flood.refused} of them refused`,
      );
      return [
        resultOf(
          {
            name: "voice-intake-p95",
            unit: "ms",
            target: { atMost: TARGET_MS },
            referenceName: "the same bytes, INSERT and COMMIT by one client, p95 in ms",
            detail: {
              files: FILES,
              bytes: FILES * FILE_BYTES,
              junkAnHour: 3_600_000 / JUNK_MS,
              genuine: times.length,
            },
          },
          [{ value: p95(times), reference: p95(references) }],
        ),
      ];
    } finally {
      flood.isOn = false;
      await junk;
      await client.end();
      await server.stop();
      await database.drop();
    }
  },
};
