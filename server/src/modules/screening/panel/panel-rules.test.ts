import { describe, expect, test } from "vitest";

import { panelCases } from "./panel-case.ts";
import { PANEL_DEMONSTRATIONS } from "./panel-demonstrations.ts";
import { panelHistory } from "./panel-history.ts";
import { PANEL_RULES } from "./panel-rules.ts";

describe.each(PANEL_RULES)("$manifest.id", ({ manifest, run }) => {
  const demonstration = PANEL_DEMONSTRATIONS[manifest.id];
  const outcomeOf = (lines: Parameters<typeof panelCases>[0]) => {
    const cases = panelCases(lines);
    const [first] = cases;
    if (first === undefined) throw new Error("no panel");
    return run(first, panelHistory(cases));
  };

  test("hits in the planted panels, and is computed and silent in the honest ones", () => {
    if (demonstration === undefined) throw new Error(`${manifest.id} has no demonstration`);
    expect(outcomeOf(demonstration.planted)).toMatchObject({ outcome: "hit" });
    expect(outcomeOf(demonstration.twin)).toMatchObject({ outcome: "noHit" });
  });

  test("says why it cannot be computed over one score", () => {
    const line = { ocid: "o", lotId: "1", expert: "a", bidder: "1", criterion: "c", score: 5 };
    expect(outcomeOf([line]).outcome).toBe("notComputable");
  });
});
