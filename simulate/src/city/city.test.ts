import { describe, expect, test } from "vitest";

import type { DutyList } from "../../../contract/src/facts/duties.list-published.ts";
import { cityRegister, simulateCity } from "../index.ts";
import { createRandom } from "../random.ts";
import { createCity } from "./register.ts";
import { createUscc, usccCheck } from "./uscc.ts";

/** Fictional codes whose check characters another implementation made. */
const VECTORS = [
  "91349902MAX8BTPALA",
  "91349902MAU1N0NXDD",
  "91349902MA52RY54XY",
  "91349902MAPCUFEA7G",
  "91349902MAB91F4KJP",
];

describe("uscc", () => {
  test.each(VECTORS)("GB 32100-2015: the check character of %s is right", (code) => {
    expect(usccCheck(code.slice(0, 17))).toBe(code[17]);
  });

  test("a code has 18 characters of the alphabet and names a division that does not exist", () => {
    const random = createRandom(1, "uscc");
    for (let index = 0; index < 200; index++) {
      const code = createUscc(random, "91", "999902");
      expect(code).toMatch(/^91999902MA[0-9A-HJ-NPQRTUWXY]{8}$/);
      expect(code[17]).toBe(usccCheck(code.slice(0, 17)));
    }
  });
});

describe("the standing city", () => {
  const city = createCity(1);

  test("it has the departments, entities, agencies, firms and experts of README.md", () => {
    expect(city.departments).toHaveLength(12);
    expect(city.entities.length).toBeGreaterThanOrEqual(50);
    expect(city.agencies).toHaveLength(15);
    expect(city.firms.length).toBeGreaterThanOrEqual(600);
    expect(city.experts).toHaveLength(150);
  });

  test("no two organisations have one name or one code, and every firm comes from an invented place", () => {
    const parties = [...city.firms.map(({ party }) => party), ...city.agencies];
    expect(new Set(parties.map(({ name }) => name)).size).toBe(parties.length);
    expect(new Set(parties.map(({ uscc }) => uscc)).size).toBe(parties.length);
    for (const { name } of parties) expect(name).toMatch(/^(云澜|澜州|岫川|屏岚|朔汀|澜川)/);
  });

  test("persons have tokens and masked names only", () => {
    for (const { party } of city.experts) {
      expect(party.token).toMatch(/^expert-[0-9a-f]{10}$/);
      expect(party.maskedName).toMatch(/^.\*\*$/);
    }
  });

  test("every group has three to six members of its trade and no firm is in two groups", () => {
    const members = city.groups.flatMap((group) => group.members);
    expect(new Set(members).size).toBe(members.length);
    for (const group of city.groups) {
      expect(group.members.length).toBeGreaterThanOrEqual(3);
      expect(group.members.length).toBeLessThanOrEqual(6);
      for (const { trades } of group.members) expect(trades).toContain(group.trade);
    }
  });

  test("only a part of the shared environments is registered", () => {
    const { environments, facts } = cityRegister(1);
    const registered = facts.filter(({ kind }) => kind === "procurement.environment-registered");
    expect(registered.length).toBeGreaterThan(5);
    expect(registered.length).toBeLessThan(environments.length);
  });

  test("the register begins every simulation unchanged, so that sending both is a duplicate", () => {
    const { facts } = cityRegister(4);
    const stream = simulateCity({ seed: 4, projects: 1, to: "2026-01-31" }).facts;
    expect([...stream].slice(0, facts.length)).toEqual(facts);
  });

  test("each trade's leads and complaints have a department", () => {
    const lists = cityRegister(1).facts.filter(({ kind }) => kind === "duties.list-published");
    expect(lists).toHaveLength(2);
    const { items } = (lists[1]?.payload ?? { items: [] }) as unknown as DutyList;
    expect(items.length).toBeGreaterThan(60);
    const regimes = new Set(items.map(({ matter, regime }) => `${matter}/${regime ?? ""}`));
    for (const matter of ["lead", "complaint"]) {
      for (const regime of ["works", "procurement", "land", "property"]) {
        expect(regimes).toContain(`${matter}/${regime}`);
      }
    }
  });
});
