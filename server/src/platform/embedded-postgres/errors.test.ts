import { describe, expect, test } from "vitest";

import { explainErrno, explainOutput } from "./errors.ts";

describe("explainOutput", () => {
  test.each([
    ["no-space", 'FATAL:  could not write lock file "postmaster.pid": No space left on device'],
    ["port-in-use", 'LOG:  could not bind IPv4 address "127.0.0.1": Address already in use'],
    ["shared-memory", "FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use"],
    ["already-running", 'FATAL:  lock file "postmaster.pid" already exists'],
    ["wrong-version", "FATAL:  database files are incompatible with server"],
    ["permission", 'FATAL:  data directory "x" has invalid permissions'],
    ["platform", "postgres: error while loading shared libraries: libm.so.6"],
    ["user", "initdb: error: could not look up effective user ID 4711: user does not exist"],
    ["corrupt", "PANIC:  could not locate a valid checkpoint record"],
    ["failed", "FATAL:  something new"],
  ])("knows %s", (code, line) => {
    const error = explainOutput("PostgreSQL did not start", `noise\n${line}\n`);
    expect(error.code).toBe(code);
    expect(error.message).toContain(line);
    expect(error.message).toMatch(/^PostgreSQL did not start: \S/);
  });

  test("a full disk outranks the panic that follows from it", () => {
    const output = "PANIC:  could not write to file: No space left on device";
    expect(explainOutput("x", output).code).toBe("no-space");
  });
});

describe("explainErrno", () => {
  test("names what we were doing and keeps the cause", () => {
    const cause = Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" });
    const error = explainErrno("Cannot write x", cause);
    expect([error.code, error.message]).toEqual(["permission", `Cannot write x: ${cause.message}`]);
    expect(error.cause).toBe(cause);
  });

  test("leaves an explained error as it is", () => {
    const error = explainOutput("x", "FATAL: y");
    expect(explainErrno("again", error)).toBe(error);
  });
});
