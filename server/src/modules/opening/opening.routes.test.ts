/** One opening from plan to signature through the whole server: desks, the trading system's reports, the public hall. */
import { createHash } from "node:crypto";
import { request } from "node:http";
import type { AddressInfo } from "node:net";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { HallEvent } from "../../../../contract/src/opening-values.ts";
import type { OpeningList } from "../../../../contract/src/opening.ts";
import { firm, ocidOf } from "../../../test/builders.ts";
import type { TestApp } from "../../../test/harness.ts";
import { partyKey } from "../../kernel/party.ts";
import {
  amount,
  commitment,
  createStage,
  decrypted,
  notice,
  receipt,
  revealed,
  type Stage,
} from "./test-support.ts";

let stage: Stage;
let app: TestApp;
beforeAll(async () => {
  stage = await createStage();
  ({ app } = stage);
});
afterAll(() => app.close());

describe("an opening with three bids and an empty commitment", () => {
  let id = "";
  beforeAll(async () => {
    await stage.send([
      notice("O1"),
      ...[1, 2, 3].flatMap((n) => [receipt("O1", n), commitment("O1", n)]),
      commitment("O1", 1, true),
    ]);
    await stage.send([notice("O2")]);
    await app.settle();
    id = await stage.plan("O1", "开标一室");
    await app.settle();
  });

  test("before the deadline nobody learns who bids or how many, and nothing can be opened", async () => {
    const { bids, count } = await stage.desk("agency", id);
    expect(bids).toEqual([]);
    expect(count).toBeUndefined();
    const early = await stage.act("agency", `${id}/steps`, { step: "locked" });
    expect(early.body.code).toBe("opening.before-deadline");
    const page = await app.get(`/openings/${id}`);
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toContain("云澜第");
    expect(page.body).toContain("开标一室");
  });

  test("a bidder signs in and writes under a number; a stranger finds no such opening", async () => {
    expect((await stage.act("bidder1", `${id}/sign-in`)).status).toBe(200);
    expect((await stage.act("bidder1", `${id}/sign-in`)).body.code).toBe("opening.done-already");
    const { body } = await stage.act("bidder1", `${id}/messages`, { text: "解密时限从何时起算？" });
    expect(body.messages[0]?.by).toMatch(/^\d{4}$/);
    expect((await stage.act("stranger", `${id}/sign-in`)).status).toBe(404);
    expect((await stage.act("bidder2", `${id}/messages`, { text: "没有签到" })).body.code).toBe(
      "opening.not-signed-in",
    );
    expect(JSON.stringify(await stage.desk("agency", id))).not.toContain("云澜第1");
  });

  test("the clock locks it; another agency may not run it, an inspector only looks", async () => {
    await stage.lock(id);
    expect((await stage.desk("inspector", id)).row.stage).toBe("locked");
    expect((await stage.act("inspector", `${id}/steps`, { step: "announced" })).status).toBe(403);
    expect((await stage.act("otherAgency", `${id}/steps`, { step: "announced" })).status).toBe(404);
    const { body } = await stage.act("agency", `${id}/steps`, { step: "announced" });
    expect(body.bids.map(({ name }) => name)).toEqual([1, 2, 3].map((n) => firm(n).name));
  });

  test("each decryption is checked against its commitment as the trading system reports it", async () => {
    await stage.act("agency", `${id}/steps`, { step: "decrypting" });
    const changed = createHash("sha256").update("another file").digest("hex");
    await stage.send([decrypted("O1", 1), decrypted("O1", 2), revealed("O1", 1)]);
    await app.settle();
    expect((await stage.desk("agency", id)).bids.map(({ state }) => state)).toEqual([
      "decrypted",
      "waiting",
      "waiting",
    ]);
    await stage.send([revealed("O1", 2, { fileHash: changed })]);
    await app.settle();
    const { bids } = await stage.desk("agency", id);
    expect(bids.map(({ check }) => check)).toEqual(["matches", "differs", undefined]);
    const blocked = await stage.act("agency", `${id}/steps`, { step: "reading" });
    expect(blocked.body.code).toBe("opening.not-decrypted");
    const third = partyKey(firm(3));
    const none = await stage.act("agency", `${id}/bids`, { act: "failed", bidder: third });
    expect(none.body.code).toBe("opening.no-ground");
    await stage.act("agency", `${id}/bids`, {
      act: "failed",
      bidder: third,
      ground: "bidder",
      note: "未在时限内解密",
    });
    expect((await stage.act("agency", `${id}/steps`, { step: "reading" })).status).toBe(200);
  });

  test("an observer and the public see a price when it is read out, not before", async () => {
    await app.settle();
    expect((await app.get(`/openings/${id}`)).body).not.toContain(amount(1));
    expect((await stage.desk("inspector", id)).bids[0]?.offer).toBeUndefined();
    for (const n of [1, 2])
      await stage.act("agency", `${id}/bids`, { act: "read", bidder: partyKey(firm(n)) });
    await app.settle();
    const page = await app.get(`/openings/${id}`);
    expect(page.body).toContain(amount(1));
    expect(page.body).toContain("与截止前承诺不一致");
    expect(page.body).not.toContain("林嘉禾");
    const csv = await app.get(`/openings/${id}/bids.csv`);
    expect(csv.body.split("\n")).toHaveLength(5);
  });

  test("条例44: the objection is answered before the record can be signed, and stands in it", async () => {
    await stage.act("agency", `${id}/steps`, { step: "confirming" });
    expect((await stage.act("bidder1", `${id}/confirmation`)).status).toBe(200);
    const { body } = await stage.act("bidder2", `${id}/objections`, {
      text: "请说明文件核对不一致的原因。",
    });
    expect(body.objections).toHaveLength(1);
    const blocked = await stage.act("agency", `${id}/steps`, { step: "signing" });
    expect(blocked.body.code).toBe("opening.unanswered");
    await stage.act("agency", `${id}/objections/1/answer`, {
      text: "已保存两份哈希，移交监督部门核实。",
    });
    const signing = await stage.act("agency", `${id}/steps`, { step: "signing" });
    expect(signing.body.record?.lines.join("\n")).toContain("已保存两份哈希");
    const disputes = await app.database.query(
      `SELECT payload ->> 'state' AS state FROM fact.fact
       WHERE kind = 'procurement.objection-recorded' AND subject = '${ocidOf("O1")}' ORDER BY id`,
    );
    expect(disputes.map(({ state }) => state)).toEqual(["submitted", "answered"]);
  });

  test("the record is signed by host, witness and bidder over the same hash; then it closes", async () => {
    const { record } = await stage.desk("agency", id);
    const hash = record?.hash ?? "";
    const other = await stage.act("agency", `${id}/signatures`, { hash: "0".repeat(64) });
    expect(other.body.code).toBe("opening.record-changed");
    expect((await stage.act("agency", `${id}/steps`, { step: "closed" })).body.code).toBe(
      "opening.unsigned",
    );
    for (const who of ["agency", "centre", "bidder1"])
      expect((await stage.act(who, `${id}/signatures`, { hash })).status).toBe(200);
    const { body } = await stage.act("agency", `${id}/steps`, { step: "closed" });
    expect(body.signatures.map(({ as: role, isValid }) => [role, isValid])).toEqual([
      ["host", true],
      ["witness", true],
      ["bidder", true],
    ]);
    await app.settle();
    expect((await app.get(`/openings/${id}`)).body).toContain(hash);
  });

  test("the replay is sealed: its document has the sealed hash, which stands in the certificate", async () => {
    await app.settle();
    const file = await app.get(`/openings/${id}/replay.json`);
    const hash = createHash("sha256").update(file.rawPayload).digest("hex");
    const page = await app.get(`/openings/${id}`);
    expect(page.body).toContain(hash);
    const certificate = await app.get(`/api/public/processes/${ocidOf("O1")}/certificate`);
    const { entries } = certificate.json<{
      entries: { fact: { kind: string; payload: object } }[];
    }>();
    const sealed = entries.find(({ fact }) => fact.kind === "opening.replay-sealed")?.fact.payload;
    const events = file.json<{ events: HallEvent[] }>().events;
    expect(sealed).toMatchObject({ session: id, lotId: "1", hash, events: events.length });
    expect(events.at(-1)).toMatchObject({ type: "step", step: "closed" });
    const early = await app.get(`/openings/${await stage.plan("O2")}/replay.json`);
    expect(early.statusCode).toBe(404);
  });

  test("what was read out is an opening of the process, screened like any other", async () => {
    await app.settle();
    const rows = await app.database.query<{ lots: number }>(
      `SELECT count(*)::int AS lots FROM screening.screening WHERE ocid = '${ocidOf("O1")}'`,
    );
    expect(rows[0]?.lots).toBe(1);
  });

  test("PRO-03 reads the file that is not the one committed to, for an inspector too", async () => {
    const url = `/api/processes/${ocidOf("O1")}/checks`;
    const response = await app.inject({ url, headers: stage.headersOf("inspector") });
    expect(response.body).toContain("late=0; replaced=1; committedLate=0");
  });

  test("a rebuild gives the same desk and the same public events", async () => {
    const before = await stage.desk("agency", id);
    const events = await app.database.query("SELECT * FROM released.hall_event ORDER BY 1, 2");
    await app.application.rebuild();
    await app.application.publication.refreshAll();
    expect(await stage.desk("agency", id)).toEqual(before);
    expect(await app.database.query("SELECT * FROM released.hall_event ORDER BY 1, 2")).toEqual(
      events,
    );
  });
});

test("a lot without an opening can be planned once, in a room that is free", async () => {
  await stage.send([notice("P1"), notice("P2")]);
  const list = async () => {
    const url = "/api/openings?day=2026-05-21";
    const response = await app.inject({ url, headers: stage.headersOf("agency") });
    return response.json<OpeningList>();
  };
  const codes = async () => (await list()).candidates?.map(({ ocid }) => ocid) ?? [];
  const bare = await stage.tryPlan("P1", "同一室");
  expect(bare.statusCode, bare.body).toBe(200);
  await app.settle();
  expect(await codes()).toContain(ocidOf("P2"));
  expect(await codes()).not.toContain(ocidOf("P1"));
  const taken = await stage.tryPlan("P2", "同一室");
  expect(taken.json<{ code: string }>().code).toBe("opening.room-taken");
  const again = await stage.tryPlan("P1", "别的室");
  expect(again.json<{ code: string }>().code).toBe("opening.exists");
  expect((await stage.tryPlan("P2", "别的室")).statusCode).toBe(200);
});

describe("the stream", () => {
  /** Reads events over a real socket until `enough`, then hangs up. */
  async function follow(url: string, headers: Record<string, string>, enough: number) {
    const { address, port } = app.application.http.server.address() as AddressInfo;
    const got: HallEvent[] = [];
    await new Promise<void>((resolve, reject) => {
      const sent = request({ host: address, port, path: url, headers }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (piece: string) => {
          text += piece;
          const blocks = text.split("\n\n");
          text = blocks.pop() ?? "";
          for (const block of blocks) {
            const data = /^data: ?(.*)$/m.exec(block)?.[1];
            if (/^event: ?hall$/m.test(block) && data !== undefined)
              got.push(JSON.parse(data) as HallEvent);
          }
          if (got.length >= enough) {
            sent.destroy();
            resolve();
          }
        });
      });
      sent.on("error", (error) => (got.length >= enough ? resolve() : reject(error))).end();
    });
    return got;
  }

  test("brings what was missed and what comes, each once and in order", async () => {
    const { http } = app.application;
    await http.listen({ host: "127.0.0.1", port: 0 });
    await stage.send([notice("S1"), ...[1, 2, 3].map((n) => receipt("S1", n))]);
    await app.settle();
    const id = await stage.plan("S1");
    await stage.lock(id);
    const url = `/openings/${id}/events?after=0`;
    const first = follow(url, {}, 3);
    await stage.act("agency", `${id}/steps`, { step: "announced" });
    await stage.act("agency", `${id}/steps`, { step: "decrypting" });
    await app.settle();
    expect((await first).map(({ n }) => n)).toEqual([1, 2, 3]);
    await stage.act("agency", `${id}/messages`, { text: "请抓紧解密。" });
    await app.settle();
    const again = await follow(url, { "last-event-id": "2" }, 2);
    expect(again.map(({ n, type }) => [n, type])).toEqual([
      [3, "step"],
      [4, "message"],
    ]);
    const list = await app.inject({
      url: "/api/openings?day=2026-05-21",
      headers: stage.headersOf("agency"),
    });
    expect(list.json<OpeningList>().rows.map((row) => row.id)).toContain(id);
  });
});
