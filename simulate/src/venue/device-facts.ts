/** What the devices of an evaluation room tell of one evaluation: doors, phone cabinet, captured desktops. */
import type { FactInput } from "../../../contract/src/facts/fact.ts";
import type { EventRecorded } from "../../../contract/src/facts/venue.event-recorded.ts";
import { createRandom, type Random } from "../random.ts";
import { formatInstant, HOUR, MINUTE, type Seconds } from "../time.ts";

export interface Bearer {
  /** Badge, as the door names it. */
  readonly bearer: string;
  readonly name?: string;
}

export interface DevicePlan {
  readonly room: string;
  readonly from: Seconds;
  readonly to: Seconds;
  readonly committee: readonly Bearer[];
  /** Comes in once by a standing badge. */
  readonly cleaner?: Bearer;
  /** Comes in though nobody listed it. */
  readonly stranger?: Bearer;
  readonly seed: number;
}

type Told = readonly [at: Seconds, event: Omit<EventRecorded, "room">];

/** In order of time; the same for the same plan. */
export function deviceFacts(plan: DevicePlan): FactInput[] {
  const random = createRandom(plan.seed, `venue ${plan.room} ${plan.from}`);
  const told = [
    ...plan.committee.flatMap((one, index) => stayOf(plan, { one, index, random })),
    ...visits(plan),
    ...mishaps(plan, random),
  ].toSorted(([one], [other]) => one - other);
  return told.map(([at, event], index) => ({
    kind: "venue.event-recorded",
    sourceId: `venue/${plan.room}/${plan.from}/${index}`,
    subject: `room:${plan.room}`,
    occurredAt: formatInstant(at),
    payload: { room: plan.room, ...event },
  }));
}

const doorOf = ({ room }: DevicePlan): string => `door-${room}`;
const cabinetOf = ({ room }: DevicePlan): string => `cabinet-${room}`;

interface Stay {
  readonly one: Bearer;
  readonly index: number;
  readonly random: Random;
}

/** One member: phone away, in, out for a moment now and then, phone back at the end. */
function stayOf(plan: DevicePlan, { one, index, random }: Stay): Told[] {
  const { from, to } = plan;
  const enter = (at: Seconds): Told => [
    at,
    { device: doorOf(plan), event: "doorOpened", bearer: one.bearer, ...nameOf(one) },
  ];
  const phone = (at: Seconds, event: "phoneStored" | "phoneTaken"): Told => [
    at,
    { device: cabinetOf(plan), event, bearer: `box-${index + 1}`, ...nameOf(one) },
  ];
  const arrival = from + index * 80 + random.integer(5, 50);
  const told: Told[] = [phone(arrival - 40, "phoneStored"), enter(arrival)];
  let at = arrival + random.integer(50, 90) * MINUTE;
  while (at < to - 20 * MINUTE) {
    told.push(enter(at));
    at += random.integer(60, 110) * MINUTE;
  }
  told.push(phone(to + index * 30 + random.integer(5, 25), "phoneTaken"));
  return told;
}

const nameOf = ({ name }: Bearer) => (name === undefined ? {} : { name });

function visits(plan: DevicePlan): Told[] {
  const { cleaner, stranger, from } = plan;
  const come = (one: Bearer | undefined, at: Seconds): Told[] =>
    one === undefined
      ? []
      : [[at, { device: doorOf(plan), event: "doorOpened", bearer: one.bearer, ...nameOf(one) }]];
  return [...come(cleaner, from + 35 * MINUTE), ...come(stranger, from + 52 * MINUTE)];
}

/** What an operator of the room would look at. */
function mishaps(plan: DevicePlan, random: Random): Told[] {
  const { from, to, committee } = plan;
  const seat = `seat-${random.integer(1, Math.max(1, committee.length))}`;
  const told: Told[] = [
    [
      from + 18 * MINUTE,
      { device: doorOf(plan), event: "doorDenied", bearer: `badge-${random.integer(7000, 7999)}` },
    ],
    [from + 41 * MINUTE, { device: seat, event: "desktopScreenLocked" }],
    [
      from + HOUR + 6 * MINUTE,
      { device: seat, event: "desktopRemovableDisk", detail: "插入移动存储设备，已拒绝挂载" },
    ],
  ];
  return told.filter(([at]) => at < to);
}
