import { describe, expect, test } from "vitest";

import { buildCertificate2 } from "../../../verifier/test/build-certificate-2.ts";
import { certificateStatus } from "./certificate-status.ts";

const { certificate, text } = buildCertificate2();
const NUMBER = certificate.certificateId;

async function run(args: readonly string[], answer: object | Error, file = text) {
  const out: string[] = [];
  const errors: string[] = [];
  const asked: string[] = [];
  const status = await certificateStatus(args, {
    write: (line) => void out.push(line),
    printError: (line) => void errors.push(line),
    readFile: async () => Buffer.from(file, "utf8"),
    async fetchText(url) {
      asked.push(url);
      if (answer instanceof Error) throw answer;
      return JSON.stringify(answer);
    },
  });
  return { status, said: out.join(""), errors: errors.join(""), asked };
}

const ARGS = ["a.mjcert.json", "--url", "http://portal.example"];

describe("certificate status", () => {
  test("only the number is sent, and only of a certificate that verifies", async () => {
    const { asked, status } = await run(ARGS, { state: "standing" });
    expect(asked).toEqual([`http://portal.example/api/public/certificates/${NUMBER}/status`]);
    expect(status).toBe(0);
    const forged = await run(ARGS, { state: "standing" }, text.replace("按时开标", "提前开标"));
    expect(forged).toMatchObject({ status: 1, asked: [] });
    expect(forged.errors).not.toBe("");
  });

  test("replaced: by which, and where it is; withdrawn: when and by whom", async () => {
    const successor = { number: `MJ-${"A".repeat(24)}`, address: "/process/X" };
    const replaced = await run(ARGS, {
      state: "replaced",
      at: "2026-10-12T01:00:00.000Z",
      successor,
    });
    expect(replaced.status).toBe(1);
    expect(replaced.said).toContain("已被后一份取代");
    expect(replaced.said).toContain("http://portal.example/process/X");
    const withdrawn = await run(ARGS, {
      state: "withdrawn",
      at: "2026-10-12T01:00:00.000Z",
      organ: "云澜市住房和城乡建设局",
    });
    expect(withdrawn.said).toContain("已撤回");
    expect(withdrawn.said).toContain("云澜市住房和城乡建设局");
  });

  test("a number that is unknown, a portal that is away, and wrong words differ in their exit code", async () => {
    expect((await run(ARGS, new Error("404 /api"))).status).toBe(1);
    expect((await run(ARGS, new Error("no route"))).status).toBe(3);
    expect((await run(["a.mjcert.json"], {})).status).toBe(2);
    expect((await run([...ARGS, "--what"], {})).status).toBe(2);
  });
});
