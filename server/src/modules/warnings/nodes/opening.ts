/** 开标: at the very deadline, with three bidders, everything read out. */
import type { WarningNode } from "../node.ts";
import { fewerThan, fewerThanOther, hitWhen, moreThan, type Rule } from "../rules.ts";

const OPENING = { stage: "opening", acts: ["openBids"] } as const;
/** The city's own: an opening begins with the hall's first minutes. No statute names the figure. */
const OPENING_GRACE_MINUTES = 10;
const MINUTE_MS = 60_000;

const minutesAfter: Rule["find"] = (read) => {
  const minutes = Math.round((read.time("openedAt") - read.time("bidDeadline")) / MINUTE_MS);
  return {
    isHit: minutes < 0 || minutes > OPENING_GRACE_MINUTES,
    params: {
      from: read.get("bidDeadline"),
      to: read.get("openedAt"),
      minutes,
      limit: OPENING_GRACE_MINUTES,
    },
  };
};

export const OPENING_NODES: readonly WarningNode[] = [
  {
    ...OPENING,
    id: "W-OPE-01",
    articles: ["ZTB-28", "ZTB-T-44", "MOF87-41"],
    mode: "block",
    ...fewerThan("bidderCount", 3),
  },
  {
    ...OPENING,
    id: "W-OPE-02",
    articles: ["ZTB-34"],
    mode: "requireReason",
    ...hitWhen(["openedAt", "bidDeadline"], minutesAfter),
  },
  {
    ...OPENING,
    id: "W-OPE-03",
    articles: ["MOF87-40"],
    mode: "warn",
    ...hitWhen(["openedAt", "bidDeadline"], minutesAfter),
  },
  {
    ...OPENING,
    id: "W-OPE-04",
    acts: ["decryptBid"],
    articles: ["ZTB-T-41"],
    mode: "block",
    ...hitWhen(["decryptedAt", "bidDeadline"], (read) => ({
      isHit: read.time("decryptedAt") < read.time("bidDeadline"),
      params: { from: read.get("bidDeadline"), to: read.get("decryptedAt") },
    })),
  },
  {
    ...OPENING,
    id: "W-OPE-05",
    acts: ["closeOpening"],
    articles: ["ZTB-T-44"],
    mode: "requireReason",
    ...moreThan("openObjections", 0),
  },
  {
    ...OPENING,
    id: "W-OPE-06",
    acts: ["closeOpening"],
    articles: ["ZTB-36"],
    mode: "requireReason",
    ...fewerThanOther("readCount", "bidderCount"),
  },
  {
    ...OPENING,
    id: "W-OPE-07",
    articles: ["ZTB-34"],
    mode: "requireReason",
    ...hitWhen(["venue", "announcedVenue"], (read) => ({
      isHit: read.get("venue") !== read.get("announcedVenue"),
      params: { from: read.get("announcedVenue"), to: read.get("venue") },
    })),
  },
];
