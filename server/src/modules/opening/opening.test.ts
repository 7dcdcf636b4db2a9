/** An opening as a state machine, its record, its commitments, and what of it is public. */
import { createHash, randomBytes } from "node:crypto";

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import {
  type BidAct,
  OPENING_STEPS,
  type OpeningStep,
} from "../../../../contract/src/opening-values.ts";
import type { Method, Party } from "../../../../contract/src/values.ts";
import { partyKey } from "../../kernel/party.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { checkCommitment, commitmentOf } from "./commitment.ts";
import { deskOf } from "./desk.ts";
import { hallEventsOf } from "./hall.ts";
import { recordHash, recordLines } from "./record.ts";
import { openingRuleOf } from "./rules.ts";
import { isSealed, simulatedSeals } from "./seal.ts";
import {
  neutralNumber,
  type OpeningEvent,
  requireBidAct,
  requireObjectable,
  requireStep,
  type Session,
  stateOf,
} from "./session.ts";

const STARTS = "2026-03-02T01:30:00.000Z";
const firm = (n: number): Party => ({ kind: "organisation", name: `云澜第${n}建设有限公司` });
const OFFICER = {
  account: "agency-1",
  name: "林嘉禾",
  department: { id: "agency-1", name: "云澜诚信招标代理有限公司" },
};

function session(method: Method = "open", regime = "works"): Session {
  return {
    id: "t1-1",
    ocid: "ocds-mj0001-T1",
    title: "云澜港进港道路提升工程施工",
    regime,
    method,
    rule: openingRuleOf(regime, method),
    plan: {
      session: "t1-1",
      lotId: "1",
      startsAt: STARTS,
      mode: "online",
      room: "开标一室",
      host: "云澜诚信招标代理有限公司",
      decryptMinutes: 60,
      nonce: "77aa".repeat(16),
      officer: OFFICER,
    },
  };
}

/** Acts with versions and times of their own. */
function play() {
  const events: OpeningEvent[] = [];
  const add = (kind: OpeningEvent["kind"], payload: object) => {
    const version = events.length + 1;
    const at = new Date(Date.parse(STARTS) + version * 1000).toISOString();
    const full = { session: "t1-1", officer: OFFICER, ...payload, version };
    events.push({ factId: `f${version}`, at, version, kind, payload: full } as OpeningEvent);
  };
  return {
    events,
    step: (step: OpeningStep, more = {}) => add("opening.step-taken", { step, ...more }),
    bid: (n: number, act: BidAct, more = {}) =>
      add("opening.bid-handled", { bidder: firm(n), act, ...more }),
    object: (number: number, n: number) =>
      add("opening.objection-raised", { number, bidder: firm(n), text: "请核对唱标价格。" }),
    answer: (number: number) =>
      add("opening.objection-answered", { number, text: "已核对，与开标一览表一致。" }),
    post: (text: string, number?: string) =>
      add("opening.message-posted", { text, ...(number === undefined ? {} : { number }) }),
    state: () => stateOf(events),
  };
}

const price = (n: number) => ({
  kind: "total" as const,
  amount: { amountMinor: String(1_000_000_000 + n), currency: "CNY" },
});

function opened(bidders = 3) {
  const played = play();
  const all = Array.from({ length: bidders }, (_, index) => index + 1);
  played.step("locked", { count: bidders });
  played.step("announced", { bidders: all.map(firm) });
  played.step("decrypting", { minutes: 60 });
  for (const n of all) played.bid(n, "decrypted", { check: "matches", offer: price(n) });
  played.step("reading");
  return { ...played, all };
}

const codeOf = (work: () => unknown): string => {
  try {
    work();
    return "ok";
  } catch (error) {
    return error instanceof RuleViolation ? error.code : "other";
  }
};

const stepCode = (
  played: { readonly state: () => ReturnType<typeof stateOf> },
  step: OpeningStep,
  { now = "2026-03-02T03:00:00.000Z", of = session() } = {},
) => codeOf(() => requireStep(of, played.state(), { step, now }));

describe("the order of an opening", () => {
  test("nothing is locked before the deadline, whatever the host's clock says", () => {
    const now = new Date(Date.parse(STARTS) - 1).toISOString();
    expect(stepCode(play(), "locked", { now })).toBe("opening.before-deadline");
    expect(stepCode(play(), "locked", { now: STARTS })).toBe("ok");
  });

  test.each([
    ["works", "open", 2, "opening.too-few"],
    ["works", "open", 3, "ok"],
    ["procurement", "open", 2, "opening.too-few"],
    ["procurement", "consultation", 2, "ok"],
    ["property", "listing", 1, "ok"],
    ["land", "auction", 0, "opening.too-few"],
  ] as const)("%s by %s with %d bids: %s", (...row) => {
    const [regime, method, count, code] = row;
    const played = play();
    played.step("locked", { count });
    expect(stepCode(played, "announced", { of: session(method, regime) })).toBe(code);
    expect(stepCode(played, "notOpened", { of: session(method, regime) })).toBe("ok");
  });

  test("reading waits for each decryption, confirming for each reading", () => {
    const played = play();
    played.step("locked", { count: 3 });
    played.step("announced", { bidders: [1, 2, 3].map(firm) });
    played.step("decrypting", { minutes: 60 });
    played.bid(1, "decrypted");
    expect(stepCode(played, "reading")).toBe("opening.not-decrypted");
    played.bid(2, "decrypted");
    played.bid(3, "failed", { ground: "bidder" });
    expect(stepCode(played, "reading")).toBe("ok");
    played.step("reading");
    expect(stepCode(played, "confirming")).toBe("opening.not-read");
    played.bid(1, "read");
    played.bid(2, "read");
    expect(stepCode(played, "confirming")).toBe("ok");
  });

  test("条例44: an objection without an answer keeps the record from being signed", () => {
    const played = opened();
    for (const n of played.all) played.bid(n, "read", { offer: price(n) });
    played.step("confirming");
    played.object(1, 2);
    expect(stepCode(played, "signing")).toBe("opening.unanswered");
    played.answer(1);
    expect(stepCode(played, "signing")).toBe("ok");
  });

  test("a failed decryption has its ground, and may yet succeed in time", () => {
    const played = play();
    played.step("locked", { count: 3 });
    played.step("announced", { bidders: [1, 2, 3].map(firm) });
    played.step("decrypting", { minutes: 60 });
    const key = partyKey(firm(1));
    expect(codeOf(() => requireBidAct(played.state(), { act: "failed", key }))).toBe(
      "opening.no-ground",
    );
    played.bid(1, "failed", { ground: "platform" });
    expect(codeOf(() => requireBidAct(played.state(), { act: "decrypted", key }))).toBe("ok");
  });

  test("only who bids or signed in objects", () => {
    const played = opened();
    expect(codeOf(() => requireObjectable(played.state(), partyKey(firm(2))))).toBe("ok");
    expect(codeOf(() => requireObjectable(played.state(), partyKey(firm(99))))).toBe(
      "opening.not-signed-in",
    );
  });

  test("no order of acts gets past a step that was refused", () => {
    const steps = OPENING_STEPS;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...steps), { maxLength: 30 }), (tried) => {
        const played = play();
        for (const step of tried)
          if (stepCode(played, step) === "ok")
            played.step(step, { count: 3, bidders: [1, 2, 3].map(firm) });
        const taken = played.events.map(({ payload }) => (payload as { step: string }).step);
        const order = steps.filter((step) => step !== "notOpened");
        const isPrefix = taken.every((step, index) => step === order[index]);
        const isNotOpened = taken.join() === "locked,notOpened";
        expect(isPrefix || isNotOpened).toBe(true);
        // Nobody decrypted, so nobody gets beyond.
        expect(taken).not.toContain("reading");
      }),
    );
  });
});

describe("commitments", () => {
  const nonce = randomBytes(32).toString("hex");
  const fileHash = createHash("sha256").update("a bid").digest("hex");
  const hash = commitmentOf(nonce, fileHash);
  const at = "2026-03-02T01:29:59.999Z";

  test.each([
    ["the file that was committed to", [{ hash, at, isInTime: true }], "matches"],
    ["another file", [{ hash: "0".repeat(64), at, isInTime: true }], "differs"],
    ["said to be made in time, recorded too late", [{ hash, at, isInTime: false }], "unproven"],
    ["at the deadline itself", [{ hash, at: STARTS, isInTime: false }], "late"],
    ["recorded in time by a sender ahead", [{ hash, at: STARTS, isInTime: true }], "matches"],
    ["none at all", [], "missing"],
  ] as const)("%s", (_, commitments, expected) => {
    expect(checkCommitment({ nonce, fileHash }, { commitments, deadline: STARTS })).toBe(expected);
  });

  test("one changed bit of the file is another file", () => {
    const other = fileHash.replace(/^./, (digit) => (digit === "0" ? "1" : "0"));
    expect(
      checkCommitment(
        { nonce, fileHash: other },
        { commitments: [{ hash, at, isInTime: true }], deadline: STARTS },
      ),
    ).toBe("differs");
  });
});

describe("what the public sees", () => {
  const text = (of: Session, events: readonly OpeningEvent[]) =>
    JSON.stringify(hallEventsOf(of, events));

  test("before the deadline neither who signed in nor how many", () => {
    const bodies = [0, 1, 50].map((count) => {
      const played = play();
      for (let n = 1; n <= count; n += 1) played.bid(n, "signedIn");
      return text(session(), played.events);
    });
    expect(new Set(bodies).size).toBe(1);
  });

  test("a price only once it is read out", () => {
    const played = opened();
    expect(text(session(), played.events)).not.toContain("1000000001");
    played.bid(1, "read", { offer: price(1) });
    expect(text(session(), played.events)).toContain("1000000001");
    expect(text(session(), played.events)).not.toContain("1000000002");
  });

  test.each(["negotiation", "consultation", "enquiry", "singleSource", "other"] as const)(
    "%s: no name, no number, no quote",
    (method) => {
      const played = opened();
      for (const n of played.all) played.bid(n, "read", { offer: price(n) });
      played.object(1, 2);
      const told = text(session(method), played.events);
      expect(told).not.toMatch(/云澜第|10000000|"count"|请核对/);
    },
  );

  test("no account, no person, no nonce, no fact id", () => {
    const played = opened();
    for (const n of played.all) played.bid(n, "read", { offer: price(n) });
    played.post("请抓紧。");
    const told = text(session(), played.events);
    expect(told).not.toMatch(/林嘉禾|agency-1|77aa77aa|"f1"/);
  });

  test("numbers grow without a gap and stay when more follows", () => {
    const played = opened();
    const before = hallEventsOf(session(), played.events);
    played.bid(1, "signedIn");
    played.bid(1, "read", { offer: price(1) });
    const later = hallEventsOf(session(), played.events);
    expect(later.map(({ n }) => n)).toEqual(later.map((_, index) => index + 1));
    expect(later.slice(0, before.length)).toEqual(before);
  });

  test("a neutral number says nothing of the bidder and differs from session to session", () => {
    const key = partyKey(firm(1));
    expect(neutralNumber("a".repeat(64), key)).toMatch(/^\d{4}$/);
    expect(neutralNumber("a".repeat(64), key)).not.toBe(neutralNumber("b".repeat(64), key));
  });
});

describe("desks", () => {
  const desk = (played: ReturnType<typeof play>, role: "host" | "observer", own: string[] = []) =>
    deskOf({ session: session(), state: played.state(), role, own, now: STARTS });

  test("before the deadline the host's desk is the same for 0, 1 and 50 bidders", () => {
    const bodies = [0, 1, 50].map((count) => {
      const played = play();
      for (let n = 1; n <= count; n += 1) played.bid(n, "signedIn");
      return JSON.stringify(desk(played, "host"));
    });
    expect(new Set(bodies).size).toBe(1);
  });

  test("an observer sees a price when it is read out, the host when it is decrypted", () => {
    const played = opened();
    const offers = (role: "host" | "observer") =>
      desk(played, role).bids.filter(({ offer }) => offer !== undefined).length;
    expect(offers("host")).toBe(3);
    expect(offers("observer")).toBe(0);
  });
});

describe("the record", () => {
  const played = opened();
  for (const n of played.all) played.bid(n, "read", { offer: price(n) });
  played.step("confirming");
  played.bid(2, "confirmed");
  played.object(1, 3);
  played.answer(1);
  const lines = recordLines(session(), played.state());

  test("names time, bids, prices and objections with their answers", () => {
    const text = lines.join("\n");
    expect(text).toContain("开标时间：2026年3月2日 09:30:00");
    expect(text).toContain(
      "2. 云澜第2建设有限公司：10,000,000.02元，文件与截止前承诺一致，投标人已确认",
    );
    expect(text).toContain("答复，");
  });

  test("a changed letter is another hash, and its seal does not stand over it", async () => {
    const seals = simulatedSeals(() => Promise.resolve("secret"));
    const hash = recordHash(lines);
    const seal = await seals.seal("host agency-1", hash);
    expect(isSealed(seal, hash)).toBe(true);
    const other = recordHash(lines.map((line) => line.replace("云澜第2", "云澜第3")));
    expect(other).not.toBe(hash);
    expect(isSealed(seal, other)).toBe(false);
    expect((await seals.seal("centre", hash)).publicKey).not.toBe(seal.publicKey);
  });
});
