/** What each release adds to a tally: definitions R003 … R058 of the brief (ocds-indicators.md), sections 0 to 11. */
import { isSubmitted, NOT_FINAL, ProcessView } from "./process-view.ts";
import { AWARD, BID, NO_LIST, NONE, ReleaseReader } from "./release.ts";
import { instantOf } from "./rfc3339.ts";
import { LINE } from "./scanner.ts";
import type { OcdsSettings } from "./settings.ts";
import { FIRM, FLAG, Tally } from "./tally.ts";

const DAY = 86_400;

export interface FoldOptions {
  readonly settings: OcdsSettings;
  readonly isMapped: boolean;
  /** Main currency seen in an earlier part of the file. */
  readonly currency?: string;
}

/** Reads lines into a tally. */
export class Fold {
  readonly reader = new ReleaseReader();
  private readonly view = new ProcessView(this.reader);
  readonly tally: Tally;
  /** Currency → bids left out because it is not the main one. */
  readonly otherCurrencies = new Map<number, number>();
  mainCurrency: number = NONE;
  private readonly settings: OcdsSettings;
  private readonly isMapped: boolean;
  private readonly excluded: ReadonlySet<string>;
  private readonly priceNo: ReadonlySet<string>;
  private readonly priceYes: ReadonlySet<string>;
  private readonly methods003: ReadonlySet<string>;
  private readonly methods018: ReadonlySet<string>;
  private readonly isOn: Readonly<Record<string, boolean>>;
  /** Per organisation: the last release in which it was met. */
  private met: number[] = [];
  private release = 0;
  /** Number of this process in the tally; NONE before it is needed. */
  private ocid: number = NONE;

  constructor({ settings, isMapped, currency }: FoldOptions) {
    this.settings = settings;
    this.isMapped = isMapped;
    this.tally = new Tally(this.reader.organisations);
    const main = settings.currency ?? currency;
    if (main !== undefined) this.mainCurrency = this.reader.currencies.addText(main);
    this.excluded = new Set(settings.excludedMethodDetails);
    this.priceNo = new Set(settings.noPriceComparison);
    this.priceYes = new Set(settings.priceComparison);
    this.methods003 = new Set(settings.r003.methods);
    this.methods018 = new Set(settings.r018.methods);
    this.isOn = Object.fromEntries([...settings.enabled].map((code) => [code, true]));
  }

  /** One line of the scanner's bytes; false where it is no JSON text. */
  line(from: number, to: number): boolean {
    const { reader } = this;
    const read = reader.read(from, to);
    if (read > 0 && reader.ocid.isPresent && !reader.isCancelled && !this.isExcluded()) this.add();
    return read !== LINE.notJson;
  }

  private isExcluded(): boolean {
    return this.excluded.size > 0 && this.view.isIn(this.reader.methodDetails, this.excluded);
  }

  /** The release that was read. */
  private add(): void {
    const { reader, view } = this;
    const isOn = this.isOn;
    this.release += 1;
    this.ocid = NONE;
    if (isOn["R003"] === true) this.r003();
    if (isOn["R018"] === true) this.r018();
    const award = view.finalAward();
    const winner = view.soleWinner(award);
    if (this.mayComparePrices()) this.addPrices(winner);
    if (isOn["R025"] === true && winner !== NONE) this.r025(winner);
    if (isOn["R030"] === true) this.r030();
    if (isOn["R035"] === true && award !== NOT_FINAL) this.r035();
    if (isOn["R038"] === true) this.r038();
    if (isOn["R048"] === true) this.r048();
    if (this.isMapped && reader.hasBids) this.mapTenderers();
  }

  /** Indicators that compare prices; the ratio looks at a bid's currency before R036 does (0.6). */
  private addPrices(winner: number): void {
    const isOn = this.isOn;
    if (winner !== NONE && (isOn["R024"] === true || isOn["R058"] === true)) this.ratio(winner);
    if (isOn["R028"] === true) this.r028();
    if (isOn["R036"] === true) this.r036();
  }

  private process(): number {
    if (this.ocid === NONE) {
      const { scanner, ocid } = this.reader;
      this.ocid = this.tally.process(scanner.bytes, ocid.from, ocid.to);
    }
    return this.ocid;
  }

  private flag(flag: number): void {
    const ocid = this.process();
    this.tally.flags[ocid] = (this.tally.flags[ocid] as number) | flag;
  }

  private matchesMethod(methods: ReadonlySet<string>): boolean {
    return methods.size === 0 || this.view.isIn(this.reader.method, methods);
  }

  private mayComparePrices(): boolean {
    const { methodDetails } = this.reader;
    if (this.priceYes.size > 0) return this.view.isIn(methodDetails, this.priceYes);
    return this.priceNo.size === 0 || !this.view.isIn(methodDetails, this.priceNo);
  }

  private r003(): void {
    const { startDate, endDate, methodDetails } = this.reader;
    if (!startDate.isPresent || !endDate.isPresent || !this.matchesMethod(this.methods003)) return;
    const { bytes } = this.reader.scanner;
    const start = instantOf(bytes, startDate.from, startDate.to);
    const end = instantOf(bytes, endDate.from, endDate.to);
    if (start === undefined || end === undefined) return;
    let seconds = end.seconds - start.seconds;
    if (seconds > 0 && end.fraction < start.fraction) seconds -= 1;
    if (seconds < 0 && end.fraction > start.fraction) seconds += 1;
    const { threshold, byMethodDetails } = this.settings.r003;
    const own =
      byMethodDetails.size > 0 && methodDetails.isPresent
        ? byMethodDetails.get(this.view.textOf(methodDetails))
        : undefined;
    if (Math.trunc(seconds / DAY) < (own ?? threshold)) this.flag(FLAG.R003);
  }

  private r018(): void {
    if (this.reader.isSingleTenderer && this.matchesMethod(this.methods018)) this.flag(FLAG.R018);
  }

  /** The first currency that is asked for becomes the main one (0.6). */
  private isMainCurrency(currency: number): boolean {
    if (this.mainCurrency === NONE) this.mainCurrency = currency;
    if (currency === this.mainCurrency) return true;
    this.otherCurrencies.set(currency, (this.otherCurrencies.get(currency) ?? 0) + 1);
    return false;
  }

  /** R024 and R058. */
  private ratio(winner: number): void {
    const { reader, tally } = this;
    let own = Number.NaN;
    let others = Number.NaN;
    let runnerUp: number = NONE;
    for (let bid = 0; bid < reader.bids; bid += 1) {
      const tenderer = this.view.soleTenderer(bid);
      if (reader.bidStatus[bid] !== BID.valid || tenderer === NONE || !this.view.hasMoney(bid))
        continue;
      if (!this.isMainCurrency(reader.bidCurrency[bid] as number)) continue;
      const amount = reader.bidAmount[bid] as number;
      if (tenderer === winner) {
        if (!(own <= amount)) own = amount;
      } else if (!(others <= amount)) {
        others = amount;
        runnerUp = tenderer;
      }
    }
    if (!(others >= own)) return;
    const ocid = this.process();
    tally.hasRatio[ocid] = 1;
    tally.ratio[ocid] = (others - own) / own;
    tally.winner[ocid] = winner;
    tally.runnerUp[ocid] = runnerUp;
  }

  /** True the first time that an organisation is met since `#forget`. */
  private isNew(organisation: number): boolean {
    if (this.met[organisation] === this.release) return false;
    this.met[organisation] = this.release;
    return true;
  }

  /** Begins another count of who is met. */
  private forget(): void {
    this.release += 1;
  }

  private r025(winner: number): void {
    const { reader, tally } = this;
    this.forget();
    for (let bid = 0; bid < reader.bids; bid += 1) {
      if (reader.bidStatus[bid] !== BID.valid) continue;
      const tenderer = this.view.soleTenderer(bid);
      if (tenderer === NONE || !this.isNew(tenderer)) continue;
      tally.count("r025Valid", tenderer, 1);
      if (tenderer === winner) tally.count("r025Won", tenderer, 1);
    }
  }

  private r028(): void {
    const { reader } = this;
    const bids: number[] = [];
    for (let bid = 0; bid < reader.bids; bid += 1)
      if (
        isSubmitted(reader.bidStatus[bid] as number) &&
        this.view.hasMoney(bid) &&
        this.view.hasFirm(bid)
      )
        bids.push(bid);
    if (bids.length < 2 || !this.view.hasEqualAmounts(bids)) return;
    const key = (bid: number) => reader.bidAmount[bid] as number;
    const currency = (bid: number) => reader.bidCurrency[bid] as number;
    bids.sort((left, right) => key(left) - key(right) || currency(left) - currency(right));
    let begin = 0;
    for (let next = 1; next <= bids.length; next += 1) {
      const first = bids[begin] as number;
      const other = bids[next];
      if (other !== undefined && key(other) === key(first) && currency(other) === currency(first))
        continue;
      if (next - begin > 1) this.samePrice(bids.slice(begin, next));
      begin = next;
    }
  }

  /** Bids at one price: different bidders are flagged. */
  private samePrice(bids: readonly number[]): void {
    const sets = bids.map((bid) => this.view.firmsOf(bid));
    const [first = []] = sets;
    if (sets.every((set) => set.join() === first.join())) return;
    this.flag(FLAG.R028);
    for (const firm of sets.flat()) {
      this.tally.flagFirm(firm, FIRM.R028);
      if (this.isMapped) this.tally.link("ocid_tenderer_r028", this.process(), firm);
    }
  }

  private r030(): void {
    const { reader } = this;
    const { endDate } = reader;
    if (!endDate.isPresent || !reader.hasAwards || !reader.hasBids) return;
    this.forget();
    let suppliers = 0;
    for (let award = 0; award < reader.awards; award += 1)
      if (reader.awardStatus[award] === AWARD.active) suppliers += this.meetSuppliers(award);
    if (suppliers === 0) return;
    for (let bid = 0; bid < reader.bids; bid += 1) {
      if (reader.bidStatus[bid] !== BID.valid || !this.view.isLate(bid, endDate)) continue;
      for (const firm of this.view.firmsOf(bid)) {
        if (this.met[firm] !== this.release) continue;
        this.flag(FLAG.R030);
        this.tally.flagFirm(firm, FIRM.R030);
        if (this.isMapped) this.tally.link("ocid_tenderer_r030", this.process(), firm);
      }
    }
  }

  /** Meets the suppliers of an award: how many. */
  private meetSuppliers(award: number): number {
    const { reader } = this;
    const from = reader.awardSuppliersFrom[award] as number;
    if (from === NO_LIST) return 0;
    let met = 0;
    for (let at = from; at < (reader.awardSuppliersTo[award] as number); at += 1) {
      const firm = reader.suppliers[at] as number;
      if (firm !== NONE && this.isNew(firm)) met += 1;
    }
    return met;
  }

  private r035(): void {
    const { reader, tally } = this;
    const valid = this.view.firmsWith(BID.valid);
    const [winner] = valid;
    if (valid.size !== 1 || winner === undefined) return;
    const suppliers = new Set<number>();
    for (let award = 0; award < reader.awards; award += 1) {
      const from = reader.awardSuppliersFrom[award] as number;
      if (reader.awardStatus[award] !== AWARD.active || from === NO_LIST) continue;
      for (const firm of reader.suppliers.slice(from, reader.awardSuppliersTo[award]))
        if (firm !== NONE) suppliers.add(firm);
    }
    if (suppliers.size !== 1 || !suppliers.has(winner)) return;
    const others = [...this.view.firmsWith(BID.disqualified)].filter(
      (firm) => firm !== winner,
    ).length;
    if (others < this.settings.r035.threshold) return;
    this.flag(FLAG.R035);
    tally.disqualified[this.process()] = others;
    tally.flagFirm(winner, FIRM.R035);
    if (this.isMapped) tally.link("ocid_tenderer_r035", this.process(), winner);
  }

  private r036(): void {
    const { reader } = this;
    if (!this.view.hasActiveAward()) return;
    let lowest = Number.NaN;
    let lowestStatus: number = BID.none;
    let hasValid = false;
    for (let bid = 0; bid < reader.bids; bid += 1) {
      const status = reader.bidStatus[bid] as number;
      if (!isSubmitted(status) || !this.view.hasMoney(bid)) continue;
      if (!this.isMainCurrency(reader.bidCurrency[bid] as number)) continue;
      if (status === BID.valid) hasValid = true;
      const amount = reader.bidAmount[bid] as number;
      if (lowest <= amount) continue;
      lowest = amount;
      lowestStatus = status;
    }
    if (hasValid && lowestStatus === BID.disqualified) this.flag(FLAG.R036);
  }

  private r038(): void {
    const { reader, tally } = this;
    let submitted = 0;
    let disqualified = 0;
    for (let bid = 0; bid < reader.bids; bid += 1) {
      const status = reader.bidStatus[bid] as number;
      if (!isSubmitted(status)) continue;
      submitted += 1;
      const isOut = status === BID.disqualified ? 1 : 0;
      disqualified += isOut;
      const from = reader.bidTenderersFrom[bid] as number;
      const to = reader.bidTenderersTo[bid] as number;
      for (let at = from; at < to; at += 1) {
        const firm = reader.tenderers[at] as number;
        if (firm === NONE) continue;
        tally.count("tendererSubmitted", firm, 1);
        if (isOut === 1) tally.count("tendererDisqualified", firm, 1);
      }
    }
    if (submitted === 0) return;
    this.countBody("buyer", { submitted, disqualified });
    this.countBody("entity", { submitted, disqualified });
  }

  private countBody(
    body: "buyer" | "entity",
    { submitted, disqualified }: { submitted: number; disqualified: number },
  ): void {
    const { reader, tally } = this;
    const organisation = body === "buyer" ? reader.buyer : reader.procuringEntity;
    if (organisation === NONE) return;
    tally.count(`${body}Submitted`, organisation, submitted);
    tally.count(`${body}Disqualified`, organisation, disqualified);
    if (!this.isMapped || disqualified === 0) return;
    const name = body === "buyer" ? "ocid_buyer_r038" : "ocid_procuringentity_r038";
    tally.link(name, this.process(), organisation);
  }

  private r048(): void {
    const { reader, tally } = this;
    this.forget();
    for (let award = 0; award < reader.awards; award += 1) {
      if (reader.awardStatus[award] !== AWARD.active) continue;
      const supplier = this.view.soleWinner(award);
      const from = reader.awardItemsFrom[award] as number;
      const to = reader.awardItemsTo[award] as number;
      if (supplier === NONE || from >= to) continue;
      if (this.isNew(supplier)) tally.count("r048Processes", supplier, 1);
      for (let item = from; item < to; item += 1) this.addCode(supplier, item);
    }
  }

  private addCode(supplier: number, item: number): void {
    const { itemFrom, itemTo, scanner } = this.reader;
    const { bytes } = scanner;
    const from = itemFrom[item] as number;
    const to = itemTo[item] as number;
    let end = from;
    for (let digits = this.settings.r048.digits; digits > 0 && end < to; digits -= 1)
      do end += 1;
      while (end < to && ((bytes[end] as number) & 0xc0) === 0x80);
    this.tally.addCode(supplier, this.tally.codes.add(bytes, from, end));
  }

  /** `ocid_tenderer` is filled where an indicator over bidders is on. */
  private mapTenderers(): void {
    const { reader, isOn } = this;
    if (isOn["R025"] !== true && isOn["R038"] !== true && isOn["R048"] !== true) return;
    for (let bid = 0; bid < reader.bids; bid += 1)
      if (isSubmitted(reader.bidStatus[bid] as number))
        for (const firm of this.view.firmsOf(bid))
          this.tally.link("ocid_tenderer", this.process(), firm);
  }
}
