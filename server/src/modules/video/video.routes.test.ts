/** Cameras through the whole server: one that is drawn here is recorded for real, looked at, cut and kept. */
// oxlint-disable max-lines -- one camera, from its registration to the end of its recordings
import { createHash } from "node:crypto";
import { appendFile, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { type ClipProof, verifyPart, verifyRecording } from "../../../../cameras/src/index.ts";
import type {
  PicturesToday,
  RecordingsOfProject,
  RoomTimeline,
  Viewing,
  ViewingList,
} from "../../../../contract/src/video.ts";
import { verifyClip } from "../../../../verifier/src/index.ts";
import { aNotice, ocidOf } from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { inTransaction } from "../../platform/database.ts";
import { bookRoom, registerRoom } from "../venue/index.ts";
import { registerChannel } from "./acts.service.ts";
import { clipsOf } from "./clips-of.service.ts";
import { deleteOld } from "./deletion.job.ts";
import { stateCoverages } from "./recordings.job.ts";

const OCID = ocidOf("V1");
const OFFICER = {
  account: "centre-1",
  name: "罗见微",
  department: { id: "trading-centre", name: "云澜市公共资源交易中心" },
};
const person = (account: string, role: "centre" | "officer" | "bidder", areas?: string[]) => ({
  account,
  name: "沈时雨",
  role,
  departmentId: account.replace(/-1$/, ""),
  departmentName: "某单位",
  ...(areas === undefined
    ? {}
    : { jurisdiction: [{ matters: ["process" as const], industries: areas }] }),
});

let app: TestApp;
let centre: Record<string, string>;
let stranger: Record<string, string>;
let address: AddressInfo;
const iso = (ms: number) => new Date(ms).toISOString();

const post = (url: string, payload: object, headers = centre) =>
  app.inject({ method: "POST", url: `/api/video${url}`, headers, payload });
const get = (url: string, headers = centre) => app.inject({ url: `/api/video${url}`, headers });

async function until<T>(find: () => Promise<T | undefined>, seconds = 30): Promise<T> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    if (performance.now() > end) throw new Error(`not within ${seconds} s`);
    await pause(250);
  }
}

beforeAll(async () => {
  app = await createTestApp({ records: true });
  const key = await app.addSource("trading");
  await app.send(key, [aNotice("V1"), aNotice("V2")]);
  await app.settle();
  centre = await app.signIn(person("centre-1", "centre"));
  stranger = await app.signIn(person("water-1", "officer", ["water"]));
  const { registry } = app.application;
  const { db } = app.database.app;
  const now = Date.now();
  const at = iso(now);
  await inTransaction(db, async (tx) => {
    const context = { registry, officer: OFFICER, at };
    for (const [room, name, zone] of [
      ["opening-1", "开标一室", "opening"],
      ["evaluation-1", "评标一室", "evaluation"],
    ] as const) {
      await registerRoom(tx, context, { room, name, zone, isInUse: true });
      await bookRoom(tx, context, {
        room,
        use: zone,
        ocid: OCID,
        from: iso(now + 500),
        to: iso(now + 7_200_000),
        title: "云澜大道改造工程",
      });
    }
  });
  const context = { db, registry, actor: OFFICER, at: new Date(now) };
  for (const [channel, room, view] of [
    ["opening-1-desk", "opening-1", "hostDesk"],
    ["evaluation-1-experts", "evaluation-1", "expertDesk"],
  ] as const)
    await registerChannel(
      context,
      { channel, room, title: "机位", view, source: "drawn", isInUse: true },
      async () => "",
    );
  const { http } = app.application;
  await http.listen({ port: 0, host: "127.0.0.1" });
  address = http.server.address() as AddressInfo;
}, 60_000);
afterAll(() => app.close());

/** Asks for a WebSocket; the status of the refusal, or what came within `seconds`. */
function openLine(path: string, headers: Record<string, string>, seconds = 6) {
  return new Promise<{ status: number; text: string; bytes: number }>((done) => {
    const ask = request({
      host: "127.0.0.1",
      port: address.port,
      agent: false,
      path,
      headers: {
        ...headers,
        connection: "Upgrade",
        upgrade: "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
      },
    });
    ask.on("error", ({ message }) => done({ status: 0, text: message, bytes: 0 }));
    ask.on("response", (reply) => {
      reply.resume();
      done({ status: reply.statusCode ?? 0, text: "", bytes: 0 });
    });
    ask.on("upgrade", (_reply, socket, head) => {
      let text = head.toString("latin1");
      let bytes = head.length;
      socket.on("data", (more: Buffer) => {
        text += more.toString("latin1");
        bytes += more.length;
      });
      setTimeout(() => {
        socket.end();
        done({ status: 101, text, bytes });
      }, seconds * 1000);
    });
    ask.end();
  });
}

describe("who may look", () => {
  test("a supervisor of the project finds its rooms and cameras; one of another industry does not", async () => {
    const { projects, hasProgram } = (await until(async () => {
      const today = (await get("/today")).json<PicturesToday>();
      return today.projects[0]?.rooms.every(
        ({ channels }) => channels[0]?.state === "recording",
      ) === true
        ? today
        : undefined;
    })) satisfies PicturesToday;
    expect(hasProgram).toBe(true);
    expect(projects.map(({ ocid }) => ocid)).toEqual([OCID]);
    expect(projects[0]?.rooms.map(({ roomName }) => roomName).toSorted()).toEqual(
      ["开标一室", "评标一室"].toSorted(),
    );
    expect((await get("/today", stranger)).json<PicturesToday>().projects).toEqual([]);
    const refused = await post("/viewings", { channel: "opening-1-desk", ocid: OCID }, stranger);
    expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([
      403,
      "video.no-project",
    ]);
  });

  test("the live opening needs no purpose, the evaluation does, another project has no camera", async () => {
    expect((await post("/viewings", { channel: "opening-1-desk", ocid: OCID })).statusCode).toBe(
      200,
    );
    const bare = await post("/viewings", { channel: "evaluation-1-experts", ocid: OCID });
    expect(bare.json<{ code: string }>().code).toBe("video.purpose-needed");
    const other = await post("/viewings", { channel: "opening-1-desk", ocid: ocidOf("V2") });
    expect(other.json<{ code: string }>().code).toBe("video.not-bound");
    const bidder = await app.signIn(person("bidder-1", "bidder"));
    expect((await get("/today", bidder)).statusCode).toBe(403);
  });
});

describe("a discipline inspector", () => {
  test("looks as others do, and neither the log nor the list of looks tells of it", async () => {
    const wanted = {
      channel: "evaluation-1-experts",
      ocid: OCID,
      purpose: "lead",
      reason: "核实密封的线索",
    };
    const inspector = await app.signIn({
      ...person("inspector-1", "officer"),
      role: "inspector",
      name: "方正言",
    });
    const reply = await post("/viewings", wanted, inspector);
    expect(reply.statusCode, reply.body).toBe(200);
    const { viewing, ticket } = reply.json<Viewing>();
    expect((await post(`/viewings/${viewing}/tickets`, {}, inspector)).statusCode).toBe(200);
    expect((await post(`/viewings/${viewing}/tickets`, {})).statusCode).toBe(403);
    const line = await openLine(
      `/api/video/live/${viewing}?ticket=${encodeURIComponent(ticket)}`,
      { cookie: inspector["cookie"] ?? "" },
      2,
    );
    expect([line.status, line.bytes > 1000]).toEqual([101, true]);
    const told = await app.database.query(
      `SELECT FROM fact.fact WHERE kind LIKE 'video.viewing%' AND payload::text ~ $1
       UNION ALL SELECT FROM video.sealed_viewing WHERE encode(sealed, 'escape') ~ $1`,
      ["方正言|inspector-1|核实密封"],
    );
    expect(told).toEqual([]);
    for (const headers of [centre, inspector]) {
      const { rows } = (await get(`/projects/${OCID}/viewings`, headers)).json<ViewingList>();
      expect(rows.map(({ reason }) => reason)).not.toContain(wanted.reason);
    }
  });
});

describe("a live line", () => {
  test("T51: a ticket opens one viewing for one session; the look and its length are on record", async () => {
    const opened = await post("/viewings", {
      channel: "evaluation-1-experts",
      ocid: OCID,
      purpose: "complaint",
      reason: "核查投诉所称情形",
    });
    const { viewing, ticket, watermark } = opened.json<Viewing>();
    expect(watermark).toContain("沈时雨");
    const path = `/api/video/live/${viewing}?ticket=${encodeURIComponent(ticket)}`;
    const own = { cookie: centre["cookie"] ?? "" };
    expect((await openLine(path, { cookie: stranger["cookie"] ?? "" })).status).toBe(403);
    expect((await openLine(path, {})).status).toBe(401);
    expect((await openLine(path, { ...own, origin: "https://elsewhere.example" })).status).toBe(
      403,
    );
    const line = await openLine(path, own);
    expect(line.status).toBe(101);
    expect(line.text).toContain("mimeType");
    expect(line.bytes).toBeGreaterThan(2000);
    const again = await app.signIn(person("centre-1", "centre"));
    expect((await openLine(path, { cookie: again["cookie"] ?? "" })).status).toBe(403);
    const row = await until(async () => {
      const { rows } = (await get(`/projects/${OCID}/viewings`)).json<{
        rows: { seconds: number; purpose?: string }[];
      }>();
      return rows.find(({ seconds, purpose }) => seconds > 0 && purpose === "complaint");
    });
    expect(row.seconds).toBeGreaterThan(2);
  }, 60_000);
});

describe("what was recorded", () => {
  let span: { from: string; to: string };
  beforeAll(async () => {
    // Segments of four seconds, on a machine that may be busy.
    await pause(18_000);
    const now = Date.now();
    span = { from: iso(now - 16_000), to: iso(now - 8000) };
  }, 60_000);

  test("stands on the disk as an unbroken chain; a changed byte is named", async () => {
    const root = join(app.dataDir, "video", "channels", "opening-1-desk");
    const [day = ""] = await readdir(root);
    const whole = await verifyRecording(join(root, day), { isRecording: true });
    expect(whole).toEqual([]);
  });

  test("a clip is handed out for a purpose, with a proof that holds, and its hash is in the project's record", async () => {
    const bare = await post("/clips", { channel: "opening-1-desk", ocid: OCID, span });
    expect(bare.statusCode).toBe(400);
    const reply = await post("/clips", {
      channel: "opening-1-desk",
      ocid: OCID,
      span,
      purpose: "lead",
      reason: "随问题线索移送",
    });
    expect(reply.statusCode, reply.body.slice(0, 200)).toBe(200);
    const hash = createHash("sha256").update(reply.rawPayload).digest("hex");
    const { clips } = (await get(`/projects/${OCID}/recordings`)).json<RecordingsOfProject>();
    expect(clips.map((clip) => clip.hash)).toEqual([hash]);
    const [exported] = await app.database.query<{ share: number }>(
      "SELECT (payload -> 'coverage' ->> 'share')::float8 AS share FROM video.event WHERE kind = 'clip-exported'",
    );
    expect(exported?.share).toBeGreaterThan(0.9);
    const files = unzipSync(new Uint8Array(reply.rawPayload));
    const name = Object.keys(files).find((file) => file.endsWith("proof.json")) ?? "";
    const day = name.split("/")[0] ?? "";
    const proof = JSON.parse(strFromU8(files[name] ?? new Uint8Array())) as ClipProof;
    expect(proof.parts.length).toBeGreaterThan(0);
    for (const part of proof.parts) {
      const bytes = files[`${day}/${part.file}`] ?? new Uint8Array();
      expect(verifyPart(bytes, part)).toEqual([]);
      const changed = Uint8Array.from(bytes);
      const last = changed.length - 1;
      changed[last] = (changed[last] ?? 0) ^ 1;
      expect(verifyPart(changed, part).map(({ kind }) => kind)).toEqual(["changed"]);
    }
    expect(strFromU8(files["说明.txt"] ?? new Uint8Array())).toContain("随问题线索移送");
  });

  test("the offline verifier opens the pack once the log holds its chain, and names the segment of a changed byte", async () => {
    const wanted = { channel: "opening-1-desk", ocid: OCID, span };
    const body = { ...wanted, purpose: "lead", reason: "随问题线索移送" };
    // The log is half a minute behind the disk.
    const pack = await until(async () => {
      await app.settle();
      const reply = await post("/clips", body);
      return verifyClip(reply.rawPayload).code.includes("log") ||
        verifyClip(reply.rawPayload).code === "clip.no-certificate"
        ? undefined
        : new Uint8Array(reply.rawPayload);
    }, 60);
    const { vkey } = (await app.get("/api/log/checkpoint")).json<{ vkey: string }>();
    const report = verifyClip(pack, { trustedKeys: [vkey] });
    expect(report.checks.filter(({ ok }) => !ok)).toEqual([]);
    expect([report.verdict, report.clip?.channel]).toEqual(["valid", "opening-1-desk"]);
    expect(report.keyTrusted).toBe(true);
    expect(report.clip?.segments).toBeGreaterThanOrEqual(2);
    const files = unzipSync(pack);
    const film = Object.keys(files).find((file) => file.endsWith(".mp4")) ?? "";
    const bytes = Buffer.from(files[film] ?? new Uint8Array());
    const at = Buffer.from(pack).indexOf(bytes.subarray(-64)) + 63;
    const changed = Uint8Array.from(pack);
    changed[at] = (changed[at] ?? 0) ^ 1;
    const found = verifyClip(changed);
    expect([found.verdict, found.code]).toEqual(["refused", "clip.segment-changed"]);
    expect(found.changed.map(({ file }) => file)).toEqual([film]);
  }, 90_000);

  test("a recording is played for a viewing of its own, and only the span that was asked for", async () => {
    const { viewing, coverage } = (
      await post("/viewings", {
        channel: "opening-1-desk",
        ocid: OCID,
        purpose: "lead",
        reason: "核对唱标过程",
        recorded: span,
      })
    ).json<Viewing>();
    expect(coverage?.share).toBeDefined();
    const film = await get(`/viewings/${viewing}/film.m3u8`);
    expect(film.statusCode, film.body).toBe(200);
    const names = film.body.split("\n").filter((line) => line.endsWith(".m4s"));
    expect(names.length).toBeGreaterThan(0);
    expect((await get(`/viewings/${viewing}/${names[0]}`)).statusCode).toBe(200);
    const number = Number(/(\d+)\.m4s$/.exec(names.at(-1) ?? "")?.[1]);
    const beyond = (names[0] ?? "").replace(/\d+\.m4s$/, `${number + 500}.m4s`);
    expect((await get(`/viewings/${viewing}/${beyond}`)).statusCode).toBe(404);
    expect((await get(`/viewings/${viewing}/film.m3u8`, stranger)).statusCode).toBe(403);
  });

  test("the timeline tells what is recorded and what is missing", async () => {
    const query = new URLSearchParams({ channel: "opening-1-desk", ocid: OCID, ...span });
    const reply = await get(`/timeline?${query.toString()}`);
    expect(reply.statusCode, reply.body).toBe(200);
    expect(reply.json<RoomTimeline>().share).toBeGreaterThanOrEqual(0);
  });
});

describe("as time passes", () => {
  test("what a booking's cameras recorded is stated once, and what is missing is told", async () => {
    const { registry } = app.application;
    const deps = {
      db: app.database.app.db,
      registry,
      log: app.application.http.log as never,
      directory: "",
    };
    const later = new Date(Date.now() + 3 * 3_600_000);
    // The log is half a minute behind the disk.
    await until(async () => {
      const rows = await app.database.query("SELECT FROM video.recording");
      return rows.length >= 2 ? true : undefined;
    }, 60);
    const stated = await stateCoverages(deps, later);
    expect(stated).toBeGreaterThan(0);
    expect(await stateCoverages(deps, later)).toBe(0);
    const { coverage, clips: exported } = (
      await get(`/projects/${OCID}/recordings`)
    ).json<RecordingsOfProject>();
    expect(coverage.length).toBe(stated);
    const clips = await clipsOf(app.database.app.db, OCID);
    expect(clips.length).toBe(stated + exported.length);
    expect(clips.some(({ sha256 }) => sha256 !== undefined)).toBe(true);
    // Two hours were booked and some seconds recorded: nobody may call it whole.
    expect(coverage[0]?.isBroken).toBe(true);
    expect(coverage[0]?.coverage.share).toBeLessThan(0.1);
    expect(coverage[0]?.coverage.recorded).toBeGreaterThan(5);
  }, 90_000);

  test("a day whose time is over is deleted, its last value kept; a held one stays", async () => {
    const directory = await mkdtemp(join(tmpdir(), "mingjing-retention-"));
    const root = join(app.dataDir, "video", "channels", "opening-1-desk");
    const [day = ""] = await readdir(root);
    const { copyFile, mkdir } = await import("node:fs/promises");
    for (const name of ["20200102", day]) {
      await mkdir(join(directory, "opening-1-desk", name), { recursive: true });
      await copyFile(
        join(root, day, "chain.jsonl"),
        join(directory, "opening-1-desk", name, "chain.jsonl"),
      );
    }
    await writeFile(join(directory, "opening-1-desk", "note.txt"), "not a recording");
    await appendFile(join(directory, "opening-1-desk", "note.txt"), ".");
    const { registry, http } = app.application;
    const deps = { db: app.database.app.db, registry, log: http.log as never, directory };
    expect(await deleteOld(deps, new Date())).toBe(1);
    expect((await readdir(join(directory, "opening-1-desk"))).toSorted()).toEqual(
      [day, "note.txt"].toSorted(),
    );
    const rows = await app.database.query<{ payload: { recording: string; days: number } }>(
      "SELECT payload FROM video.event WHERE kind = 'recording-deleted'",
    );
    expect(rows.map(({ payload }) => payload.recording)).toEqual(["20200102"]);
    await rm(directory, { recursive: true, force: true });
  });
});
