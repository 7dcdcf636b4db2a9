/**
 * Openings of the demo city: some of today and yesterday that are over, one that nobody may open, one that plays by itself, one that
 * is locked a minute later and waits for the visitor as host or bidder, and some to come.
 */
import { randomBytes } from "node:crypto";

import type { Officer } from "../../contract/src/casework.ts";
import type { FactInput } from "../../contract/src/facts/fact.ts";
import type { OpeningStep } from "../../contract/src/opening-values.ts";
import type { Organisation, Party } from "../../contract/src/values.ts";
import { cityRegister, openingFacts, type OpeningFacts } from "../../simulate/src/index.ts";
import type { Application, AppOptions } from "./app.ts";
import { FIRMS, MINUTE_MS, type Show, SHOWS } from "./demo-opening-shows.ts";
import { layRecordedPicture } from "./demo-recorded-picture.ts";
import { partyKey } from "./kernel/party.ts";
import {
  answerObjection,
  handleBid,
  type OpeningContext,
  planOpening,
  postMessage,
  raiseObjection,
  readEvents,
  readSessions,
  signIn,
  signRecord,
  simulatedSeals,
  stateOf,
  takeStep,
} from "./modules/opening/index.ts";
import { listRooms } from "./modules/venue/index.ts";
import {
  listChannels,
  pictureIn,
  publicPictures,
  sealReplay as sealPicture,
} from "./modules/video/index.ts";
import type { ActContext } from "./platform/facts/act.ts";

interface DemoOpenings {
  readonly application: Application;
  readonly options: AppOptions;
  readonly seed: number;
  /** Sends facts as the trading system, and waits until everybody has read them. */
  readonly send: (facts: readonly FactInput[]) => Promise<void>;
}

const AGENCY: Officer = {
  account: "agency-1",
  name: "林嘉禾",
  department: { id: "agency-1", name: "" },
};
const CENTRE: Officer = {
  account: "centre-1",
  name: "罗见微",
  department: { id: "trading-centre", name: "云澜市公共资源交易中心" },
};

interface Cast {
  readonly entity: Organisation;
  readonly agency: Organisation;
  readonly bidder: Organisation;
  readonly otherBidder: Organisation;
}

/** The parties of the demo's own accounts. */
function castOf(seed: number): Cast {
  const { parts } = cityRegister(seed).organisation;
  const partyOf = (unit: string): Organisation => {
    for (const { kind, payload } of parts) {
      const { unit: id, party } = payload as { unit?: string; party?: Party };
      if (kind === "unit-registered" && id === unit && party?.kind === "organisation") return party;
    }
    throw new Error(`the demo has no party ${unit}`);
  };
  return {
    entity: partyOf("entity-1"),
    agency: partyOf("agency-1"),
    bidder: partyOf("bidder-1"),
    otherBidder: partyOf("bidder-2"),
  };
}

interface Stage {
  readonly demo: DemoOpenings;
  readonly show: Show;
  readonly facts: OpeningFacts;
  readonly id: string;
  readonly bidders: readonly Organisation[];
  readonly startsAt: number;
  /** As who, so many seconds after the deadline. */
  readonly as: (officer: Officer | undefined, seconds: number) => OpeningContext;
}

interface Staged {
  readonly show: Show;
  readonly index: number;
  readonly startsAt: number;
  readonly cast: Cast;
  readonly seed: number;
}

/** The same again for the same show and time. */
function factsOf({ show, index, startsAt, cast, seed }: Staged) {
  const bidders = [cast.bidder, cast.otherBidder, ...FIRMS].slice(0, show.bidders);
  const facts = openingFacts({
    ...show,
    title: `${show.title}招标公告`,
    openedAt: startsAt / 1000,
    entity: cast.entity,
    agency: cast.agency,
    bidders,
    seed: seed + index,
  });
  return { bidders, facts };
}

export async function addDemoOpenings(demo: DemoOpenings): Promise<number> {
  const now = demo.options.clock.now().getTime();
  const cast = castOf(demo.seed);
  const host = { ...AGENCY, department: { ...AGENCY.department, name: cast.agency.name } };
  for (const [index, show] of SHOWS.entries()) {
    // On the minute, as openings are.
    const startsAt = Math.floor((now + show.startsIn) / MINUTE_MS) * MINUTE_MS;
    const { bidders, facts } = factsOf({ show, index, startsAt, cast, seed: demo.seed });
    // What the city tells of openings that are over comes after their deadlines, so it commits to nothing.
    const isPast = startsAt <= now;
    await demo.send(
      facts.before.filter(
        ({ kind, occurredAt }) =>
          Date.parse(occurredAt) <= now && !(isPast && kind === "procurement.bid-committed"),
      ),
    );
    if (show.until === "notPlanned") continue;
    const as = (officer: Officer | undefined, seconds: number): OpeningContext => ({
      db: demo.options.app.db,
      registry: demo.application.registry,
      officer,
      at: new Date(startsAt + seconds * 1000).toISOString(),
    });
    const context: ActContext = { ...as(host, -9 * 24 * 3600), officer: host, scope: undefined };
    const id = await planOpening(
      context,
      {
        ocid: facts.ocid,
        lotId: "1",
        startsAt: new Date(startsAt).toISOString(),
        mode: "online",
        room: show.room,
        decryptMinutes: 60,
      },
      { nonce: randomBytes(32).toString("hex"), host: cast.agency.name },
    );
    await play({ demo, show, facts, id, bidders, startsAt, as }, host);
  }
  return SHOWS.length;
}

/** A segment of the film. */
const SHUT_SECONDS = 30;

const ORDER = ["planned", "locked", "announced", "decrypting", "reading", "signing", "closed"];

async function play(stage: Stage, host: Officer): Promise<void> {
  const { show, id, as, bidders } = stage;
  if (show.until === "planned") return;
  const reaches = (step: string) => ORDER.indexOf(show.until) >= ORDER.indexOf(step);
  const step = (name: OpeningStep, seconds: number) =>
    takeStep(as(name === "locked" ? undefined : host, seconds), id, { step: name });
  const [own] = bidders;
  // Where the visitor takes part, the bidders sign in themselves.
  if (own !== undefined && reaches("announced")) await signIn(as(undefined, -600), id, own);
  await step("locked", 2);
  if (show.until === "notOpened") return end(stage, host, { step: "notOpened", seconds: 95 });
  if (!reaches("announced")) return;
  await step("announced", 60);
  await postMessage(as(host, 70), id, {
    text: "请各投标人在六十分钟内完成解密，有异议请当场提出。",
  });
  await step("decrypting", 240);
  await decryptAll(stage, host);
  await step("reading", 900);
  await readSome(stage, host);
  if (!reaches("signing")) return;
  await step("confirming", 2400);
  if (show.hasObjection === true) await object(stage, host);
  await close(stage, host);
}

async function decryptAll({ demo, show, facts, id, bidders, startsAt, as }: Stage, host: Officer) {
  const late = show.fails;
  const sent = bidders.flatMap((_, n) =>
    n === late ? [] : facts.decrypted(n, startsAt / 1000 + 260 + 50 * n),
  );
  await demo.send(sent);
  const failed = late === undefined ? undefined : bidders[late];
  if (failed !== undefined)
    await handleBid(as(host, 880), id, {
      act: "failed",
      bidder: partyKey(failed),
      ground: "bidder",
      note: "数字证书遗失，未在时限内解密",
    });
}

/** Where it goes on before the visitor's eyes, three are read. */
async function readSome({ show, id, bidders, as }: Stage, host: Officer): Promise<void> {
  const count = show.until === "reading" ? 3 : bidders.length;
  for (const [n, bidder] of bidders.slice(0, count).entries()) {
    if (n === show.fails) continue;
    await handleBid(as(host, 960 + 110 * n), id, { act: "read", bidder: partyKey(bidder) });
  }
}

async function object({ id, bidders, as }: Stage, host: Officer): Promise<void> {
  const bidder = bidders[2];
  if (bidder === undefined) return;
  await raiseObjection(as(undefined, 2420), id, {
    bidder,
    text: "我单位解密用时较长，请确认未影响投标文件的有效性。",
  });
  await answerObjection(as(host, 2570), id, {
    number: 1,
    text: "贵单位在六十分钟时限内完成解密，投标文件有效，已记入开标记录。",
  });
}

async function close(stage: Stage, host: Officer): Promise<void> {
  const { demo, show, id, bidders, as } = stage;
  for (const [n, bidder] of bidders.slice(0, 4).entries())
    if (n !== show.fails)
      await handleBid(as(undefined, 2600 + n), id, { act: "confirmed", bidder: partyKey(bidder) });
  await takeStep(as(host, 2700), id, { step: "signing" });
  const events = await readEvents(demo.options.app.db, [id]);
  const { hash = "" } = stateOf(events.get(id) ?? []);
  const seals = simulatedSeals(() => Promise.resolve(`demo ${demo.seed}`));
  await signRecord(as(host, 2760), id, { as: "host", holder: "host agency-1", hash, seals });
  await signRecord(as(CENTRE, 2790), id, { as: "witness", holder: "centre", hash, seals });
  await end(stage, host, { step: "closed", seconds: 2850 });
}

/** The last step, with the picture of the host's desk up to then, and the half minute until the camera is off. */
async function end(
  stage: Stage,
  host: Officer,
  { step, seconds }: { readonly step: OpeningStep; readonly seconds: number },
) {
  const { demo, id, as, startsAt, show, facts } = stage;
  const { app, clock, dataDir } = demo.options;
  const { db } = app;
  const directory = publicPictures(dataDir);
  const lay = (until: number) =>
    layRecordedPicture({ directory, session: id, startsAt, until: startsAt + until * 1000 });
  await lay(seconds);
  const picture = await pictureIn(directory)(id);
  await lay(seconds + SHUT_SECONDS);
  await takeStep({ ...as(host, seconds), pictureOf: async () => picture }, id, { step });
  const rooms = await listRooms(db);
  const room = rooms.find(({ name }) => name === show.room);
  const channels = await listChannels(db);
  const shown = channels.find((one) => one.room === room?.room && one.view === "hostDesk");
  if (shown === undefined) return;
  const { registry } = demo.application;
  await sealPicture(
    { db, registry, clock, directory },
    {
      id,
      ocid: facts.ocid,
      lotId: "1",
      channel: shown.channel,
      startsAt: new Date(startsAt).toISOString(),
    },
  );
}

const TURN_MS = 5000;
const TURNS_A_BID = 4;

/**
 * The opening that is being read out goes on, one bid every twenty seconds; in any that decrypts, the bidders' machines do, one every
 * five. The result stops it.
 */
export function playOpenings(demo: DemoOpenings): () => void {
  const { application, options, seed } = demo;
  const cast = castOf(seed);
  const officer = { ...AGENCY, department: { ...AGENCY.department, name: cast.agency.name } };
  const ids = SHOWS.map(({ code }) => `${code.toLowerCase()}-1`);
  const last = SHOWS.findLast(({ until }) => until !== "notPlanned")
    ?.code.toLowerCase()
    .concat("-1");
  let turns = 0;
  const turn = async () => {
    turns += 1;
    const { db } = options.app;
    const now = options.clock.now();
    const context = { db, registry: application.registry, officer, at: now.toISOString() };
    const sessions = await readSessions(db, ids);
    // Until the last one is planned, the others are still being brought to where the visitor finds them.
    if (!sessions.some(({ id }) => id === last)) return;
    const events = await readEvents(db, ids);
    for (const { id, plan } of sessions) {
      const index = ids.indexOf(id);
      const show = SHOWS[index];
      if (show === undefined) continue;
      const { stage, bids } = stateOf(events.get(id) ?? []);
      const place = bids.findIndex(({ state }) => state === "waiting");
      if (stage === "decrypting" && place >= 0) {
        const startsAt = Date.parse(plan.startsAt);
        const { facts } = factsOf({ show, index, startsAt, cast, seed });
        await demo.send(facts.decrypted(place, now.getTime() / 1000));
      }
      const next = bids.find(({ state }) => state === "decrypted");
      if (show.until !== "reading" || stage !== "reading" || turns % TURNS_A_BID > 0) continue;
      if (next === undefined) await takeStep(context, id, { step: "confirming" });
      else await handleBid(context, id, { act: "read", bidder: next.key });
    }
  };
  const state: { timer: NodeJS.Timeout | undefined; isStopped: boolean } = {
    timer: undefined,
    isStopped: false,
  };
  const later = () => {
    if (state.isStopped) return;
    state.timer = setTimeout(() => {
      turn()
        .catch((error: unknown) => options.log.warn({ err: error }, "demo openings pause"))
        .finally(later);
    }, TURN_MS);
    state.timer.unref();
  };
  later();
  return () => {
    state.isStopped = true;
    clearTimeout(state.timer);
  };
}
