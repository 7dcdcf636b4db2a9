/** 开标评标现场: was it recorded without a hole (PRO-13), by a camera whose clock is right (PRO-19), and did only listed people go in (PRO-14). */
import type { WarningNode } from "../node.ts";
import { hitWhen, moreThan, type Rule } from "../rules.ts";

/** indicators PRO-13 and PRO-19; no statute names the figures. */
const LEAST_PERCENT = 99.5;
const LONGEST_GAP_SECONDS = 30;
const MOST_OFFSET_SECONDS = 5;

const hasHole: Rule = hitWhen(["recordedPercent", "longestGapSeconds", "oddPictures"], (read) => {
  const percent = read.get("recordedPercent");
  const [seconds, odd] = [read.get("longestGapSeconds"), read.get("oddPictures")];
  return {
    isHit: percent < LEAST_PERCENT || seconds >= LONGEST_GAP_SECONDS || odd > 0,
    params: { percent, limit: LEAST_PERCENT, seconds, most: LONGEST_GAP_SECONDS, count: odd },
  };
});

const isClockOff: Rule = hitWhen(["clockOffsetSeconds"], (read) => ({
  isHit: read.get("clockOffsetSeconds") > MOST_OFFSET_SECONDS,
  params: { seconds: read.get("clockOffsetSeconds"), limit: MOST_OFFSET_SECONDS },
}));

export const ROOM_NODES: readonly WarningNode[] = [
  {
    stage: "opening",
    acts: ["recordOpening"],
    id: "W-OPE-08",
    articles: ["MOF87-39", "PT39-17"],
    mode: "warn",
    ...hasHole,
  },
  {
    stage: "opening",
    acts: ["recordOpening"],
    id: "W-OPE-09",
    articles: ["ESL-8-P", "ESL-8-W"],
    mode: "warn",
    ...isClockOff,
  },
  {
    stage: "evaluation",
    acts: ["recordEvaluation"],
    id: "W-EVA-12",
    articles: ["MOF87-39", "PT39-17"],
    mode: "warn",
    ...hasHole,
  },
  {
    stage: "evaluation",
    acts: ["recordEvaluation"],
    id: "W-EVA-13",
    articles: ["ESL-8-P", "ESL-8-W"],
    mode: "warn",
    ...isClockOff,
  },
  {
    stage: "evaluation",
    acts: ["guardRoom"],
    id: "W-EVA-14",
    articles: ["ZTB-38", "MOF87-66"],
    mode: "warn",
    ...moreThan("unlistedEntries", 0),
  },
];
