/**
 * The eleven indicators once more, from their definitions alone (brief: ocds-indicators.md) and over parsed values: slow, plain,
 * and sharing no line with `src/ocds`. The tests compare both on random files.
 */
/* oxlint-disable max-lines-per-function, complexity, max-depth -- one definition below the other, as in the brief */

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
type Fields = Readonly<Record<string, Json>>;

export interface OracleSettings {
  readonly enabled: ReadonlySet<string>;
  readonly currency?: string;
  readonly excluded: readonly string[];
  readonly noPrice: readonly string[];
  readonly r003: number;
  readonly r003Methods: readonly string[];
  readonly r018Methods: readonly string[];
  readonly r024?: number;
  readonly r025Percentile: number;
  readonly r025?: number;
  readonly r035: number;
  readonly r038?: number;
  readonly r038Bids: number;
  readonly r038Processes: number;
  readonly r048Digits: number;
  readonly r048?: number;
  readonly r048Processes: number;
  readonly r058?: number;
}

const isObject = (value: Json | undefined): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const fieldsOf = (value: Json | undefined): Fields => (isObject(value) ? value : {});
const listOf = (value: Json | undefined): readonly Json[] | undefined =>
  Array.isArray(value) ? (value as readonly Json[]) : undefined;
const textOf = (value: Json | undefined): string | undefined =>
  typeof value === "string" ? value : undefined;
const amountOf = (value: Json | undefined): number | undefined =>
  typeof value === "number" && Number.isFinite(value) ? value : undefined;
const idOf = (value: Json | undefined): string | undefined => textOf(fieldsOf(value)["id"]);

interface Bid {
  readonly status: string | undefined;
  readonly date: string | undefined;
  readonly amount: number | undefined;
  readonly currency: string | undefined;
  readonly tenderers: readonly Json[] | undefined;
}

const bidOf = (value: Json): Bid => {
  const fields = fieldsOf(value);
  const money = fieldsOf(fields["value"]);
  return {
    status: textOf(fields["status"]),
    date: textOf(fields["date"]),
    amount: amountOf(money["amount"]),
    currency: textOf(money["currency"]),
    tenderers: listOf(fields["tenderers"]),
  };
};

const idsOf = ({ tenderers }: Bid): string[] =>
  (tenderers ?? []).map(idOf).filter((id) => id !== undefined);
const soleOf = (list: readonly Json[] | undefined): string | undefined =>
  list?.length === 1 ? idOf(list[0]) : undefined;
const isSubmitted = ({ status }: Bid): boolean =>
  status !== undefined && status !== "invited" && status !== "withdrawn";

export type Results = Record<string, Record<string, Record<string, number | null>>>;

export function screenSlowly(releases: readonly Json[], settings: OracleSettings): Results {
  const results: Results = {};
  const set = (group: string, id: string, [code, value]: [string, number]): void => {
    ((results[group] ??= {})[id] ??= {})[code] = Number.isFinite(value) ? value : null;
  };
  let currency = settings.currency;
  const isMain = (one: string): boolean => one === (currency ??= one);
  const ratios = new Map<string, [ratio: number, winner: string, other: string]>();
  const won = new Map<string, [won: number, valid: number]>();
  const out = new Map<string, [out: number, submitted: number]>();
  const codes = new Map<string, { processes: number; codes: Set<string> }>();
  const add = (
    map: Map<string, [number, number]>,
    key: string,
    [part, whole]: [number, number],
  ): void => {
    const [a, b] = map.get(key) ?? [0, 0];
    map.set(key, [a + part, b + whole]);
  };
  const has = (code: string): boolean => settings.enabled.has(code);

  for (const value of releases) {
    const release = fieldsOf(value);
    const ocid = textOf(release["ocid"]);
    const tender = fieldsOf(release["tender"]);
    const details = textOf(tender["procurementMethodDetails"]);
    if (!isObject(value) || ocid === undefined || tender["status"] === "cancelled") continue;
    if (details !== undefined && settings.excluded.includes(details)) continue;
    const method = textOf(tender["procurementMethod"]);
    const mayPrice = details === undefined || !settings.noPrice.includes(details);
    const bidList = listOf(fieldsOf(release["bids"])["details"]);
    const bids = (bidList ?? []).map(bidOf);
    const awardList = listOf(release["awards"]);
    const awards = (awardList ?? []).map(fieldsOf);
    const active = awards.filter((award) => award["status"] === "active");
    const isFinal =
      awardList !== undefined &&
      bidList !== undefined &&
      awards.every(
        ({ status }) =>
          typeof status !== "string" || ["active", "cancelled", "unsuccessful"].includes(status),
      );
    const winner =
      isFinal && active.length === 1 ? soleOf(listOf(active[0]?.["suppliers"])) : undefined;

    if (has("R003")) {
      const { startDate, endDate } = fieldsOf(tender["tenderPeriod"]);
      const isMethod =
        settings.r003Methods.length === 0 || settings.r003Methods.includes(method ?? "?");
      if (isMethod && typeof startDate === "string" && typeof endDate === "string") {
        const days = (Date.parse(endDate) - Date.parse(startDate)) / 86_400_000;
        if (Math.trunc(days) < settings.r003) set("OCID", ocid, ["R003", 1]);
      }
    }
    if (has("R018")) {
      const isMethod =
        settings.r018Methods.length === 0 || settings.r018Methods.includes(method ?? "?");
      if (isMethod && tender["numberOfTenderers"] === 1) set("OCID", ocid, ["R018", 1]);
    }
    if (mayPrice && winner !== undefined && (has("R024") || has("R058"))) {
      const priced = bids.flatMap((bid) => {
        const who = soleOf(bid.tenderers);
        const isPriced =
          bid.status === "valid" && bid.amount !== undefined && bid.currency !== undefined;
        return isPriced && who !== undefined && isMain(bid.currency ?? "")
          ? [{ who, amount: bid.amount ?? 0 }]
          : [];
      });
      const lowest = (some: { who: string; amount: number }[]) =>
        some.reduce<{ who: string; amount: number } | undefined>(
          (best, bid) => (best === undefined || bid.amount < best.amount ? bid : best),
          undefined,
        );
      const own = lowest(priced.filter(({ who }) => who === winner));
      const other = lowest(priced.filter(({ who }) => who !== winner));
      if (own !== undefined && other !== undefined && other.amount >= own.amount)
        ratios.set(ocid, [(other.amount - own.amount) / own.amount, winner, other.who]);
    }
    if (has("R025") && winner !== undefined) {
      const valid = bids.filter(({ status }) => status === "valid");
      const ids = valid.map(({ tenderers }) => soleOf(tenderers));
      for (const id of new Set(ids.filter((one) => one !== undefined)))
        add(won, id, [id === winner ? 1 : 0, 1]);
    }
    if (has("R028") && mayPrice) {
      const groups = Map.groupBy(
        bids.filter(
          (bid) =>
            isSubmitted(bid) &&
            bid.amount !== undefined &&
            bid.currency !== undefined &&
            idsOf(bid).length > 0,
        ),
        ({ amount, currency: money }) => `${amount} ${money}`,
      );
      for (const group of groups.values()) {
        const sets = new Set(
          group.map((bid) => JSON.stringify([...new Set(idsOf(bid))].toSorted())),
        );
        if (sets.size < 2) continue;
        set("OCID", ocid, ["R028", 1]);
        for (const id of group.flatMap(idsOf)) set("Tenderer", id, ["R028", 1]);
      }
    }
    if (has("R030")) {
      const end = textOf(fieldsOf(tender["tenderPeriod"])["endDate"]);
      const suppliers = new Set(
        active.flatMap((award) => (listOf(award["suppliers"]) ?? []).map(idOf)),
      );
      if (end !== undefined && awardList !== undefined)
        for (const bid of bids) {
          const isLate =
            bid.status === "valid" &&
            bid.date !== undefined &&
            Buffer.compare(Buffer.from(bid.date), Buffer.from(end)) > 0;
          for (const id of isLate ? idsOf(bid) : [])
            if (suppliers.has(id)) {
              set("OCID", ocid, ["R030", 1]);
              set("Tenderer", id, ["R030", 1]);
            }
        }
    }
    if (has("R035") && isFinal) {
      const idsWith = (status: string) =>
        new Set(bids.filter((bid) => bid.status === status).flatMap(idsOf));
      const valid = idsWith("valid");
      const suppliers = new Set(
        active
          .flatMap((award) => (listOf(award["suppliers"]) ?? []).map(idOf))
          .filter((id) => id !== undefined),
      );
      const disqualified = [...idsWith("disqualified")].filter((id) => !valid.has(id)).length;
      const [only] = valid;
      const isOne = valid.size === 1 && suppliers.size === 1 && only !== undefined;
      if (isOne && suppliers.has(only) && disqualified >= settings.r035) {
        set("OCID", ocid, ["R035", disqualified]);
        set("Tenderer", only, ["R035", 0]);
      }
    }
    if (has("R036") && mayPrice && active.length > 0) {
      const priced = bids.filter(
        (bid) =>
          isSubmitted(bid) &&
          bid.amount !== undefined &&
          bid.currency !== undefined &&
          isMain(bid.currency),
      );
      const least = Math.min(...priced.map(({ amount }) => amount ?? 0));
      const first = priced.find(({ amount }) => amount === least);
      if (first?.status === "disqualified" && priced.some(({ status }) => status === "valid"))
        set("OCID", ocid, ["R036", 1]);
    }
    if (has("R038")) {
      const submitted = bids.filter(isSubmitted);
      const lost = submitted.filter(({ status }) => status === "disqualified").length;
      const buyer = idOf(release["buyer"]);
      const entity = idOf(tender["procuringEntity"]);
      if (submitted.length > 0) {
        if (buyer !== undefined) add(out, `Buyer ${buyer}`, [lost, submitted.length]);
        if (entity !== undefined) add(out, `ProcuringEntity ${entity}`, [lost, submitted.length]);
      }
      for (const bid of submitted)
        for (const id of idsOf(bid))
          add(out, `Tenderer ${id}`, [bid.status === "disqualified" ? 1 : 0, 1]);
    }
    if (has("R048")) {
      const found = new Set<string>();
      for (const award of active) {
        const supplier = soleOf(listOf(award["suppliers"]));
        const classes = (listOf(award["items"]) ?? []).map((item) =>
          textOf(fieldsOf(fieldsOf(item)["classification"])["id"]),
        );
        for (const one of classes) {
          if (supplier === undefined || one === undefined) continue;
          const entry = codes.get(supplier) ?? { processes: 0, codes: new Set<string>() };
          codes.set(supplier, entry);
          entry.codes.add(Array.from(one).slice(0, settings.r048Digits).join(""));
          found.add(supplier);
        }
      }
      for (const supplier of found) {
        const entry = codes.get(supplier);
        if (entry !== undefined) entry.processes += 1;
      }
    }
  }

  const all = [...ratios.values()].map(([ratio]) => ratio);
  const low = fencesOf(all);
  if (has("R024")) {
    const fence = settings.r024 ?? low.lower;
    if (fence > 0 && (settings.r024 !== undefined || low.q1 > 0))
      for (const [ocid, [ratio, winner, other]] of ratios)
        if (ratio <= fence) {
          set("OCID", ocid, ["R024", ratio]);
          set("Tenderer", winner, ["R024", 0]);
          set("Tenderer", other, ["R024", 0]);
        }
  }
  if (has("R058")) {
    const fence = settings.r058 ?? low.upper;
    if (fence > 0)
      for (const [ocid, [ratio, winner]] of ratios)
        if (ratio >= fence) {
          set("OCID", ocid, ["R058", ratio]);
          set("Tenderer", winner, ["R058", 0]);
        }
  }
  if (has("R025")) {
    const shares = [...won].map(([id, [part, whole]]) => ({ id, whole, ratio: part / whole }));
    const top = typeEight(
      shares.map(({ whole }) => whole),
      settings.r025Percentile / 100,
    );
    const { lower, q1 } = fencesOf(shares.map(({ ratio }) => ratio));
    const fence = settings.r025 ?? lower;
    if (fence > 0 && (settings.r025 !== undefined || q1 > 0))
      for (const { id, whole, ratio } of shares)
        if (whole >= top && ratio <= fence) set("Tenderer", id, ["R025", ratio]);
  }
  if (has("R038"))
    for (const group of ["Buyer", "ProcuringEntity", "Tenderer"]) {
      const least = group === "Tenderer" ? settings.r038Bids : settings.r038Processes;
      const kept = [...out].filter(
        ([key, [, whole]]) => key.startsWith(`${group} `) && whole >= least,
      );
      const shares = kept.map(([key, [part, whole]]) => ({
        id: key.slice(group.length + 1),
        ratio: part / whole,
      }));
      const fence = settings.r038 ?? fencesOf(shares.map(({ ratio }) => ratio)).upper;
      if (fence > 0)
        for (const { id, ratio } of shares) if (ratio >= fence) set(group, id, ["R038", ratio]);
    }
  if (has("R048")) {
    const kept = [...codes].filter(([, { processes }]) => processes >= settings.r048Processes);
    const fence = settings.r048 ?? fencesOf(kept.map(([, entry]) => entry.codes.size)).upper;
    for (const [id, entry] of kept)
      if (entry.codes.size >= fence) set("Tenderer", id, ["R048", entry.codes.size]);
  }
  return results;
}

function typeEight(numbers: readonly number[], share: number): number {
  const x = numbers.toSorted((a, b) => a - b);
  const h = (x.length + 1 / 3) * share + 1 / 3;
  if (x.length === 0 || share > 1) return Number.NaN;
  const k = Math.trunc(h);
  if (k <= 0) return x[0] ?? Number.NaN;
  if (k >= x.length) return x.at(-1) ?? Number.NaN;
  const [left = 0, right = 0] = x.slice(k - 1, k + 1);
  return left + (h - k) * (right - left);
}

function fencesOf(numbers: readonly number[]) {
  const q1 = typeEight(numbers, 0.25);
  const q3 = typeEight(numbers, 0.75);
  return { q1, lower: q1 - 1.5 * (q3 - q1), upper: q3 + 1.5 * (q3 - q1) };
}
