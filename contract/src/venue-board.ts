/** What the displays in the halls know of rooms. No booking, no project, no person. */
import type { RoomZone } from "./venue-values.ts";

export interface BoardRoom {
  readonly name: string;
  readonly zone: RoomZone;
  /** Something holds it now. */
  readonly isOccupied: boolean;
}

export interface Board {
  readonly rooms: readonly BoardRoom[];
}
