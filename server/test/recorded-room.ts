/** A room that was booked for a project, the camera in it, and the officer of the centre who keeps its recordings. */
import type { Span } from "../../contract/src/video-values.ts";
import { bookRoom, registerRoom } from "../src/modules/venue/index.ts";
import { registerChannel } from "../src/modules/video/index.ts";
import { inTransaction } from "../src/platform/database.ts";
import type { TestApp } from "./harness.ts";

const OFFICER = {
  account: "centre-1",
  name: "罗见微",
  department: { id: "trading-centre", name: "云澜市公共资源交易中心" },
};

export const isoOf = (ms: number): string => new Date(ms).toISOString();

/** Who acts, and when: milliseconds since 1970. */
export const officerAt = ({ database, application }: TestApp, ms: number) => ({
  db: database.app.db,
  registry: application.registry,
  actor: OFFICER,
  at: new Date(ms),
});

export const signInCentre = (app: TestApp) =>
  app.signIn({
    account: "centre-1",
    name: "沈时雨",
    role: "centre",
    departmentId: "centre",
    departmentName: "云澜市公共资源交易中心",
  });

export interface BookedRoom {
  readonly room: string;
  readonly name: string;
  /** What the room is for, and was booked for. */
  readonly use: "opening" | "evaluation";
  readonly ocid: string;
  readonly span: Span;
}

export async function addBookedRoom(app: TestApp, wanted: BookedRoom, at: number): Promise<void> {
  const { room, name, use, ocid, span } = wanted;
  const context = { registry: app.application.registry, officer: OFFICER, at: isoOf(at) };
  await inTransaction(app.database.app.db, async (tx) => {
    await registerRoom(tx, context, { room, name, zone: use, isInUse: true });
    await bookRoom(tx, context, { room, use, ocid, title: "云澜大道", ...span });
  });
}

export interface HungCamera {
  readonly channel: string;
  readonly room: string;
  readonly isInUse?: boolean;
}

export const hangCamera = (
  app: TestApp,
  { channel, room, isInUse = true }: HungCamera,
  at: number,
) =>
  registerChannel(
    officerAt(app, at),
    { channel, room, title: channel, view: "room", source: "rtsp", isInUse, address: "rtsp://c/1" },
    async () => "ab".repeat(32),
  );
