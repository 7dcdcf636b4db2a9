import { Compile } from "typebox/compile";
import { beforeAll, describe, expect, test } from "vitest";

import { listPublished } from "../../contract/src/facts/duties.list-published.ts";
import { FactInput } from "../../contract/src/facts/fact.ts";
import { awardDecided } from "../../contract/src/facts/procurement.award-decided.ts";
import { bidDecrypted } from "../../contract/src/facts/procurement.bid-decrypted.ts";
import { bidReceived } from "../../contract/src/facts/procurement.bid-received.ts";
import { bidWithdrawn } from "../../contract/src/facts/procurement.bid-withdrawn.ts";
import { bidsOpened } from "../../contract/src/facts/procurement.bids-opened.ts";
import { candidatesPublished } from "../../contract/src/facts/procurement.candidates-published.ts";
import { complaintRecorded } from "../../contract/src/facts/procurement.complaint-recorded.ts";
import { contractSigned } from "../../contract/src/facts/procurement.contract-signed.ts";
import { documentDownloaded } from "../../contract/src/facts/procurement.document-downloaded.ts";
import { environmentRegistered } from "../../contract/src/facts/procurement.environment-registered.ts";
import { evaluationCompleted } from "../../contract/src/facts/procurement.evaluation-completed.ts";
import { evaluationRulesSet } from "../../contract/src/facts/procurement.evaluation-rules-set.ts";
import { expertScored } from "../../contract/src/facts/procurement.expert-scored.ts";
import { firmRegistered } from "../../contract/src/facts/procurement.firm-registered.ts";
import { noticePublished } from "../../contract/src/facts/procurement.notice-published.ts";
import { objectionRecorded } from "../../contract/src/facts/procurement.objection-recorded.ts";
import { tenderFailed } from "../../contract/src/facts/procurement.tender-failed.ts";
import { simulateCity } from "./index.ts";

const KINDS = [
  awardDecided,
  bidDecrypted,
  bidReceived,
  bidWithdrawn,
  bidsOpened,
  candidatesPublished,
  complaintRecorded,
  contractSigned,
  documentDownloaded,
  listPublished,
  environmentRegistered,
  firmRegistered,
  evaluationCompleted,
  evaluationRulesSet,
  expertScored,
  noticePublished,
  objectionRecorded,
  tenderFailed,
];
const OPTIONS = { seed: 7, projects: 500, from: "2025-06-01", to: "2026-05-31" };
const DAY = 86_400_000;

interface Payload {
  readonly lotId: string;
  readonly bidder: { readonly uscc: string };
  readonly supplier: { readonly uscc: string };
  readonly bids: readonly {
    readonly bidder: { readonly uscc: string };
    readonly offer?: { readonly amount?: { readonly amountMinor: string } };
  }[];
  readonly candidates: readonly { readonly bidder: { readonly uscc: string } }[];
  readonly ceilingPrice?: { readonly amountMinor: string };
  readonly amount?: { readonly amountMinor: string };
  readonly offer: { readonly amount?: { readonly amountMinor: string } };
  readonly noticeType: string;
  readonly regime: string;
  readonly method: string;
  readonly bidDeadline: string;
  readonly text?: string;
}
const read = (fact: FactInput): Payload => fact.payload as unknown as Payload;
const at = (fact: FactInput): number => Date.parse(fact.occurredAt);

let facts: FactInput[] = [];
/** Facts of one kind by `<subject>/<lotId>`. */
let byLot: (kind: string) => Map<string, FactInput[]>;

beforeAll(() => {
  facts = [...simulateCity({ ...OPTIONS, documents: true }).facts];
  byLot = (kind) =>
    Map.groupBy(
      facts.filter((fact) => fact.kind === `procurement.${kind}`),
      (fact) => `${fact.subject}/${read(fact).lotId}`,
    );
});

describe("the stream", () => {
  test("equal options give equal facts, another seed gives others", () => {
    const again = [...simulateCity({ ...OPTIONS, documents: true }).facts];
    expect(JSON.stringify(again)).toBe(JSON.stringify(facts));
    const other = [...simulateCity({ ...OPTIONS, seed: 8, projects: 20 }).facts];
    expect(facts).not.toEqual(expect.arrayContaining(other.slice(100)));
  });

  test("every fact is valid by the schema of the envelope and of its kind, and every kind occurs", () => {
    const envelope = Compile(FactInput);
    const seen = new Set<string>();
    const payloads = new Map(KINDS.map(({ kind, payload }) => [kind, Compile(payload)]));
    const bad = facts.filter(({ kind, payload, ...rest }) => {
      seen.add(kind);
      return (
        !envelope.Check({ kind, ...rest, payload }) || payloads.get(kind)?.Check(payload) !== true
      );
    });
    expect(bad.slice(0, 3)).toEqual([]);
    expect([...seen].toSorted()).toEqual(KINDS.map(({ kind }) => kind).toSorted());
  });

  test("facts come by occurredAt, carry +08:00 and never lie after the end of the span", () => {
    const times = facts.map(at);
    expect(times.every((time, index) => index === 0 || time >= (times[index - 1] ?? 0))).toBe(true);
    expect(facts.every(({ occurredAt }) => occurredAt.endsWith("+08:00"))).toBe(true);
    expect(facts.at(-1)?.occurredAt.slice(0, 10)).toBe("2026-05-31");
    const processes = facts.filter(({ subject }) => subject.startsWith("ocds-"));
    expect((processes[0]?.occurredAt ?? "") >= "2025-06-01").toBe(true);
  });

  test("a span that ends at an instant holds exactly the facts up to it", () => {
    const until = "2026-05-20T10:15:00+08:00";
    const cut = [...simulateCity({ ...OPTIONS, to: until }).facts];
    expect(cut.length).toBeGreaterThan(1000);
    expect(Math.max(...cut.map(at))).toBeLessThanOrEqual(Date.parse(until));
  });

  test("source ids are unique", () => {
    expect(new Set(facts.map(({ sourceId }) => sourceId)).size).toBe(facts.length);
  });

  test("an impossible span or count is refused", () => {
    expect(() => simulateCity({ ...OPTIONS, from: "2027-01-01" })).toThrow(RangeError);
    expect(() => simulateCity({ ...OPTIONS, to: "2026-02-30" })).toThrow(RangeError);
    expect(() => simulateCity({ ...OPTIONS, projects: 1.5 })).toThrow(RangeError);
  });

  test("a tender notice has a body only with documents", () => {
    const isTender = (fact: FactInput) => read(fact).noticeType === "tenderNotice";
    const bodies = facts.filter(isTender).map((fact) => read(fact).text?.length ?? 0);
    expect(Math.min(...bodies)).toBeGreaterThan(800);
    const plain = [...simulateCity({ ...OPTIONS, projects: 40 }).facts].filter(isTender);
    expect(plain.every((fact) => read(fact).text === undefined)).toBe(true);
  });
});

describe("a process", () => {
  test("the steps of each lot come in the order of the procedure", () => {
    const order = ["bids-opened", "evaluation-completed", "award-decided", "contract-signed"];
    const steps = order.map((kind) => byLot(kind));
    let compared = 0;
    for (const [key, [opened]] of steps[0]!) {
      const times = steps.map((step) => step.get(key)?.[0]).filter((fact) => fact !== undefined);
      expect(times.map(at)).toEqual(times.map(at).toSorted((left, right) => left - right));
      for (const bid of byLot("bid-received").get(key) ?? [])
        expect(at(bid)).toBeLessThan(at(opened!));
      compared += times.length;
      if (compared > 400) break;
    }
    expect(compared).toBeGreaterThan(100);
  });

  test("open tenders leave at least 20 days from notice to deadline, amendments at least 15", () => {
    const notices = facts.filter(({ kind }) => kind === "procurement.notice-published");
    const open = notices.filter((fact) => read(fact).method === "open");
    const amended = notices.filter((fact) => read(fact).noticeType === "amendment");
    const days = (fact: FactInput) => (Date.parse(read(fact).bidDeadline) - at(fact)) / DAY;
    expect(Math.min(...open.map(days))).toBeGreaterThanOrEqual(20);
    expect(Math.min(...amended.map(days))).toBeGreaterThanOrEqual(15);
  });

  test("bids opened are the bids received without those withdrawn", () => {
    const received = byLot("bid-received");
    const withdrawn = byLot("bid-withdrawn");
    const opened = byLot("bids-opened");
    const codes = (list: readonly FactInput[] = []) => list.map((fact) => read(fact).bidder.uscc);
    for (const [key, [fact]] of opened) {
      const gone = new Set(codes(withdrawn.get(key)));
      const left = codes(received.get(key)).filter((code) => !gone.has(code));
      const shown = read(fact!).bids.map(({ bidder }) => bidder.uscc);
      expect(shown.toSorted()).toEqual(left.toSorted());
    }
    expect(opened.size).toBeGreaterThan(400);
    expect(withdrawn.size).toBeGreaterThan(0);
  });

  test("no offer exceeds the ceiling price", () => {
    let offers = 0;
    for (const [fact] of byLot("bids-opened").values()) {
      const { ceilingPrice, bids } = read(fact!);
      if (ceilingPrice === undefined) continue;
      for (const { offer } of bids) {
        if (offer?.amount === undefined) continue;
        offers++;
        expect(BigInt(offer.amount.amountMinor)).toBeLessThanOrEqual(
          BigInt(ceilingPrice.amountMinor),
        );
      }
    }
    expect(offers).toBeGreaterThan(1000);
  });

  test("the award goes to the first candidate and the contract repeats its amount", () => {
    const awards = byLot("award-decided");
    for (const [key, [candidates]] of byLot("candidates-published")) {
      const award = awards.get(key)?.[0];
      if (award === undefined) continue;
      const first = read(candidates!).candidates[0]?.bidder.uscc;
      expect(read(award).supplier.uscc).toBe(first);
    }
    const contracts = byLot("contract-signed");
    for (const [key, [contract]] of contracts) {
      const award = read(awards.get(key)![0]!);
      expect(read(contract!).supplier.uscc).toBe(award.supplier.uscc);
      expect(read(contract!).amount?.amountMinor).toBe(award.offer.amount?.amountMinor);
    }
    expect(contracts.size).toBeGreaterThan(300);
  });

  test("a works tender with fewer than three bids fails unopened", () => {
    const failed = byLot("tender-failed");
    const opened = byLot("bids-opened");
    expect(failed.size).toBeGreaterThan(5);
    for (const key of failed.keys()) expect(opened.has(key)).toBe(false);
    const works = new Set(
      facts.filter((fact) => read(fact).regime === "works").map(({ subject }) => subject),
    );
    for (const [key, [fact]] of opened) {
      if (works.has(key.split("/")[0] ?? ""))
        expect(read(fact!).bids.length).toBeGreaterThanOrEqual(3);
    }
  });

  test("at the end some processes wait for their opening and some for their award", () => {
    const processes = (kind: string) => new Set(byLot(kind).keys());
    const opened = processes("bids-opened");
    const awarded = processes("award-decided");
    const failed = processes("tender-failed");
    const waiting = [...processes("bid-received")].filter(
      (key) => !opened.has(key) && !failed.has(key),
    );
    expect(waiting.length).toBeGreaterThan(0);
    expect([...opened].some((key) => !awarded.has(key))).toBe(true);
  });
});
