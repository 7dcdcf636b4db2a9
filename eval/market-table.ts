/** The facts of a simulated city as the table and the register that `screen market` reads. */
import { createReadStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createInterface } from "node:readline";

const TRACES = [
  "ip",
  "mac",
  "cpu",
  "disk",
  "deviceHow",
  "contactPhone",
  "legalRep",
  "agent",
  "lockNo",
  "toolId",
  "payerAccount",
] as const;

const COLUMNS = [
  "lot",
  "uscc",
  "bidder",
  "price",
  "status",
  "category",
  "method",
  "district",
  "date",
  "estimate",
  ...TRACES,
];

export const MAPPING = {
  version: 1,
  kind: "bid",
  fields: Object.fromEntries(
    COLUMNS.map((column) => [
      (TRACES as readonly string[]).includes(column) ? `trace.${column}` : column,
      { column, ...(column === "price" || column === "estimate" ? { unit: "fen" } : {}) },
    ]),
  ),
};

interface Party {
  readonly name: string;
  readonly uscc?: string;
}
interface Fact {
  readonly kind: string;
  readonly subject: string;
  readonly occurredAt: string;
  readonly payload: {
    readonly lotId?: string;
    readonly bidder?: Party;
    readonly trace?: Readonly<Record<string, string>>;
    readonly bids?: readonly {
      readonly bidder: Party;
      readonly status: string;
      readonly offer?: {
        readonly kind: string;
        readonly amount?: { readonly amountMinor: string };
      };
    }[];
    readonly ceilingPrice?: { readonly amountMinor: string };
    readonly category?: string;
    readonly method?: string;
    readonly place?: { readonly name: string };
    readonly values?: readonly Readonly<Record<string, string>>[];
  };
}

const keyOf = ({ uscc, name }: Party): string => uscc ?? name;

/** What the facts of a city leave behind, until its bids are opened. */
interface City {
  readonly notices: Map<string, Fact["payload"]>;
  readonly traces: Map<string, Readonly<Record<string, string>>>;
  readonly rows: string[];
  readonly environments: string[];
}

/** Lots that were opened, by `<ocid>/<lotId>`. */
export async function writeMarketTable(
  facts: string,
  { table, register }: { readonly table: string; readonly register: string },
): Promise<void> {
  const city: City = {
    notices: new Map(),
    traces: new Map(),
    rows: [COLUMNS.join(",")],
    environments: [REGISTER.join(",")],
  };
  for await (const line of createInterface({ input: createReadStream(facts) }))
    take(city, JSON.parse(line) as Fact);
  await writeFile(table, `${city.rows.join("\n")}\n`);
  await writeFile(register, `${city.environments.join("\n")}\n`);
}

const REGISTER = [
  "register_id",
  "kind",
  "ip",
  "mac",
  "cpu",
  "disk",
  "lock_no",
  "tool_id",
  "contact_phone",
  "payer_account",
];

function take(city: City, fact: Fact): void {
  const { kind, subject, payload } = fact;
  if (kind === "procurement.notice-published") {
    if (!city.notices.has(subject)) city.notices.set(subject, payload);
  } else if (kind === "procurement.bid-received" && payload.bidder !== undefined)
    city.traces.set(`${lotOf(fact)} ${keyOf(payload.bidder)}`, payload.trace ?? {});
  else if (kind === "procurement.environment-registered")
    city.environments.push(
      ...(payload.values ?? []).map((values) => environmentRow(subject, values)),
    );
  else if (kind === "procurement.bids-opened")
    city.rows.push(...(payload.bids ?? []).map((bid) => bidRow(city, fact, bid)));
}

const lotOf = ({ subject, payload }: Fact): string => `${subject}/${payload.lotId ?? ""}`;

function environmentRow(subject: string, values: Readonly<Record<string, string>>): string {
  const { ip, mac, cpu, disk, lockNo, toolId, contactPhone } = values;
  const cells = [subject, "place", ip, mac, cpu, disk, lockNo, toolId, contactPhone, ""];
  return cells.map((cell) => cell ?? "").join(",");
}

function bidRow(
  { notices, traces }: City,
  fact: Fact,
  { bidder, status, offer }: NonNullable<Fact["payload"]["bids"]>[number],
): string {
  const notice = notices.get(fact.subject);
  const trace = traces.get(`${lotOf(fact)} ${keyOf(bidder)}`) ?? {};
  const cells = [
    lotOf(fact),
    bidder.uscc,
    bidder.name,
    offer?.amount?.amountMinor,
    status,
    notice?.category,
    notice?.method,
    notice?.place?.name,
    fact.occurredAt,
    fact.payload.ceilingPrice?.amountMinor,
    ...TRACES.map((name) => trace[name]),
  ];
  return cells.map((cell) => cell ?? "").join(",");
}
