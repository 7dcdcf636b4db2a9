import { expect, test } from "vitest";

import { evaluatePolicy, parsePolicy } from "../../verifier/src/index.ts";
import { readWitnessPolicy, witnessPolicyOf } from "./witness-policy.ts";

/** Key of a real public witness. */
const VKEY = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2";

test("a policy is read; what is published of it says the same without the addresses", () => {
  const text = `# 两行\n  witness\t公证处  ${VKEY}  https://10.1.2.3/w\n\nquorum 公证处`;
  const { text: shown, policy } = witnessPolicyOf(text);
  expect(policy.witnesses[0]?.url).toBe("https://10.1.2.3/w");
  expect(shown).toBe(`# 两行\nwitness 公证处 ${VKEY}\n\nquorum 公证处\n`);
  const parsed = parsePolicy(shown);
  expect(parsed).toMatchObject({ ok: true, value: { quorum: "公证处" } });
  if (parsed.ok) expect(evaluatePolicy("", parsed.value).ok).toBe(false);
});

test("a wrong line, a witness without an address and a missing file stop the server with a sentence", async () => {
  expect(() => witnessPolicyOf("quorum A\n")).toThrow("Line 1 of the witness policy");
  expect(() => witnessPolicyOf(`witness A ${VKEY}\nquorum A\n`)).toThrow("“A” has no http");
  expect(() => witnessPolicyOf(`witness A ${VKEY} ftp://x/\nquorum A\n`)).toThrow("has no http");
  await expect(readWitnessPolicy("/no/such/file")).rejects.toThrow("MINGJING_WITNESS_POLICY");
  expect(await readWitnessPolicy(undefined)).toBeUndefined();
});
