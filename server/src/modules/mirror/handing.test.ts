import { readdirSync } from "node:fs";

/** What a mirror may have, over every kind there is. */
import { describe, expect, test } from "vitest";

import { handingOf, NAMED, openedBy } from "./handing.ts";

const kinds = readdirSync(new URL("../../../../contract/src/facts/", import.meta.url)).flatMap(
  (file) => /^([a-z]+\.[a-z-]+)\.ts$/.exec(file)?.[1] ?? [],
);

describe("handing out", () => {
  test("every kind and module that is named exists, and a kind that nobody named shows its leaf alone", () => {
    expect(kinds.length).toBeGreaterThan(150);
    for (const kind of NAMED.kinds) expect(kinds, kind).toContain(kind);
    const modules = new Set(kinds.map((kind) => kind.split(".")[0]));
    for (const module of NAMED.modules) expect(modules, module).toContain(module);
    expect(handingOf("tomorrow.new-kind")).toBe("leaf");
    expect(handingOf("constructor")).toBe("leaf");
  });

  test.each([
    "procurement.document-downloaded",
    "procurement.bid-committed",
    "procurement.bid-received",
    "procurement.bid-withdrawn",
    "procurement.bid-decrypted",
    "procurement.bid-revealed",
  ])("招标投标法第22条: %s waits for the opening of its lot", (kind) => {
    expect(handingOf(kind)).toEqual({ after: "procurement.bids-opened" });
    expect(openedBy("procurement.bids-opened")).toContain(kind);
  });

  test("招标投标法第38条: scores wait for the end of the evaluation", () => {
    expect(handingOf("procurement.expert-scored")).toEqual({
      after: "procurement.evaluation-completed",
    });
  });

  test("tip-offs, looks, letters of the follow-up and credentials are never handed out", () => {
    const closed = kinds.filter((kind) => handingOf(kind) === "leaf");
    for (const kind of kinds) {
      const isClosed =
        /^(tipoffs|audit|dossier|followup|approval)\./.test(kind) &&
        !["tipoffs.key-published"].includes(kind) &&
        !/^audit\.(retention|seal-key)/.test(kind);
      if (isClosed) expect(closed, kind).toContain(kind);
    }
    for (const kind of ["identity.credential-changed", "complaints.voice-received"])
      expect(closed).toContain(kind);
  });

  test("what opens others is itself handed out whole", () => {
    for (const kind of kinds.filter((one) => openedBy(one).length > 0))
      expect(handingOf(kind), kind).toBe("whole");
  });
});
