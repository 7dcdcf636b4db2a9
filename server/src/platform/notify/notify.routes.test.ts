/** Notifications from the fact to the person's list; what a person sets. Rights that end hide items. */
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { NoticeSettings } from "../../../../contract/src/notify.ts";
import { createTestApp, NOW } from "../../../test/harness.ts";
import { inTransaction } from "../database.ts";
import { recordOrganisation } from "../identity/organisation.service.ts";
import { createScopedReader } from "../identity/reader.ts";
import {
  aboutLeads,
  type Headers,
  HOUSING,
  type NotifyStage,
  openNotifyStage,
} from "./test-support.ts";

let stage: NotifyStage;
let app: NotifyStage["app"];
let officer: Headers;
let chief: Headers;
let stranger: Headers;

beforeAll(async () => {
  stage = await openNotifyStage();
  ({ app, officer, chief, stranger } = stage);
});
afterAll(() => app.close());

const list = (headers: Headers, query = "") => stage.list(headers, query);
const post = (path: string, headers: Headers, payload: object) =>
  stage.post(path, headers, payload);
const record: NotifyStage["record"] = (about, payload) => stage.record(about, payload);
const urge = (leadId: string) => stage.urge(leadId);

describe("items", () => {
  test("a routed lead concerns those who handle it in the unit on duty, and nobody else", async () => {
    for (const headers of [officer, chief]) {
      const page = await list(headers);
      expect(aboutLeads(page).map(({ kind }) => kind)).toEqual(["leadRouted", "leadRouted"]);
      expect(page.unread).toBe(page.rows.length);
      expect(page.rows[0]?.lead?.number).toMatch(/^线2026/);
    }
    expect(aboutLeads(await list(stranger))).toEqual([]);
    const all = await app.database.query<{ person: string }>(
      "SELECT DISTINCT person FROM notice.item WHERE lead_id IS NOT NULL ORDER BY person",
    );
    expect(all.map(({ person }) => person)).toEqual(["housing-1", "housing-2"]);
  });

  test("the same facts read again add nothing", async () => {
    const count = () => app.database.query("SELECT count(*)::int AS n FROM notice.item");
    const before = await count();
    await app.database.query(
      `UPDATE fact.feed_cursor SET epoch = 0, xid = '0', id = '00000000-0000-0000-0000-000000000000'
       WHERE subscriber = 'notice.items'`,
    );
    await app.settle();
    expect(await count()).toEqual(before);
  });

  test("facts older than thirty days ring no bell", async () => {
    const change = (at: string) =>
      record(["identity.credential-changed", "account:water-1", at], payload);
    const payload = { account: "water-1", change: "passwordSet" };
    const before = (await list(stranger)).rows.length;
    await change("2026-05-02T07:59:59.000Z");
    expect((await list(stranger)).rows).toHaveLength(before);
    await change("2026-05-02T08:00:00.000Z");
    expect((await list(stranger)).rows).toHaveLength(before + 1);
  });

  test("an urging comes to the officers of the lead, not to who urged", async () => {
    const lead = aboutLeads(await list(officer))[0]?.lead;
    await urge(lead?.id ?? "");
    expect((await list(officer)).rows[0]).toMatchObject({
      kind: "leadUrged",
      lead: { id: lead?.id },
    });
    expect(aboutLeads(await list(stranger))).toEqual([]);
  });

  test("a delegation, a deputy, a hand-over and a changed credential come to the person named", async () => {
    await inTransaction(app.database.app.db, (tx) =>
      recordOrganisation(tx, app.application.registry, {
        at: NOW,
        changes: [
          {
            kind: "delegation-made",
            payload: {
              delegation: "delegation-n1",
              fromPerson: "housing-2",
              toPerson: "water-1",
              post: "housing-2-post",
              matters: ["process"],
              reason: "出差",
              validFrom: "2026-06-01",
              validTo: "2026-06-05",
            },
          },
          {
            kind: "leave-recorded",
            payload: {
              leave: "leave-n1",
              person: "housing-1",
              deputy: "housing-2",
              validFrom: "2026-07-01",
              validTo: "2026-07-05",
            },
          },
        ],
      }),
    );
    await record(["identity.credential-changed", "account:water-1"], {
      account: "water-1",
      change: "totpEnrolled",
    });
    const kinds = (await list(stranger)).rows.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(["delegationMade", "security"]));
    expect((await list(chief)).rows.map(({ kind }) => kind)).toContain("deputyNamed");
    expect((await list(officer)).rows.map(({ kind }) => kind)).not.toContain("deputyNamed");
  });

  test("pages follow one another, unread ones are filtered, marks hold, those of others stay", async () => {
    const all = (await list(officer)).rows.map(({ id }) => id);
    const first = await list(officer, "?limit=2");
    const second = await list(officer, `?limit=100&cursor=${first.next}`);
    expect([...first.rows, ...second.rows].map(({ id }) => id)).toEqual(all);
    const foreign = (await list(stranger)).rows[0]?.id ?? 0;
    const marked = await post("read", officer, { ids: [all[0] ?? 0, foreign] });
    expect(marked.json()).toEqual({ unread: all.length - 1 });
    expect((await list(officer, "?unread=true")).rows.map(({ id }) => id)).toEqual(all.slice(1));
    expect((await list(stranger)).rows.find(({ id }) => id === foreign)?.isRead).toBe(false);
    expect((await post("read", officer, { until: all[1] ?? 0 })).json()).toEqual({ unread: 0 });
  });

  test.each([{ ids: [] }, { until: 0 }, { until: 1, person: "housing-2" }, {}])(
    "%j is refused",
    async (payload) => {
      expect((await post("read", officer, payload)).statusCode).toBe(400);
    },
  );

  test("a lead that the reader may not see any more is hidden with its number, behind both walls", async () => {
    const { database, application } = app;
    const lead = aboutLeads(await list(officer))[0]?.lead;
    await inTransaction(database.app.db, (tx) =>
      recordOrganisation(tx, application.registry, {
        at: "2026-06-01T07:00:00.000Z",
        changes: [
          {
            kind: "recusal-declared",
            payload: {
              recusal: "recusal-n1",
              person: "housing-1",
              party: { kind: "organisation", name: "云澜第1建设有限公司" },
              relation: "family",
              validFrom: "2020-01-01",
            },
          },
        ],
      }),
    );
    const { rows: parties } = await database.app.pool.query(
      "SELECT parties FROM screening.lead WHERE id = $1",
      [lead?.id],
    );
    await inTransaction(database.app.db, (tx) =>
      recordOrganisation(tx, application.registry, {
        at: "2026-06-01T07:00:01.000Z",
        changes: [
          {
            kind: "recusal-declared",
            payload: {
              recusal: "recusal-n2",
              person: "housing-1",
              party: parties[0].parties[0],
              relation: "family",
              validFrom: "2020-01-01",
            },
          },
        ],
      }),
    );
    await expect.poll(async () => aboutLeads(await list(officer)), { timeout: 5000 }).toEqual([]);
    const reader = createScopedReader(database.console, { now: () => new Date(NOW) });
    const token = officer["cookie"]?.split("=")[1] ?? "";
    const actor = await application.sessions.findActor(token);
    const seen = await reader.read(actor?.scope ?? { id: "", person: "", own: [] }, (tx) =>
      sql`SELECT id FROM notice.item WHERE lead_id IS NOT NULL`.execute(tx),
    );
    expect(seen.rows).toEqual([]);
    await inTransaction(database.app.db, (tx) =>
      recordOrganisation(tx, application.registry, {
        at: "2026-06-01T07:30:00.000Z",
        changes: ["recusal-n1", "recusal-n2"].map((recusal) => ({
          kind: "recusal-declared" as const,
          payload: {
            recusal,
            person: "housing-1",
            party: { kind: "organisation", name: "无" },
            relation: "other",
            validFrom: "2020-01-01",
          },
        })),
      }),
    );
    // Other nodes, and this one, hear of it a moment later.
    await expect
      .poll(async () => aboutLeads(await list(officer)).length, { timeout: 5000 })
      .toBeGreaterThan(0);
  });
});

describe("addresses", () => {
  const settings = async (headers: Headers) =>
    (await app.inject({ url: "/api/notifications/settings", headers })).json<NoticeSettings>();
  const lastCode = async () => {
    const page = await app.inject({ url: "/api/dev/outbox", headers: officer });
    return /(\d{6})，|Code (\d{6})/.exec(page.body)?.[1] ?? "";
  };

  test.each([
    ["email", "not an address"],
    ["email", "a@b.cn\r\nBcc: c@d.cn"],
    ["email", "a@b.cn,c@d.cn"],
    ["sms", "12345678901"],
    ["sms", "https://evil.example"],
    ["wecom", "@all"],
  ])("%s: %j is refused and the field is named", async (channel, address) => {
    const refused = await post("addresses", stranger, { channel, address });
    expect(refused.statusCode).toBe(400);
    expect(refused.json().errors[0].path).toBe("body.address");
  });

  test("is used once its code came back; a wrong code is refused, the sixth try too, even if right", async () => {
    await post("addresses", officer, { channel: "sms", address: "13800000001" });
    const code = await lastCode();
    expect(code).toMatch(/^\d{6}$/);
    const wrong = code === "000000" ? "000001" : "000000";
    for (let n = 0; n < 5; n++) {
      const refused = await post("addresses/verification", officer, {
        channel: "sms",
        code: wrong,
      });
      expect(refused.json().code).toBe("notices.bad-code");
    }
    const late = await post("addresses/verification", officer, { channel: "sms", code });
    expect(late.statusCode).toBe(400);
    await post("addresses", officer, { channel: "sms", address: "13800000001" });
    const right = await post("addresses/verification", officer, {
      channel: "sms",
      code: await lastCode(),
    });
    expect(right.statusCode, right.body).toBe(200);
    const view = await settings(officer);
    expect(view.channels.find(({ channel }) => channel === "sms")).toMatchObject({
      address: "13800000001",
      isVerified: true,
      isAvailable: true,
    });
    expect(JSON.stringify(await settings(chief))).not.toContain("13800000001");
  });

  test("a code of another person, or too old, is refused", async () => {
    await post("addresses", chief, { channel: "email", address: "han@example.cn" });
    const code = await lastCode();
    const foreign = await post("addresses/verification", officer, { channel: "email", code });
    expect(foreign.statusCode).toBe(400);
    app.setNow("2026-06-01T08:10:01.000Z");
    const old = await post("addresses/verification", chief, { channel: "email", code });
    expect(old.statusCode).toBe(400);
    app.setNow(NOW);
    const right = await post("addresses/verification", chief, { channel: "email", code });
    expect(right.statusCode).toBe(200);
  });

  test("five codes an hour, not more", async () => {
    const codes = [];
    for (let n = 0; n < 6; n++)
      codes.push(await post("addresses", stranger, { channel: "sms", address: "13800000009" }));
    expect(codes.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200, 429]);
  });
});

test("settings: an unknown kind, channel or time is refused, and nobody sets another's", async () => {
  for (const payload of [
    { choices: [{ kind: "gossip", channels: [] }], language: "zh-CN" },
    { choices: [{ kind: "security", channels: ["fax"] }], language: "zh-CN" },
    { choices: [], language: "zh-CN", quiet: { from: "25:00", to: "07:00" } },
    { choices: [], language: "zh-CN", person: "housing-1" },
  ]) {
    const address = "/api/notifications/settings";
    const refused = await app.inject({ method: "PUT", url: address, headers: chief, payload });
    expect(refused.statusCode).toBe(400);
  }
});

test("outside of the demonstration there is no outbox and no channel that was not set up", async () => {
  const real = await createTestApp({ isDemo: false });
  try {
    const headers = await real.signIn({ account: "housing-1", name: "陈岚", ...HOUSING });
    expect((await real.inject({ url: "/api/dev/outbox", headers })).statusCode).toBe(404);
    const refused = await real.inject({
      method: "POST",
      url: "/api/notifications/addresses",
      headers,
      payload: { channel: "sms", address: "13800000000" },
    });
    expect(refused.json().code).toBe("notices.no-channel");
  } finally {
    await real.close();
  }
});
