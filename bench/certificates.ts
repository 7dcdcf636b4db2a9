/**
 * Certificates on paper: how long a signed PDF takes, against a page of the same library with one line of the same font;
 * how many paper forms are made and cut into codes a second, against SHA-256 of node:crypto over the same file; certificates a
 * second from the database over HTTP; and the time in a slowed-down browser (beside this file).
 */
import { createHash } from "node:crypto";

import { certificatePdf, newSigningKey, paperCodes, readSigningKey } from "../paper/src/index.ts";
import { createSheet } from "../paper/src/sheet.ts";
import { sealedCertificate } from "../paper/test/sealed-certificate.ts";
import type { Bench } from "./bench.ts";
import { measureBrowser } from "./certificate-browser.ts";
import { measureServer } from "./certificate-server.ts";
import { medianOf, resultOf } from "./result.ts";

const ROUNDS = 3;
const FACTS = 14;
const NOW = new Date("2026-10-12T01:02:00.000Z");

async function msOf(act: () => Promise<unknown>, times: number): Promise<number> {
  const all: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const begin = performance.now();
    await act();
    all.push(performance.now() - begin);
  }
  return medianOf(all);
}

function rateOf(act: () => unknown, times: number): number {
  const begin = performance.now();
  for (let time = 0; time < times; time += 1) act();
  return times / ((performance.now() - begin) / 1000);
}

/** The library alone: a page, the font, one line. */
async function plainPage(): Promise<Buffer> {
  const sheet = createSheet({ title: "", author: "", number: "", lang: "zh-CN", createdAt: NOW });
  sheet.page(true);
  sheet.text("交易见证书", { x: 20, y: 20, width: 100 }, { size: 20 });
  return sheet.end(() => undefined);
}

export const certificates: Bench = {
  name: "certificates",
  async run(context) {
    const { isQuick, say } = context;
    const key = readSigningKey(newSigningKey("log.yunlan.example", NOW));
    const { certificate, text } = sealedCertificate({ facts: FACTS });
    const bytes = Buffer.from(text, "utf8");
    const [papers, files] = [[], []] as { value: number; reference: number }[][];
    for (let round = 0; round < (isQuick ? 1 : ROUNDS); round += 1) {
      const paper = await msOf(() => certificatePdf(text, { key, now: NOW }), isQuick ? 2 : 9);
      papers?.push({ value: paper, reference: await msOf(plainPage, isQuick ? 2 : 9) });
      const file = rateOf(() => paperCodes(certificate), isQuick ? 20 : 200);
      const hash = () => createHash("sha256").update(bytes).digest();
      files?.push({ value: file, reference: rateOf(hash, 1000) });
      say(`  ${Math.round(paper)} ms a PDF, ${Math.round(file)} forms/s`);
    }
    const detail = { facts: FACTS, bytes: bytes.length };
    return [
      resultOf(
        {
          name: "certificate-pdf",
          unit: "ms",
          target: { atMost: 1500 },
          referenceName: "a page with one line, ms",
          detail,
        },
        papers ?? [],
      ),
      resultOf(
        {
          name: "certificate-codes",
          unit: "certificates/s",
          target: { atLeast: 50 },
          referenceName: "SHA-256 of node:crypto over the file, files/s",
          detail,
        },
        files ?? [],
      ),
      await measureServer(context),
      await measureBrowser(context),
    ];
  },
};
