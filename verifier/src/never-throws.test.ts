import { readdirSync, readFileSync } from "node:fs";

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { buildCertificate } from "../test/build-certificate.ts";
import * as verifier from "./index.ts";

type AnyFunction = (...args: unknown[]) => unknown;

const functions = Object.entries<unknown>(verifier)
  .filter(([, value]) => typeof value === "function")
  .map(([name, value]): [string, AnyFunction] => [name, value as AnyFunction]);

/** Objects that throw at every touch, and other things no file contains. */
const hostile = () => {
  const explode = () => {
    throw new Error("touched");
  };
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  const handler = { get: explode, has: explode, ownKeys: explode, getPrototypeOf: explode };
  return [
    new Proxy({}, handler),
    new Proxy(new Uint8Array(32), handler),
    new Proxy([], handler),
    revoked.proxy,
    Object.defineProperty({}, "format", { enumerable: true, get: explode }),
    { toString: explode, valueOf: explode, toJSON: explode },
    { [Symbol.toPrimitive]: explode, length: 1e9 },
    Symbol("x"),
    1n,
    Number.NaN,
    -0,
    2 ** 53,
    () => 1,
    new Date(Number.NaN),
    "\ud800",
    "",
    new Uint8Array(),
    new Float64Array(4),
    Object.create(null) as object,
  ];
};

const anything = fc.oneof(
  fc.anything({ withTypedArray: true, withBigInt: true, withNullPrototype: true, maxDepth: 3 }),
  fc.uint8Array({ maxLength: 70 }),
  fc.string({ unit: "binary" }),
);

const fields = ["publicKey", "message", "signature", "id", "leafHash", "index", "size", "proof"];
const moreFields = ["root", "size1", "root1", "size2", "root2", "trustedKeys"];
const allFields = [...fields, ...moreFields];

/** Arguments that look right on the outside. */
const claim = fc.record(
  Object.fromEntries(
    allFields.map((name) => [
      name,
      fc.oneof(
        anything,
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.uint8Array({ minLength: 64, maxLength: 65 }),
        fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 5 }),
        fc.nat(),
      ),
    ]),
  ),
);

describe("no function of the verifier throws", () => {
  test("the public surface is looked at whole", () => {
    expect(functions.length).toBeGreaterThan(20);
  });

  test.each(functions)("%s, given anything", (_, run) => {
    const argument = fc.oneof(anything, claim);
    const property = fc.property(argument, argument, (first, second) => {
      expect(() => run(first, second)).not.toThrow();
    });
    fc.assert(property, { numRuns: 400 });
    for (const value of hostile()) {
      expect(() => run(value, value)).not.toThrow();
      expect(() => run("", value)).not.toThrow();
      expect(() => run(new Uint8Array(32), value)).not.toThrow();
      expect(() => run(Object.fromEntries(allFields.map((name) => [name, value])))).not.toThrow();
    }
    expect(() => run()).not.toThrow();
  });

  test("verifyCertificate, given a certificate with anything in any place", () => {
    const { certificate } = buildCertificate({ facts: [{}] });
    const paths = [
      ...Object.keys(certificate).map((key) => [key]),
      ["log", "origin"],
      ["log", "vkey"],
      ...["fact", "salt", "recordedAt", "leafIndex", "proof"].map((key) => ["facts", "0", key]),
      ...Object.keys(certificate.facts[0]!.fact).map((key) => ["facts", "0", "fact", key]),
      ["facts", "0", "proof", "0"],
    ];
    const replaced = (path: readonly string[], value: unknown) => {
      const copy = structuredClone(certificate) as unknown as Record<string, unknown>;
      let holder = copy;
      for (const key of path.slice(0, -1)) holder = holder[key] as Record<string, unknown>;
      const last = path.at(-1) ?? "";
      const changed = JSON.stringify(holder[last]) !== safely(value);
      holder[last] = value;
      return { copy, changed };
    };
    const property = fc.property(fc.constantFrom(...paths), anything, (path, value) => {
      const { copy, changed } = replaced(path, value);
      if (changed) expect(verifier.verifyCertificate(copy).verdict).not.toBe("valid");
    });
    fc.assert(property, { numRuns: 1000 });
    for (const path of paths) {
      for (const value of hostile()) {
        const { copy } = replaced(path, value);
        expect(verifier.verifyCertificate(copy).verdict).not.toBe("valid");
      }
    }
  });

  test("verifyCertificate, given anything as options", () => {
    const { text } = buildCertificate({ facts: [{}] });
    const check = (value: unknown) => {
      const options = value as verifier.VerifyOptions;
      expect(() => verifier.verifyCertificate(text, options)).not.toThrow();
      if (value === undefined) return;
      const trustedKeys = value as readonly string[];
      expect(verifier.verifyCertificate(text, { trustedKeys }).verdict).not.toBe("valid");
    };
    fc.assert(fc.property(anything, check), { numRuns: 100 });
    for (const value of hostile()) check(value);
  });
});

describe("plain data", () => {
  const { text } = buildCertificate({ facts: [{}] });

  test("never ends in the catch of last resort", () => {
    const cut = fc.tuple(fc.nat({ max: text.length }), fc.string({ unit: "binary", maxLength: 3 }));
    const altered = cut.map(([at, piece]) => text.slice(0, at) + piece + text.slice(at + 1));
    const bytes = fc.uint8Array({ maxLength: 100 });
    const property = fc.property(fc.oneof(altered, bytes, fc.jsonValue()), (input) => {
      const { checks } = verifier.verifyCertificate(input);
      expect(checks.map(({ code }) => code)).not.toContain("verifier.input-hostile");
    });
    fc.assert(property, { numRuns: 500 });
  });
});

function safely(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

describe("the verifier stands alone", () => {
  const folder = new URL(".", import.meta.url);
  const sources = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".ts") && !name.endsWith(".test.ts"),
  );

  test.each(sources)("%s imports its neighbours only, and nothing a plain page lacks", (name) => {
    const code = readFileSync(new URL(name, folder), "utf8").replaceAll(
      /\/\*[\s\S]*?\*\/|\/\/.*/g,
      "",
    );
    const imported = [...code.matchAll(/\bfrom "([^"]+)"/g)].map(([, target]) => target ?? "");
    for (const target of imported) expect(target).toMatch(/^\.{1,2}\/(qr\/)?[a-z0-9-]+\.ts$/);
    expect(code).not.toMatch(
      /\b(Buffer|process(?!:)|crypto|require|globalThis|window|fetch|Date\.now)\b/,
    );
    expect(code).not.toMatch(/\bimport\(/);
  });
});
