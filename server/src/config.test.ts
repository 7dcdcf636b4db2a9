import { describe, expect, test } from "vitest";

import { ConfigError, isPortalAlone, readConfig } from "./config.ts";
import { VARIABLES } from "./variables.ts";

describe("configuration", () => {
  test("an empty environment gives a local server with the demo decided later", () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      host: "127.0.0.1",
      port: 8080,
      demo: "auto",
      demoProjects: 3000,
    });
    expect(config.roles.size).toBeGreaterThan(1);
  });

  test.each([
    [
      "MINGJING_PROT",
      "8080",
      /MINGJING_PROT is not a variable of Mingjing\. Known: .*MINGJING_PORT/,
    ],
    ["MINGJING_PORT", "http", /MINGJING_PORT=http: give a whole number from 0 to 65535/],
    ["MINGJING_DEMO", "yes", /MINGJING_DEMO=yes: give one of on, off, auto/],
    ["MINGJING_LOG_ORIGIN", "a log", /no spaces/],
    ["MINGJING_TRUSTED_PROXIES", "loopback", /MINGJING_TRUSTED_PROXIES: loopback is neither/],
    [
      "MINGJING_TRUSTED_PROXIES",
      "10.0.0.1, 10.0.0.0/40",
      /10\.0\.0\.0\/40 is neither.*give e\.g\./,
    ],
    ["MINGJING_TRUSTED_PROXIES", "0.0.0.0/0", /0\.0\.0\.0\/0 is neither/],
    ["MINGJING_ROLES", "potral", /give one of intake, console/],
  ])("%s=%s is refused with the fix", (name, value, message) => {
    expect(() => readConfig({ [name]: value })).toThrow(ConfigError);
    expect(() => readConfig({ [name]: value })).toThrow(message);
  });

  test("roles are a list, and a portal alone is told from the others", () => {
    const portal = readConfig({ MINGJING_ROLES: "portal" });
    expect([...portal.roles]).toEqual(["portal"]);
    expect(isPortalAlone(portal)).toBe(true);
    const inner = readConfig({ MINGJING_ROLES: "intake, jobs" });
    expect([...inner.roles]).toEqual(["intake", "jobs"]);
    expect(isPortalAlone(inner)).toBe(false);
    expect(isPortalAlone(readConfig({}))).toBe(false);
  });

  test("proxies are addresses and networks; none unless named", () => {
    expect(readConfig({}).trustedProxies).toEqual([]);
    const text = "127.0.0.1, 10.20.0.0/28,fd00::/64";
    expect(readConfig({ MINGJING_TRUSTED_PROXIES: text }).trustedProxies).toEqual([
      "127.0.0.1",
      "10.20.0.0/28",
      "fd00::/64",
    ]);
  });

  test("every variable says what it is for", () => {
    for (const { name, about } of VARIABLES) expect(about, name).toMatch(/^\S.{15,}$/);
  });
});
