import { describe, expect, test } from "vitest";

import type { FactInput } from "../../contract/src/facts/fact.ts";
import { type LiveOptions, simulateLive } from "./index.ts";

const OPTIONS: LiveOptions = { seed: 3, after: "2026-11-24T23:15:42+08:00" };
const AFTER = Date.parse(OPTIONS.after);
const HOUR = 3_600_000;
const at = (fact: FactInput): number => Date.parse(fact.occurredAt);

/** Facts of the first hours. */
function play(options: LiveOptions, hours: number): FactInput[] {
  const facts: FactInput[] = [];
  for (const fact of simulateLive(options)) {
    if (at(fact) > AFTER + hours * HOUR) break;
    facts.push(fact);
  }
  return facts;
}

/** Instants of the facts that are still to come when they are produced; the others are history. */
function present(facts: readonly FactInput[]): number[] {
  let latest = AFTER;
  const times: number[] = [];
  for (const time of facts.map(at)) {
    if (time < latest) continue;
    times.push(time);
    latest = time;
  }
  return times;
}

describe("simulateLive", () => {
  test("equal options give equal facts; a later start gives other source ids", () => {
    const facts = play(OPTIONS, 1);
    expect(play(OPTIONS, 1)).toEqual(facts);
    const known = new Set(facts.map(({ sourceId }) => sourceId));
    const later = play({ ...OPTIONS, after: "2026-11-24T23:15:43+08:00" }, 1);
    expect(later.some(({ sourceId }) => known.has(sourceId))).toBe(false);
  });

  test("something happens every 10 to 20 seconds on average, and never nothing for three minutes", () => {
    const times = present(play(OPTIONS, 6));
    const mean = (6 * HOUR) / times.length / 1000;
    expect(mean).toBeGreaterThanOrEqual(10);
    expect(mean).toBeLessThanOrEqual(20);
    const gaps = times.map((time, index) => time - (times[index - 1] ?? AFTER));
    expect(Math.max(...gaps)).toBeLessThan(180_000);
  });

  test("facts still to come are in order of time; the others are the history of their process", () => {
    let latest = 0;
    const begun = new Set<string>();
    for (const fact of play(OPTIONS, 3)) {
      if (at(fact) < latest) expect(begun.has(fact.subject)).toBe(false);
      else begun.add(fact.subject);
      latest = Math.max(latest, at(fact));
    }
    expect(begun.size).toBeGreaterThan(20);
  });

  test("one hour shows notices, bids, openings, evaluations, candidates, awards and contracts", () => {
    const live = play(OPTIONS, 1).filter((fact) => at(fact) > AFTER);
    const kinds = new Set(live.map(({ kind }) => kind.replace("procurement.", "")));
    for (const kind of [
      "notice-published",
      "document-downloaded",
      "bid-received",
      "bid-decrypted",
      "bids-opened",
      "evaluation-completed",
      "candidates-published",
      "award-decided",
      "contract-signed",
    ]) {
      expect(kinds).toContain(kind);
    }
  });

  test("an opening played live was announced at least 20 days before if the tender is open", () => {
    const facts = play(OPTIONS, 3);
    const opened = new Set(
      facts.filter(({ kind }) => kind === "procurement.bids-opened").map(({ subject }) => subject),
    );
    const notices = facts.filter(({ kind, payload, subject }) => {
      const isOpen = kind === "procurement.notice-published" && payload["method"] === "open";
      return isOpen && opened.has(subject);
    });
    expect(notices.length).toBeGreaterThan(5);
    for (const notice of notices) {
      const deadline = Date.parse(String(notice.payload["bidDeadline"]));
      expect(deadline - at(notice)).toBeGreaterThanOrEqual(20 * 24 * HOUR);
    }
  });
});
