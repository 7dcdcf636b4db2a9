/** A table of a past market with traces: ten bids a lot, firms that bid again and again within their trade. */
import { once } from "node:events";
import { createWriteStream } from "node:fs";

import { createRandom } from "../../screens/src/prices/index.ts";

const BIDS = 10;
const TRADES = 20;
const DISTRICTS = 37;

export const COLUMNS =
  "lot,bidder,price,category,district,date,trace.ip,trace.mac,trace.cpu,trace.disk,trace.contactPhone,trace.payerAccount".split(
    ",",
  );

function rowOf(lot: number, firm: number, price: string): string {
  const address = `11.${(firm >> 16) & 255}.${(firm >> 8) & 255}.${firm & 255}`;
  const mac = `F44D30${firm.toString(16).toUpperCase().padStart(6, "0")}`;
  const day = `202${3 + (lot % 3)}-05-06`;
  const traces = `${address},${mac},CPU${firm % 50},WD${firm},139${10_000_000 + firm},account${firm}`;
  return `L${lot},firm${firm},${price},trade${lot % TRADES},district${lot % DISTRICTS},${day},${traces}\n`;
}

/** Writes so many lots. */
export async function writeBids(path: string, lots: number): Promise<void> {
  const random = createRandom(1);
  const firms = Math.max(2000, Math.floor(lots / 10));
  const out = createWriteStream(path);
  out.write(`${COLUMNS.join(",")}\n`);
  for (let lot = 0; lot < lots; lot += 1) {
    const cost = 1e6 * (1 + 9 * random());
    let rows = "";
    for (let bid = 0; bid < BIDS; bid += 1) {
      const firm = (Math.floor((random() * firms) / TRADES) * TRADES + (lot % TRADES)) % firms;
      rows += rowOf(lot, firm, (cost * (0.85 + 0.1 * random())).toFixed(2));
    }
    if (!out.write(rows)) await once(out, "drain");
  }
  out.end();
  await once(out, "close");
}
