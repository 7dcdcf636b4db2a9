/** Whither the writer of a voice can turn after its answer, and until when. Pure. */
import { type Calendar, explainWindow } from "../../../../clocks/src/index.ts";
import type { VoiceReceived } from "../../../../contract/src/facts/complaints.voice-received.ts";
import type { Appeal } from "../../../../contract/src/voice-values.ts";
import { dayAfter, monthsAfter } from "../../kernel/plain-date.ts";
import type { KnownLaw } from "./known-law.ts";

export interface Answered {
  readonly received: VoiceReceived;
  readonly receivedOn: string;
  /** Day on which the answer was served. */
  readonly servedOn: string;
  readonly known: KnownLaw;
}

/** 行政复议法20: sixty days from knowing. */
const REVIEW_DAYS = 60;
/** 行政诉讼法46: six months from knowing. */
const SUIT_MONTHS = 6;

export function appealsOf(answered: Answered): readonly Appeal[] {
  const { received } = answered;
  if (received.kind === "enquiry") return [];
  return received.kind === "complaint" ? afterDecision(answered) : afterReply(answered);
}

/** 采购法58; 行政复议法20, 行政诉讼法46. */
function afterDecision({ servedOn, received, known: { calendar } }: Answered): readonly Appeal[] {
  const base = received.regime === "procurement" ? ["CG-58"] : [];
  return [
    {
      way: "reconsideration",
      until: moved(dayAfter(servedOn, REVIEW_DAYS), calendar),
      articles: [...base, "XZFY-20", "MSF-85"],
    },
    {
      way: "lawsuit",
      until: moved(monthsAfter(servedOn, SUIT_MONTHS), calendar),
      articles: [...base, "XZSS-46", "MSF-85"],
    },
  ];
}

/** 条例60, 采购法55: from an objection or a challenge to a complaint. */
function afterReply({ received, receivedOn, servedOn, known }: Answered): readonly Appeal[] {
  const { regime, matter, knownOn } = received;
  if (regime !== "works" && regime !== "procurement") return [];
  const window = explainWindow(
    {
      kind: "complaint",
      regime,
      on: servedOn,
      matter: matter ?? "other",
      // Not said: the earliest day that is certain, so that the date printed is never too late.
      knownOn: knownOn ?? receivedOn,
      earlier: { receivedOn, answeredOn: servedOn },
    },
    known.calendar,
    known.law,
  );
  return [{ way: "complaint", until: window.lastOn, articles: [...window.articles] }];
}

/** The last day, or the first working day after it (民事诉讼法85). Null: a year without a notice. */
function moved(day: string, calendar: Calendar): string | null {
  if (!calendar.isPublished(Number(day.slice(0, 4)))) return null;
  let last = day;
  while (!calendar.isWorkingDay(last)) {
    last = dayAfter(last);
    if (!calendar.isPublished(Number(last.slice(0, 4)))) return null;
  }
  return last;
}
