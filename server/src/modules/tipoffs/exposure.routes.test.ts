/**
 * T27: random organisations in PostgreSQL against an oracle that shares no code with the product. Who has a post in the
 * reported unit, above or below it, or is recused from it, finds nothing of the tip-off anywhere, and everybody else
 * whose scope covers the office finds it.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { FactInput } from "../../../../contract/src/facts/fact.ts";
import type { UnitKind } from "../../../../contract/src/organisation.ts";
import { makeSealKey } from "../../../../contract/src/seal-key.ts";
import type { TipoffCoded, TipoffPage } from "../../../../contract/src/tipoffs.ts";
import { createTestApp, SEAL_PASSPHRASE, type TestApp } from "../../../test/harness.ts";
import { createDraw, type Draw } from "../../../test/world/draw.ts";
import {
  aboveOf,
  drawOrganisation,
  FROM,
  isClose,
  mustNotSee,
  type Organisation,
  type Post,
} from "../../../test/world/tipoff-world.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordOrganisation } from "../../platform/identity/organisation.service.ts";
import {
  type Headers,
  holdCeremony,
  passAllOn,
  plain,
  randomMailbox,
  sealedFor,
  sendTipoff,
} from "./test-support.ts";

const ORGANISATIONS = 24;
const TIPOFFS_EACH = 3;
const SEED = 20_261_128;
const LATER = "2026-06-01T09:00:10.000Z";

interface Sent {
  readonly id: string;
  readonly organisation: Organisation;
  readonly coded: TipoffCoded;
  readonly office: string;
}

interface Reader {
  readonly organisation: Organisation;
  readonly person: string;
  readonly post: Post;
  readonly headers: Headers;
}

let app: TestApp;
let organisations: readonly Organisation[];
let sent: Sent[];
let readers: Reader[];

async function plant(): Promise<void> {
  await inTransaction(app.database.app.db, (tx) =>
    recordOrganisation(tx, app.application.registry, {
      at: `${FROM}T00:00:00.000Z`,
      changes: organisations.flatMap(({ changes }) => changes),
    }),
  );
  const { audit, sessions } = app.application;
  const sealKey = await makeSealKey("x", SEAL_PASSPHRASE);
  for (const organisation of organisations) {
    for (const { id, kind } of organisation.units) {
      if (kind !== "discipline") continue;
      const organ = await audit.accessLog.keys.organOf(id);
      await audit.registerSealKey({ ...sealKey, organ });
    }
    for (const [person, posts] of organisation.acting) {
      await sessions.addAccount({
        account: person,
        name: person,
        isDemo: true,
        passwordHash: null,
      });
      for (const post of organisation.posts.filter(({ id }) => posts.has(id))) {
        const token = await sessions.open({ account: person, methods: ["demo"], post: post.id });
        const headers = { cookie: `mingjing_session=${token}`, "x-mingjing-csrf": "1" };
        readers.push({ organisation, person, post, headers });
      }
    }
  }
}

const dutyOf = ({ units }: Organisation, number: number, draw: Draw): FactInput => {
  const { id, place } = draw.pick(units);
  return {
    kind: "duties.duty-listed",
    sourceId: `t${number}`,
    subject: `duty:t${number}`,
    occurredAt: `${FROM}T00:00:00.000Z`,
    payload: {
      matter: "tipoff",
      regime: "works",
      place,
      validFrom: FROM,
      department: { id, name: `${id}名` },
      legalBasis: "清单",
    },
  };
};

const drawCoded = (draw: Draw, { units }: Organisation): TipoffCoded => ({
  about: draw.pick(["officials", "parties", "parties"] as const),
  topic: draw.pick(["collusion", "bribery"] as const),
  regime: "works",
  place: units[0]?.place ?? "",
  unit: draw.pick(units).id,
  ...(draw.chance(0.7) ? { rank: draw.pick(["head", "member", "unknown"] as const) } : {}),
  isNamed: false,
});

const AT_ONCE = 12;

/** Several at once: their access records share a transaction. */
async function each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < items.length; at += AT_ONCE)
    await Promise.all(items.slice(at, at + AT_ONCE).map(work));
}

/** Kinds that receive tip-offs: the others need no key. */
const OFFICES: ReadonlySet<UnitKind> = new Set([
  "discipline",
  "coordinator",
  "committee",
  "department",
  "stationedDiscipline",
]);

/** One at a time, so that what is new in the store is the one that was sent. */
async function send(organisation: Organisation, coded: TipoffCoded): Promise<Sent | undefined> {
  const { status, unit } = await sendTipoff(app, {
    coded,
    tipoff: plain("举报"),
    mailbox: randomMailbox(),
    client: { remoteAddress: `192.0.2.${sent.length + 1}` },
  });
  if (status !== 200) return undefined;
  await passAllOn(app, LATER);
  const rows = await app.database.query<{ id: string }>(
    "SELECT tipoff_id AS id FROM tipoffs.handling WHERE tipoff_id <> ALL ($1)",
    [sent.map(({ id }) => id)],
  );
  expect(rows).toHaveLength(1);
  return { id: rows[0]?.id ?? "", organisation, coded, office: unit };
}

beforeAll(async () => {
  app = await createTestApp({ isDemo: false });
  const draw = createDraw(SEED);
  organisations = Array.from({ length: ORGANISATIONS }, (_, at) => drawOrganisation(draw, at + 1));
  [sent, readers] = [[], []];
  await plant();
  const source = await app.addSource("duties");
  await app.send(
    source,
    organisations.map((one, at) => dutyOf(one, at + 1, draw)),
  );
  const heads = readers.filter(
    ({ post, person }) => post.id === `${post.unit}-head` && person === `${post.unit}-p`,
  );
  const kindOf = ({ organisation, post }: Reader) =>
    organisation.units.find(({ id }) => id === post.unit)?.kind ?? "bidder";
  await each(
    heads.filter((head) => OFFICES.has(kindOf(head))),
    async ({ post, headers }) => void (await holdCeremony(app, post.unit, headers)),
  );
  for (const organisation of organisations)
    for (let at = 0; at < TIPOFFS_EACH; at += 1) {
      const one = await send(organisation, drawCoded(draw, organisation));
      if (one !== undefined) sent.push(one);
    }
  await app.settle();
}, 240_000);
afterAll(() => app.close());

/** A narrow scope is the offices at and below the own unit. */
const covers = ({ unit, isWide }: Post, { office, organisation }: Sent) =>
  isWide || aboveOf(organisation.units, office).includes(unit);
const shown = ({ person, post }: Reader): readonly Sent[] =>
  sent.filter((one) => covers(post, one) && !mustNotSee(one.organisation, person, one.coded));
const get = (url: string, { headers }: Reader) => app.inject({ method: "GET", url, headers });

async function listed(reader: Reader): Promise<Pick<TipoffPage, "counts"> & { ids: string[] }> {
  const page = (await get("/api/tipoffs?limit=100", reader)).json<TipoffPage>();
  expect(page.next).toBeUndefined();
  return { ids: page.rows.map(({ id }) => id), counts: page.counts };
}

/** Pairs of a reader and a tip-off of the own organisation that the reader must not see. */
const kept = () =>
  readers.flatMap((reader) =>
    sent
      .filter((one) => one.organisation === reader.organisation)
      .filter((one) => mustNotSee(one.organisation, reader.person, one.coded))
      .map((one) => ({ reader, one })),
  );

describe(`T27: ${ORGANISATIONS} random organisations in the database`, () => {
  test("the world has what the rule is about: accused, superiors, parts, seats, second posts, recusals", () => {
    expect(sent.length).toBeGreaterThan(ORGANISATIONS);
    const wide = kept().filter(({ reader, one }) => covers(reader.post, one));
    expect(wide.length).toBeGreaterThan(50);
    const countWhere = (isSo: (reader: Reader, one: Sent) => boolean) =>
      wide.filter(({ reader, one }) => isSo(reader, one)).length;
    expect(countWhere(({ post }, one) => post.unit === one.coded.unit)).toBeGreaterThan(5);
    expect(
      countWhere(({ post }, one) => !isClose(one.organisation, post.unit, one.coded)),
    ).toBeGreaterThan(5);
    expect(
      countWhere(
        ({ person, organisation }, one) =>
          organisation.recused.get(person)?.has(one.coded.unit ?? "") === true,
      ),
    ).toBeGreaterThan(2);
  });

  test("no tip-off went to an office that must not see it", () => {
    for (const { organisation, office, coded } of sent)
      expect(isClose(organisation, office, coded), JSON.stringify(coded)).toBe(false);
  });

  test("list and counts of every reader are those of the oracle, to the one", async () => {
    await each(readers, async (reader) => {
      const expected = shown(reader).map(({ id }) => id);
      const { ids, counts } = await listed(reader);
      expect(ids.toSorted(), `${reader.person} as ${reader.post.id}`).toEqual(expected.toSorted());
      const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
      expect(total).toBe(expected.length);
    });
  }, 120_000);

  test("notices went to those of the office who see it, and to nobody else", async () => {
    const told = await app.database.query<{ person: string; subject: string }>(
      `SELECT person, subject FROM notice.item JOIN fact.fact ON fact.id = fact_id WHERE item.kind = 'tipoffRouted'`,
    );
    const expected = readers.flatMap((reader) =>
      shown(reader)
        .filter(({ office }) => office === reader.post.unit)
        .map(({ id }) => `${reader.person} tipoff:${id}`),
    );
    expect(told.map(({ person, subject }) => `${person} ${subject}`).toSorted()).toEqual(
      [...new Set(expected)].toSorted(),
    );
    expect(told.length).toBeGreaterThan(10);
    await each(readers, async (reader) => {
      const { rows } = (await get("/api/notifications", reader)).json<{
        rows: readonly { kind: string }[];
      }>();
      const own = told.filter(({ person }) => person === reader.person);
      expect(rows.filter(({ kind }) => kind === "tipoffRouted")).toHaveLength(own.length);
    });
  }, 120_000);

  test("who must not see it cannot read, answer, ask, note, close or pass it on: as if it were not there", async () => {
    const boxes = await app.database.query<{ id: string; hash: string }>(
      "SELECT tipoff_id AS id, hash FROM tipoffs.sealed_box",
    );
    await each(kept(), async ({ reader, one }) => {
      const hash = boxes.find(({ id }) => id === one.id)?.hash ?? "";
      for (const url of [`/api/tipoffs/${one.id}`, `/api/tipoffs/${one.id}/boxes/${hash}`])
        expect((await get(url, reader)).statusCode).toBe(404);
    });
    const view = (await get(`/api/tipoffs/${sent[0]?.id}`, readerOf(sent[0] as Sent))).json();
    const sealed = sealedFor(view, "问");
    const acts = {
      messages: sealed,
      steps: { step: "note", text: "想看看" },
      answer: { outcome: "notEstablished", ...sealed },
      closure: {},
    };
    const some = kept().filter((_, at) => at % 4 === 0);
    await each(some, async ({ reader, one }) => {
      for (const [path, body] of Object.entries(acts)) {
        const reply = await app.inject({
          method: "POST",
          url: `/api/tipoffs/${one.id}/${path}`,
          headers: reader.headers,
          payload: { version: 0, ...body },
        });
        expect(reply.statusCode, `${path} ${reply.body}`).toBe(404);
      }
    });
    const after = await app.database.query("SELECT FROM tipoffs.handling WHERE version > 0");
    expect(after).toHaveLength(0);
  }, 120_000);

  test("no other page of the console names it, whatever is searched for", async () => {
    const pages = app.application.http
      .auditedRoutes()
      .filter(({ method, url }) => method === "GET" && !/[:*]|stream|\/api\/tipoffs/.test(url))
      .map(({ url }) => url);
    expect(pages.length).toBeGreaterThan(15);
    const sample = kept().filter((_, at) => at % 24 === 0);
    expect(sample.length).toBeGreaterThan(5);
    await each(sample, async ({ reader, one }) => {
      const searches = ["processes", "leads", "voices"].map((what) => `/api/${what}?q=${one.id}`);
      for (const url of [...pages, ...searches]) {
        const { body } = await get(url, reader);
        expect(body, url).not.toContain(one.id);
      }
    });
  }, 120_000);
});

/** Somebody who sees it. */
const readerOf = (one: Sent): Reader =>
  readers.find((reader) => shown(reader).includes(one)) as Reader;
