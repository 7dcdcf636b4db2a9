import { once } from "node:events";
/** A large file of OCDS compiled releases: as wide as published ones, with parties, documents and milestones nobody screens. */
import { createWriteStream } from "node:fs";

import { createRandom, type Random } from "../../screens/src/prices/index.ts";

const TITLE = "城市道路改扩建工程施工总承包 — road works, lot";
const TEXT =
  "The bidder shall state the price of every item of the bill of quantities; 投标人应当对招标文件提出的实质性要求和条件作出响应。";

const oneOf = <T>(random: Random, from: readonly [T, ...T[]]): T =>
  from[Math.floor(random() * from.length)] ?? from[0];

function party(random: Random, role: string) {
  const id = `CN-USCC-${Math.floor(random() * 20_000)}`;
  return {
    id,
    name: `云澜市第${id.slice(8)}建设有限公司`,
    roles: [role],
    identifier: { scheme: "CN-USCC", id: id.slice(8), legalName: `${id} Construction Co., Ltd.` },
    address: {
      streetAddress: "人民路 8 号",
      locality: "云澜市",
      postalCode: "350000",
      countryName: "China",
    },
    contactPoint: { name: "办公室", email: "office@example.org", telephone: "+86 591 0000 0000" },
  };
}

const document = (random: Random, index: number) => ({
  id: `${index}`,
  documentType: oneOf(random, ["tenderNotice", "biddingDocuments", "evaluationReports"]),
  title: `${TITLE} ${index}`,
  description: TEXT,
  url: `https://example.org/documents/${Math.floor(random() * 1e9)}.pdf`,
  datePublished: "2024-03-01T09:00:00+08:00",
  format: "application/pdf",
});

const item = (random: Random, index: number) => ({
  id: `${index}`,
  description: TEXT,
  classification: {
    scheme: "CPV",
    id: String(Math.floor(random() * 9e7) + 1e7),
    description: TITLE,
  },
  quantity: Math.floor(random() * 100),
  unit: { name: "项", value: { amount: Math.round(random() * 1e6), currency: "CNY" } },
});

type Party = ReturnType<typeof party>;

function bid(random: Random, { id, name }: Party, index: number) {
  const amount = Math.round(1e6 * (1 + random() * 50) * 100) / 100;
  return {
    id: `${index}`,
    date: "2024-03-25T09:00:00+08:00",
    status: random() < 0.15 ? "disqualified" : "valid",
    tenderers: [{ id, name }],
    value: { amount, currency: "CNY" },
    documents: [document(random, index)],
  };
}

const tender = (random: Random, { id, name }: Party, index: number) => ({
  id: `${index}`,
  title: `${TITLE} ${index}`,
  description: TEXT.repeat(2),
  status: "complete",
  procurementMethod: oneOf(random, ["open", "open", "selective", "limited"]),
  procurementMethodDetails: oneOf(random, ["公开招标", "邀请招标", "竞争性谈判"]),
  tenderPeriod: {
    startDate: "2024-03-01T09:00:00+08:00",
    endDate: `2024-03-${10 + Math.floor(random() * 20)}T09:00:00+08:00`,
  },
  procuringEntity: { id, name },
  documents: Array.from({ length: 3 }, (_, one) => document(random, one)),
});

/** One release; ids of organisations repeat as in a market of 20,000 firms. */
function releaseOf(random: Random, index: number): unknown {
  const count = 1 + Math.floor(random() * 8);
  const bidders = Array.from({ length: count }, () => party(random, "tenderer"));
  const details = bidders.map((bidder, place) => bid(random, bidder, place));
  const winner = bidders[0] ?? party(random, "supplier");
  const buyer = party(random, "buyer");
  const items = Array.from({ length: 1 + Math.floor(random() * 5) }, (_, one) => item(random, one));
  const value = details[0]?.value;
  return {
    ocid: `ocds-mj0001-${index}`,
    id: `${index}-compiled`,
    date: "2024-04-02T00:00:00Z",
    tag: ["compiled"],
    language: "zh",
    parties: [buyer, ...bidders],
    buyer: { id: buyer.id, name: buyer.name },
    tender: { ...tender(random, buyer, index), numberOfTenderers: count, items },
    bids: { details },
    awards: [
      {
        id: "1",
        status: random() < 0.9 ? "active" : "cancelled",
        date: "2024-04-01T00:00:00+08:00",
        value,
        suppliers: [{ id: winner.id, name: winner.name }],
        items,
      },
    ],
    contracts: [
      { id: "1", awardID: "1", status: "active", value, documents: [document(random, 9)] },
    ],
  };
}

/** Writes at least so many bytes; returns how many releases. */
export async function writeReleases(path: string, bytes: number): Promise<number> {
  const random = createRandom(1);
  const out = createWriteStream(path);
  // Made once, repeated with another ocid: making each anew would take longer than all measurements.
  const bodies = Array.from({ length: 5000 }, (_, index) =>
    JSON.stringify(releaseOf(random, index))
      .slice('{"ocid":"ocds-mj0001-'.length)
      .replace(/^\d+"/, '"'),
  );
  let written = 0;
  let releases = 0;
  while (written < bytes) {
    const line = `{"ocid":"ocds-mj0001-${releases}${bodies[releases % bodies.length] ?? ""}\n`;
    written += Buffer.byteLength(line);
    releases += 1;
    if (!out.write(line)) await once(out, "drain");
  }
  out.end();
  await once(out, "close");
  return releases;
}
