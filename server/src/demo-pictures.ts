/** Cameras of the demo city: drawn while their room is booked, so that a machine draws no empty rooms. */
import type { CameraInput } from "../../cameras/src/index.ts";
import type { RegisterChannel } from "../../contract/src/camera-register.ts";
import type { Officer } from "../../contract/src/casework.ts";
import { drawnStream } from "../../simulate/src/index.ts";
import type { Application, AppOptions } from "./app.ts";
import { bookingsIn, listRooms } from "./modules/venue/index.ts";
import { type Channel, registerChannel } from "./modules/video/index.ts";
import type { Clock } from "./platform/clock.ts";
import type { Database } from "./platform/database.ts";

const SIZE = { width: 480, height: 270 } as const;
const RATE = 4;

interface DrawnDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly isDemo: () => boolean;
}

/** undefined: nobody is in the room now, or the city is real. */
export function drawnInput({ db, clock, isDemo }: DrawnDeps) {
  return async (channel: Channel): Promise<CameraInput | undefined> => {
    if (!isDemo() || channel.source !== "drawn") return undefined;
    const now = clock.now().toISOString();
    const span = { from: now, to: new Date(clock.now().getTime() + 1000).toISOString() };
    const bookings = await bookingsIn(db, { ...span, room: channel.room });
    if (!bookings.some(({ cancelledAt }) => cancelledAt === undefined)) return undefined;
    return {
      kind: "drawn",
      ...SIZE,
      rate: RATE,
      open: async () =>
        drawnStream({ scene: channel.view, ...SIZE, rate: RATE, now: () => clock.now().getTime() }),
    };
  };
}

const WITNESS: Officer = {
  account: "centre-1",
  name: "罗见微",
  department: { id: "trading-centre", name: "云澜市公共资源交易中心" },
};

/** Which cameras a room of a zone has: the end of their names, what they show. */
const VIEWS: Readonly<
  Record<string, readonly (readonly [string, RegisterChannel["view"], string])[]>
> = {
  opening: [
    ["desk", "hostDesk", "主持席"],
    ["room", "room", "全景"],
  ],
  evaluation: [["experts", "expertDesk", "评委席"]],
  draw: [["desk", "hostDesk", "抽取席"]],
};

/** Cameras in every room of the demo city. */
export async function registerDemoCameras(
  { registry }: Pick<Application, "registry">,
  { app: { db }, clock }: Pick<AppOptions, "app" | "clock">,
): Promise<void> {
  const context = { db, registry, actor: WITNESS, at: clock.now() };
  const noKey = async () => "";
  for (const { room, zone } of await listRooms(db))
    for (const [end, view, title] of VIEWS[zone] ?? [])
      await registerChannel(
        context,
        { channel: `${room}-${end}`, room, title, view, source: "drawn", isInUse: true },
        noKey,
      );
}
