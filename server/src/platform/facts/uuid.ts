/** UUIDv7 (RFC 9562 §5.7), strictly increasing inside one process. */
import { randomBytes } from "node:crypto";

const state = { milliseconds: 0, counter: 0, pool: Buffer.alloc(0), offset: 0 };

/**
 * Next id at `now` (milliseconds). Monotonic by a 12-bit counter (RFC 9562 §6.2 method 1) that
 * borrows from the future millisecond when it runs over, and when the clock steps back.
 */
export function nextUuid(now: number): string {
  if (now > state.milliseconds) {
    state.milliseconds = now;
    state.counter = 0;
  } else if (++state.counter > 0xfff) {
    state.milliseconds += 1;
    state.counter = 0;
  }
  const random = randomHex();
  const time = state.milliseconds.toString(16).padStart(12, "0");
  const variant = (8 + (Number.parseInt(random[0] ?? "0", 16) & 3)).toString(16);
  return (
    `${time.slice(0, 8)}-${time.slice(8)}-7${state.counter.toString(16).padStart(3, "0")}-` +
    `${variant}${random.slice(1, 4)}-${random.slice(4, 16)}`
  );
}

function randomHex(): string {
  if (state.offset >= state.pool.length) {
    state.pool = randomBytes(8 * 512);
    state.offset = 0;
  }
  state.offset += 8;
  return state.pool.toString("hex", state.offset - 8, state.offset);
}
