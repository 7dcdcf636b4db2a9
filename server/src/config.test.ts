import { describe, expect, test } from "vitest";

import { ConfigError, readConfig, VARIABLES } from "./config.ts";

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
    ["MINGJING_ROLES", "portal", /runs all roles in one process; give all/],
    ["MINGJING_ROLES", "potral", /give one of intake, console/],
  ])("%s=%s is refused with the fix", (name, value, message) => {
    expect(() => readConfig({ [name]: value })).toThrow(ConfigError);
    expect(() => readConfig({ [name]: value })).toThrow(message);
  });

  test("every variable says what it is for", () => {
    for (const { name, about } of VARIABLES) expect(about, name).toMatch(/^\S.{15,}$/);
  });
});
