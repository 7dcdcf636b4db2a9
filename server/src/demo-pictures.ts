/** Cameras of the demo city: drawn while their room is booked, so that a machine draws no empty rooms. */
import type { CameraInput } from "../../cameras/src/index.ts";
import { drawnStream } from "../../simulate/src/index.ts";
import { bookingsIn } from "./modules/venue/index.ts";
import type { Channel } from "./modules/video/index.ts";
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
