/** "我要反映问题": one question a page, until it is known whether the act is possible today. Pure. */
import {
  type Act,
  articlesOn,
  explainClocks,
  explainWindow,
  MATTERS,
  parseDay,
  REGIMES,
} from "../../../../clocks/src/index.ts";
import type { VoiceView } from "../../../../web/src/apps/portal/views.ts";
import type { Statutes } from "../statutes/index.ts";
import { type Fields, oneOf } from "./fields.ts";

/** What a citizen chooses; whether it is a challenge or an objection follows from the kind of trading. */
const WISHES = ["enquiry", "challenge", "complaint", "tipoff"] as const;
type VoiceState = VoiceView["state"];
type VoiceStep = VoiceState["step"];

const at = (step: VoiceStep, isBad = false): AskedState => ({ step, isBad });

/** A day that was asked for: not given yet, given and unreadable, or the day. */
type Given = { readonly day: string } | "absent" | "bad";

function dayIn(query: Fields, name: string): Given {
  const text = query[name];
  if (text === undefined) return "absent";
  const day = parseDay(text.trim());
  return day === undefined ? "bad" : { day };
}

const WORKS_MATTERS = [...MATTERS, "other"] as const;

type Known = Pick<Statutes, "calendar" | "law">;

/** @param on Today in Asia/Shanghai */
export function voiceState(query: Fields, on: string, statutes: Known): VoiceState {
  const { step, isBad, act } = askedState(query, on);
  return { step, isBad, answer: act === undefined ? null : answerOf(act, statutes) };
}

/** What was answered so far: the next question, or the act when nothing is left to ask. */
interface AskedState {
  readonly step: VoiceStep;
  readonly isBad: boolean;
  readonly act?: Act;
}

function askedState(query: Fields, on: string): AskedState {
  const wish = oneOf(WISHES, query["kind"]);
  if (wish === undefined) return at("kind");
  const regime = oneOf(REGIMES, query["regime"]);
  if (regime === undefined) return at("regime");
  const kind = wish === "challenge" && regime === "works" ? "objection" : wish;
  const act: Act = { kind, regime, on };
  if (wish === "enquiry" || wish === "tipoff") return answered(act);
  if (regime !== "works") return regime === "procurement" ? procurement(act, query) : answered(act);
  const matter = oneOf(WORKS_MATTERS, query["matter"]);
  if (matter === undefined || (matter === "other" && kind === "objection")) return at("matter");
  return works({ ...act, matter }, query);
}

function procurement(act: Act, query: Fields): AskedState {
  return act.kind === "complaint" ? afterEarlier(act, query, answered) : asked(act, query, "known");
}

function works(act: Act, query: Fields): AskedState {
  const { kind, matter } = act;
  if (kind === "complaint")
    return matter === "other"
      ? asked(act, query, "known")
      : afterEarlier(act, query, (known) =>
          known.earlier === undefined ? answered(known) : asked(known, query, "known"),
        );
  if (matter !== "result") return asked(act, query, "deadline");
  const [from, to] = [dayIn(query, "from"), dayIn(query, "to")];
  if (from === "absent" || to === "absent") return at("publicity");
  if (from === "bad" || to === "bad" || to.day < from.day) return at("publicity", true);
  return answered({ ...act, publicity: { from: from.day, to: to.day } });
}

/** The challenge or objection before a complaint: `earlier=none`, or the days of its receipt and answer. */
function afterEarlier(act: Act, query: Fields, next: (act: Act) => AskedState): AskedState {
  if (query["earlier"] === "none") return next(act);
  const received = dayIn(query, "earlier");
  if (received === "absent") return at("earlier");
  const reply = query["answered"]?.trim() === "" ? "absent" : dayIn(query, "answered");
  if (received === "bad" || reply === "bad") return at("earlier", true);
  if (received.day > act.on || (reply !== "absent" && reply.day < received.day))
    return at("earlier", true);
  const answeredOn = reply === "absent" ? undefined : reply.day;
  return next({ ...act, earlier: { receivedOn: received.day, answeredOn } });
}

function asked(act: Act, query: Fields, name: "known" | "deadline"): AskedState {
  const given = dayIn(query, name);
  if (given === "absent") return at(name);
  if (given === "bad" || (name === "known" && given.day > act.on)) return at(name, true);
  return answered(
    name === "known" ? { ...act, knownOn: given.day } : { ...act, deadlineOn: given.day },
  );
}

const answered = (act: Act): AskedState => ({ step: "answer", isBad: false, act });

function answerOf(act: Act, { calendar, law }: Known): VoiceState["answer"] {
  const { kind, regime, on, matter } = act;
  const voice = { kind, regime, receivedOn: on, acceptedOn: on };
  const named = matter === undefined || matter === "other" ? {} : { matter };
  const window = explainWindow(act, calendar, law);
  return {
    act,
    window,
    basis: articlesOn(on, law).filter(({ id }) => window.articles.includes(id)),
    expected: explainClocks({ ...voice, ...named }, calendar, law),
  };
}
