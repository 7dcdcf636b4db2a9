/** The register of shared environments as a table (contracts.md §4), and its values in their written forms. */
import {
  emptyRegister,
  type MarketBuilder,
  type Register,
  type Trace,
} from "../../../screens/src/market/index.ts";
import {
  detectEncoding,
  openBytes,
  readLines,
  sampleOf,
} from "../../../server/src/modules/intake/formats/bytes.ts";
import {
  guessDelimiter,
  readRecords,
} from "../../../server/src/modules/intake/formats/csv-records.ts";
import {
  type AddressBlock,
  isWithin,
  parseBlock,
} from "../../../server/src/modules/screening/values/address.ts";
import { UsageError } from "../usage.ts";
import { FORM } from "./traces.ts";

const COLUMNS = {
  ip: "ip",
  mac: "mac",
  disk: "disk",
  lockNo: "lock_no",
  toolId: "tool_id",
  contactPhone: "contact_phone",
  payerAccount: "payer_account",
} as const;
type RegisteredTrace = keyof typeof COLUMNS;
const TRACES = Object.keys(COLUMNS) as RegisteredTrace[];

export interface RegisterTable {
  readonly values: Record<Trace, Set<string>>;
  /** Addresses given as a block: 203.0.113.0/24. */
  readonly blocks: readonly AddressBlock[];
}

export const noBlocks = (): RegisterTable => ({ values: emptyRegister(), blocks: [] });

/** @throws UsageError where the file cannot be read or has none of the columns */
export async function readRegister(path: string): Promise<RegisterTable> {
  const values = emptyRegister();
  const blocks: AddressBlock[] = [];
  let header: readonly string[] | undefined;
  for await (const cells of rowsOf(path)) {
    if (header === undefined) {
      header = cells.map((name) => name.trim());
      const known = Object.values(COLUMNS);
      if (!known.some((column) => header?.includes(column)))
        throw new UsageError(`--register ${path}: give columns of ${known.join(", ")}`);
      continue;
    }
    for (const trace of TRACES) {
      const text = cells[header.indexOf(COLUMNS[trace])]?.trim() ?? "";
      const block = trace === "ip" && text.includes("/") ? parseBlock(text) : undefined;
      if (block !== undefined) blocks.push(block);
      const value = text === "" ? undefined : FORM[trace](text);
      if (value !== undefined) values[trace].add(value);
    }
    addDevice(values, header, cells);
  }
  return { values, blocks };
}

function addDevice(
  values: Record<Trace, Set<string>>,
  header: readonly string[],
  cells: readonly string[],
): void {
  const [mac, cpu, disk] = (["mac", "cpu", "disk"] as const).map((name) =>
    FORM[name](cells[header.indexOf(name)] ?? ""),
  );
  if (mac !== undefined && cpu !== undefined && disk !== undefined)
    values.device.add(`${mac} ${cpu} ${disk}`);
}

async function* rowsOf(path: string): AsyncGenerator<readonly string[]> {
  try {
    const encoding = detectEncoding(await sampleOf(openBytes(path), 65_536));
    let delimiter = ",";
    for await (const { text } of readLines(openBytes(path), encoding)) {
      delimiter = guessDelimiter(text ?? "");
      break;
    }
    for await (const record of readRecords(readLines(openBytes(path), encoding), delimiter))
      if ("cells" in record) yield record.cells;
  } catch (error) {
    throw new UsageError(`--register ${path}: ${error instanceof Error ? error.message : ""}`);
  }
}

/** Addresses of the market that lie in a registered block count as registered. A device is known by its MAC or disk. */
export function withBlocks(
  { values, blocks }: RegisterTable,
  market: ReturnType<MarketBuilder["build"]>,
): Register {
  for (const ip of blocks.length === 0 ? [] : market.values.ip) {
    const own = parseBlock(ip);
    if (own !== undefined && blocks.some((block) => isWithin(own, block))) values.ip.add(ip);
  }
  for (const device of market.values.device) {
    const [mac = "", , disk = ""] = device.split(" ");
    if (values.mac.has(mac) || values.disk.has(disk)) values.device.add(device);
  }
  return values;
}
