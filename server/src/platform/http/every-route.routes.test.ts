/** T19, T24, T68, T70, T72: what must hold for every operation there is, read from the router and the OpenAPI page. */
import type { HTTPMethods } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { Role } from "../../../../contract/src/organisation.ts";
import { ROLES } from "../../../../contract/src/organisation.ts";
import { aDuty, ocidOf, sharedDeviceProcess } from "../../../test/builders.ts";
import { createTestApp, OPERATOR_TOKEN, type TestApp } from "../../../test/harness.ts";

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: unknown;
  readonly additionalProperties?: unknown;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

interface Operation {
  readonly method: HTTPMethods;
  readonly url: string;
  readonly body: Schema | undefined;
  readonly permission: string;
}

const UNSAFE = new Set(["POST", "PUT", "PATCH", "DELETE"]);
const DOORS = new Set(["public", "source", "mirror", "operator"]);
/** Bodies that are streams of lines or files, not one JSON value. */
const STREAMED = /ndjson|octet-stream|spreadsheet/;

let app: TestApp;
let operations: Operation[];
const sessions = new Map<Role, Record<string, string>>();

beforeAll(async () => {
  app = await createTestApp();
  const key = await app.addSource("duties");
  await app.send(key, [aDuty(), ...sharedDeviceProcess("L1")]);
  await app.settle();
  for (const role of ROLES) {
    const account = `every-${role.toLowerCase()}`;
    // A unit of its own for each: nothing is anybody's but what roles see everywhere.
    const headers = await app.signIn({
      account,
      name: "王一",
      departmentId: account,
      departmentName: `机构${role}`,
      role,
      jurisdiction: [{ matters: ["process", "lead"], industries: ["nothing-of-the-kind"] }],
    });
    sessions.set(role, headers);
  }
  operations = operationsOf();
}, 120_000);
afterAll(() => app.close());

/** Routes of the router with the body that the OpenAPI page documents. */
function operationsOf(): Operation[] {
  const { paths } = app.application.http.swagger() as {
    paths: Record<
      string,
      Record<string, { requestBody?: { content: Record<string, { schema: Schema }> } }>
    >;
  };
  return app.application.http.guardedRoutes().flatMap(({ method, url, permission }) => {
    const documented = paths[url.replaceAll(/:(\w+)/g, "{$1}")]?.[method.toLowerCase()];
    const content = Object.entries(documented?.requestBody?.content ?? {});
    const [type = "", { schema } = { schema: undefined }] = content[0] ?? [];
    return [{ method, url, permission, body: STREAMED.test(type) ? undefined : schema }];
  });
}

const isApi = ({ url }: { readonly url: string }) => url.startsWith("/api/");
const rolesWith = (permission: string): readonly Role[] =>
  app.application.modules.flatMap((module) => module.permissions?.[permission] ?? []);

describe("T72: router, documentation and permissions are one list", () => {
  test("every API route of the router is documented, and nothing else is", () => {
    const { paths } = app.application.http.swagger() as { paths: Record<string, object> };
    const documented = Object.entries(paths).flatMap(([url, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${url}`),
    );
    const routed = app.application.http
      .guardedRoutes()
      .filter((route) => isApi(route) && !route.isHidden)
      .map(({ method, url }) => `${method} ${url.replaceAll(/:(\w+)/g, "{$1}")}`);
    const known = new Set(routed);
    expect(documented.filter((one) => one.includes(" /api/") && !known.has(one))).toEqual([]);
    const onPage = new Set(documented);
    expect(routed.filter((one) => !onPage.has(one))).toEqual([]);
    expect(routed.length).toBeGreaterThan(30);
  });
  test("every permission that a route names is held by some role, and every permission is named by a route", () => {
    const named = new Set(operations.map(({ permission }) => permission));
    for (const permission of named)
      if (!DOORS.has(permission)) expect(rolesWith(permission), permission).not.toEqual([]);
  });
});

/** Objects in a schema that would let unknown members through. */
function openObjects(schema: Schema, path: string): string[] {
  const parts = [
    ...Object.entries(schema.properties ?? {}),
    ...[...(schema.anyOf ?? []), ...(schema.allOf ?? [])].map(
      (one, n) => [String(n), one] as const,
    ),
    ...(schema.items === undefined ? [] : [["[]", schema.items] as const]),
  ];
  const below = parts.flatMap(([name, part]) => openObjects(part, `${path}.${name}`));
  const isOpen =
    schema.type === "object" &&
    schema.additionalProperties !== false &&
    schema.patternProperties === undefined;
  return isOpen ? [path, ...below] : below;
}

describe("T24: nothing is taken that was not asked for", () => {
  /** Objects whose members the product does not read by name; each checks them itself. */
  const KNOWN_OPEN = new Set<string>([
    // Checked against the schema of the act.
    "POST /api/approvals.parameters",
    // Answers of authenticators, read by the WebAuthn library.
    "POST /api/session/passkey.answer",
    "POST /api/session/enrol/passkey.answer",
    "POST /api/account/passkeys.answer",
    // Days and their names; a member that is no day is refused.
    "POST /api/statutes/calendar-drafts.off",
    "PUT /api/statutes/calendar-drafts/:id.off",
    // Parameters of an error code, kept as they came.
    "POST /api/intake/refusals.[].params",
  ]);
  test("every body is closed, at every depth", () => {
    const open = operations.flatMap(({ method, url, body }) =>
      body === undefined ? [] : openObjects(body, `${method} ${url}`),
    );
    expect(open.filter((path) => !KNOWN_OPEN.has(path))).toEqual([]);
  });
  test("fields that only the server sets are refused by name", async () => {
    const fields = [
      "role",
      "state",
      "recordedAt",
      "jurisdiction",
      "departmentId",
      "version2",
      "isAdmin",
    ];
    for (const { method, url, permission, body } of operations) {
      if (!UNSAFE.has(method) || body?.type !== "object" || DOORS.has(permission)) continue;
      const [role] = rolesWith(permission);
      if (role === undefined) continue;
      const payload = Object.fromEntries(
        fields.filter((f) => body.properties?.[f] === undefined).map((f) => [f, "x"]),
      );
      const response = await app.inject({
        method,
        url: url.replaceAll(/:\w+/g, "absent"),
        headers: sessions.get(role) ?? {},
        payload,
      });
      expect([400, 403, 404], `${method} ${url}: ${response.statusCode}`).toContain(
        response.statusCode,
      );
    }
  });
});

test("T68: every unsafe operation with a session but without the header of our own pages is refused", async () => {
  let examined = 0;
  for (const { method, url, permission } of operations) {
    if (!UNSAFE.has(method) || DOORS.has(permission)) continue;
    const [role] = rolesWith(permission);
    const { cookie = "" } = sessions.get(role ?? "officer") ?? {};
    const response = await app.inject({
      method,
      url: url.replaceAll(/:\w+/g, "absent"),
      headers: { cookie, origin: "https://elsewhere.example" },
      payload: {},
    });
    expect(response.statusCode, `${method} ${url}: ${response.body}`).toBe(403);
    examined += 1;
  }
  expect(examined).toBeGreaterThan(10);
});

/** The answer without what differs by nature: the id asked for and the number of the request. */
const comparable = (body: string, id: string) =>
  body
    .replaceAll(id, "ID")
    .replaceAll(encodeURIComponent(id), "ID")
    .replace(/"requestId":"[^"]*"/, "");

/** What the id in an address names; certificates answer by the state of the log, not by the reader. */
function kindOf(url: string): "lead" | "process" | undefined {
  if (url.includes("certificate")) return undefined;
  if (url.startsWith("/api/leads/:")) return "lead";
  return url.startsWith("/api/processes/:") ? "process" : undefined;
}

test("T19: an id that is not the reader's answers exactly like one that does not exist", async () => {
  const rows = await app.database.query<{ id: string }>("SELECT id FROM screening.lead");
  const foreign = { lead: rows[0]?.id ?? "", process: ocidOf("L1") };
  const absent = { lead: `${foreign.lead.slice(0, -2)}zz`, process: ocidOf("ZZ") };
  let examined = 0;
  for (const { method, url, permission } of operations) {
    const kind = kindOf(url);
    if (kind === undefined || DOORS.has(permission)) continue;
    for (const role of rolesWith(permission)) {
      const ask = async (id: string) => {
        const response = await app.inject({
          method,
          url: url.replace(/:\w+/, encodeURIComponent(id)),
          headers: sessions.get(role) ?? {},
          ...(method === "GET" ? {} : { payload: { version: 0 } }),
        });
        return `${response.statusCode} ${comparable(response.body, id)}`;
      };
      expect(await ask(foreign[kind]), `${role} ${method} ${url}`).toBe(await ask(absent[kind]));
      examined += 1;
    }
  }
  expect(examined).toBeGreaterThan(20);
});

const CANARY = "canary-secret-7f3a";
const HOSTILE = [
  "'",
  "%00",
  "\u0000",
  "../../etc/passwd",
  "{",
  "[]",
  "9".repeat(400),
  CANARY,
  "<script>",
];
/** Streams do not end; a rebuild and a whole backup take long. */
const LONG = /stream|rebuild|backup|\*/;

function credentialsFor(permission: string): Record<string, string> {
  const [role = "officer"] = DOORS.has(permission) ? [] : rolesWith(permission);
  const key = permission === "operator" ? OPERATOR_TOKEN : `${CANARY}${CANARY}`;
  return { ...sessions.get(role), authorization: `Bearer ${key}` };
}

/** What an answer shows that it must not. */
function shown({
  body,
  statusCode,
}: {
  readonly body: string;
  readonly statusCode: number;
}): string[] {
  const isFault = statusCode >= 500 && statusCode !== 503;
  const isTelling =
    statusCode >= 400 && /\bat .*\.ts:|node_modules|\/server\/src|SELECT |password_hash/.test(body);
  return [
    ...(isFault ? [`${statusCode}`] : []),
    ...(isTelling ? [body.slice(0, 200)] : []),
    ...(body.includes(OPERATOR_TOKEN) ? ["the operator's token"] : []),
  ];
}

test("T70: errors show no stack, no path of the server, no secret", async () => {
  const leaks: string[] = [];
  for (const { method, url, permission } of operations.filter((one) => !LONG.test(one.url))) {
    const headers = { ...credentialsFor(permission), "content-type": "application/json" };
    for (const text of HOSTILE) {
      const response = await app.inject({
        method,
        url: `${url.replaceAll(/:\w+/g, encodeURIComponent(text))}?q=${encodeURIComponent(text)}`,
        headers,
        ...(UNSAFE.has(method) ? { payload: text } : {}),
      });
      leaks.push(
        ...shown(response).map((what) => `${method} ${url} ${JSON.stringify(text)}: ${what}`),
      );
    }
  }
  expect(leaks).toEqual([]);
}, 300_000);
