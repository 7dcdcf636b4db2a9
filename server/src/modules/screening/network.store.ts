/** Reads which machines tie the bidders of a batch, from what was noted of every act (DEV-13). */
import { sql } from "kysely";

import { partyKey } from "../../kernel/party.ts";
import type { Tx } from "../../platform/database.ts";
import type { DeviceNetwork, NetworkMachine, ScreeningInput } from "./input.ts";
import { firmKeysOf } from "./input.ts";
import { componentsOf, isCommunity, NETWORK_MONTHS } from "./network.ts";

type LotInput = Pick<ScreeningInput, "openedAt" | "bids">;

/** Months as text, from ≤ month < to; `to` is the UTC month of the opening. */
interface Window {
  readonly from: string;
  readonly to: string;
}

interface UseRow {
  readonly mac: string;
  readonly firm: string;
  readonly month: string;
  readonly factId: string;
}

export function windowOf(openedAt: string): Window {
  const opened = new Date(openedAt);
  const from = new Date(Date.UTC(opened.getUTCFullYear(), opened.getUTCMonth() - NETWORK_MONTHS));
  return { from: from.toISOString().slice(0, 7), to: opened.toISOString().slice(0, 7) };
}

const firmsOf = ({ bids }: LotInput): string[] => [
  ...new Set(bids.flatMap((bid) => firmKeysOf(bid, partyKey))),
];

/** The network around each lot, in input order; few queries for all, none over the whole city without a community. */
export async function loadNetworks(tx: Tx, lots: readonly LotInput[]): Promise<DeviceNetwork[]> {
  if (lots.length === 0) return [];
  const firms = [...new Set(lots.flatMap(firmsOf))];
  const known = await listKnown(tx, firms);
  const near = await listShared(tx, firms);
  const others = new Set(near.map(({ firm }) => firm));
  for (const firm of firms) others.delete(firm);
  const far = others.size === 0 ? [] : await listShared(tx, [...others]);
  const uses = distinctUses([...near, ...far]);
  const seen = {
    known,
    byFirm: Map.groupBy(uses, ({ firm }) => firm),
    byMac: Map.groupBy(uses, ({ mac }) => mac),
  };
  const drafts = lots.map((lot) => draftOf(lot, seen));
  return withCity(tx, drafts);
}

/** Months in which any machine of these firms was seen. */
async function listKnown(
  tx: Tx,
  firms: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql<{ firm: string; months: string[] }>`
    SELECT firm_key AS firm, array_agg(month) AS months FROM screening.seen_value
    WHERE field = 'mac' AND value = '' AND firm_key = ANY (${firms}) GROUP BY firm_key`.execute(tx);
  return new Map(rows.map(({ firm, months }) => [firm, months]));
}

/** Every use of those machines of these firms that any other firm used too, in whatever month. */
async function listShared(tx: Tx, firms: readonly string[]): Promise<UseRow[]> {
  const { rows } = await sql<UseRow>`
    WITH own AS MATERIALIZED (
      SELECT DISTINCT value FROM screening.seen_value
      WHERE field = 'mac' AND value <> '' AND firm_key = ANY (${firms})
    ), shared AS MATERIALIZED (
      SELECT value FROM own WHERE EXISTS (
        SELECT 1 FROM screening.seen_value one JOIN screening.seen_value other USING (field, value)
        WHERE one.field = 'mac' AND one.value = own.value AND one.firm_key < other.firm_key))
    SELECT seen.value AS mac, firm_key AS firm, month, fact_id AS "factId"
    FROM shared JOIN screening.seen_value seen ON seen.field = 'mac' AND seen.value = shared.value
    WHERE fact_id IS NOT NULL
    ORDER BY seen.value, firm_key, month`.execute(tx);
  return rows;
}

const distinctUses = (rows: readonly UseRow[]): UseRow[] => [
  ...new Map(rows.map((row) => [`${row.mac}\n${row.firm}\n${row.month}`, row])).values(),
];

interface Seen {
  readonly known: ReadonlyMap<string, readonly string[]>;
  readonly byFirm: ReadonlyMap<string, readonly UseRow[]>;
  readonly byMac: ReadonlyMap<string, readonly UseRow[]>;
}

interface Draft {
  readonly window: Window;
  readonly known: readonly string[];
  readonly machines: readonly NetworkMachine[];
}

const isIn = ({ from, to }: Window, month: string): boolean => month >= from && month < to;

/** Machines of several firms in the months of the lot, within two steps of its bidders. */
function draftOf(lot: LotInput, seen: Seen): Draft {
  const window = windowOf(lot.openedAt);
  const firms = firmsOf(lot);
  const near = machinesOf(firms, window, seen);
  const others = near.flatMap(({ users }) => users.map(({ firm }) => firm));
  return {
    window,
    known: firms.filter(
      (firm) => seen.known.get(firm)?.some((month) => isIn(window, month)) === true,
    ),
    machines: machinesOf([...new Set([...firms, ...others])], window, seen),
  };
}

function machinesOf(
  firms: readonly string[],
  window: Window,
  { byFirm, byMac }: Seen,
): NetworkMachine[] {
  const within = (rows: readonly UseRow[] = []) => rows.filter(({ month }) => isIn(window, month));
  const macs = new Set(firms.flatMap((firm) => within(byFirm.get(firm)).map(({ mac }) => mac)));
  return [...macs].toSorted().flatMap((mac) => {
    const byUser = Map.groupBy(within(byMac.get(mac)), ({ firm }) => firm);
    const users = [...byUser].map(([firm, [first]]) => ({ firm, factId: first?.factId ?? "" }));
    return users.length < 2 ? [] : [{ mac, users }];
  });
}

/** Adds the figures of the city where a community may be. */
async function withCity(tx: Tx, drafts: readonly Draft[]): Promise<DeviceNetwork[]> {
  const communities = drafts.map(({ machines }) => componentsOf(machines).filter(isCommunity));
  const windows = new Map(
    drafts.flatMap(({ window }, place) =>
      communities[place]?.length === 0 ? [] : [[window.to, window] as const],
    ),
  );
  const cities = new Map<string, Awaited<ReturnType<typeof countCity>>>();
  const degrees = new Map<string, Readonly<Record<string, number>>>();
  for (const [month, window] of windows) {
    cities.set(month, await countCity(tx, window));
    const firms = drafts.flatMap((draft, place) =>
      draft.window.to === month ? (communities[place] ?? []).flatMap((one) => one.firms) : [],
    );
    degrees.set(month, await countDegrees(tx, [...new Set(firms)], window));
  }
  return drafts.map(({ window, known, machines }, place) => {
    const firms = new Set((communities[place] ?? []).flatMap((one) => one.firms));
    const city = firms.size === 0 ? undefined : cities.get(window.to);
    const counted = degrees.get(window.to) ?? {};
    return {
      known,
      machines,
      degrees: Object.fromEntries([...firms].map((firm) => [firm, counted[firm] ?? 1])),
      ...(city === undefined ? {} : { city }),
    };
  });
}

async function countCity(tx: Tx, { from, to }: Window) {
  const { rows } = await sql<{ users: number; machines: number }>`
    SELECT users, count(*)::int AS machines FROM (
      SELECT count(DISTINCT firm_key)::int AS users FROM screening.seen_value
      WHERE field = 'mac' AND value <> '' AND month >= ${from} AND month < ${to}
      GROUP BY value) AS machine
    GROUP BY users ORDER BY users`.execute(tx);
  const { rows: all } = await sql<{ firms: number }>`
    SELECT count(DISTINCT firm_key)::int AS firms FROM screening.seen_value
    WHERE field = 'mac' AND value = '' AND month >= ${from} AND month < ${to}`.execute(tx);
  return {
    firms: all[0]?.firms ?? 0,
    uses: rows.reduce((sum, { users, machines }) => sum + users * machines, 0),
    shared: rows
      .filter(({ users }) => users >= 2)
      .map(({ users, machines }): readonly [number, number] => [users, machines]),
  };
}

async function countDegrees(
  tx: Tx,
  firms: readonly string[],
  { from, to }: Window,
): Promise<Readonly<Record<string, number>>> {
  const { rows } = await sql<{ firm: string; machines: number }>`
    SELECT firm_key AS firm, count(DISTINCT value)::int AS machines FROM screening.seen_value
    WHERE field = 'mac' AND value <> '' AND firm_key = ANY (${firms})
      AND month >= ${from} AND month < ${to}
    GROUP BY firm_key`.execute(tx);
  return Object.fromEntries(rows.map(({ firm, machines }) => [firm, machines]));
}
