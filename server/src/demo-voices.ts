/** Voices of the demo city: hundreds over a year, answered in time, late, badly, or not at all. */
import { sql } from "kysely";

import type { Officer } from "../../contract/src/casework.ts";
import type { Organisation } from "../../contract/src/values.ts";
import type { VoiceKind } from "../../contract/src/voice-values.ts";
import { cityRegister, VOICE_TITLES } from "../../simulate/src/index.ts";
import {
  type DemoVoices,
  type Fate,
  instant,
  mattersOf,
  type Play,
  PLAYS,
  type Process,
  projectOf,
  Stage,
} from "./demo-voice-stage.ts";
import { dayAfter, plainDateOf } from "./kernel/plain-date.ts";
import {
  receiveVoice,
  transferVoice,
  type VoiceContent,
  type VoiceReceipt,
} from "./modules/complaints/index.ts";
import { inTransaction } from "./platform/database.ts";

/** Of voices older than two months. */
const OLD: readonly Fate[] = [
  "published",
  "published",
  "pausedBefore",
  "published",
  "publishedLate",
  "published",
  "refused",
  "rerouted",
  "published",
  "copied",
  "published",
  "empty",
  "published",
  "questioned",
  "published",
  "takenDown",
  "published",
];
/** Of the last two months. */
const RECENT: readonly Fate[] = [
  "working",
  "replied",
  "paused",
  "waiting",
  "published",
  "late",
  "correcting",
  "ignored",
  "working",
  "returned",
  "published",
  "working",
];

const KINDS: readonly VoiceKind[] = ["complaint", "objection", "challenge", "complaint", "enquiry"];

/** Projects with bids, the older first: a voice comes some days after the opening. */
async function readProcesses({ options }: DemoVoices): Promise<readonly Process[]> {
  const { rows } = await sql<Process>`
    SELECT process.ocid, process.title, process.regime, process.procuring_entity ->> 'name' AS entity,
      process.published_at AS "publishedAt",
      (SELECT jsonb_agg(bid -> 'bidder') FROM procurement.current_opening AS opening
         CROSS JOIN LATERAL jsonb_array_elements(opening.bids) AS bid WHERE opening.ocid = process.ocid) AS bidders
    FROM procurement.process
    WHERE process.published_at IS NOT NULL AND process.regime IN ('works', 'procurement')
      AND EXISTS (SELECT FROM procurement.current_opening AS opening WHERE opening.ocid = process.ocid)
    ORDER BY process.published_at, process.ocid`.execute(options.app.db);
  return rows;
}

/** How many voices a city of so many projects has: hundreds of a thousand. */
const SHARE = 0.3;
const MOST = 320;
/** Days from the notice to a voice about the result. */
const AFTER_NOTICE = 32;
const RECENT_DAYS = 60;

/** Repeatable: a voice that is there stays as it is. @returns how many were added */
export async function loadDemoVoices(demo: DemoVoices): Promise<number> {
  const received: Scene[] = [];
  // Numbers follow the order of receipt.
  for (const scene of scenesOf(await readProcesses(demo), demo)) {
    const known = await receive(demo, scene);
    if (known !== undefined) received.push(known);
  }
  await fileTwice(demo, received);
  for (const scene of received) await play(demo, scene);
  return received.length;
}

/** Of complaints about works, every so many come to a second supervisor as well. */
const TWICE_EACH = 12;
const STILL_OPEN: ReadonlySet<Fate> = new Set([
  "working",
  "late",
  "paused",
  "correcting",
  "waiting",
]);
/** Days before which no complaint of the city is answered. */
const ANSWERED_AFTER = 8;
const SECOND = { unit: "water", industry: "water" };

/** The same complaint at two supervisors (条例61): the later one hands it over; the newest waits for a person to do so. */
async function fileTwice(demo: DemoVoices, received: readonly Scene[]): Promise<void> {
  const { application, options, source } = demo;
  const works = received.filter(
    ({ kind, scene, receipt }) =>
      kind === "complaint" &&
      scene.process.regime === "works" &&
      receipt.unit.id !== SECOND.unit &&
      dayAfter(scene.receivedOn) < scene.today,
  );
  const newest = works.findLast(
    ({ scene: { fate, receivedOn, today } }) =>
      STILL_OPEN.has(fate) || receivedOn > dayAfter(today, -ANSWERED_AFTER),
  );
  const chosen = works.filter((one, nth) => nth % TWICE_EACH === 0 || one === newest);
  for (const { scene, kind } of chosen) {
    const second = await inTransaction(options.app.db, (tx) =>
      receiveVoice(tx, application.registry, {
        content: { ...contentOf(scene, kind), industry: SECOND.industry },
        channel: "web",
        at: instant(dayAfter(scene.receivedOn), 15),
        source,
        externalNo: `demo-${scene.index}-second`,
      }),
    );
    const officer = scene.people.get(second.unit.id);
    const isLeft = scene === newest?.scene || dayAfter(scene.receivedOn, 2) >= scene.today;
    if (second.unit.id !== SECOND.unit || officer === undefined || isLeft) continue;
    await transferVoice(
      {
        db: options.app.db,
        registry: application.registry,
        officer: { ...officer, department: second.unit },
        scope: undefined,
        at: instant(dayAfter(scene.receivedOn, 2), 10),
      },
      { id: second.number, version: 0 },
    );
  }
}

function scenesOf(processes: readonly Process[], { options, seed }: DemoVoices): readonly Play[] {
  const wanted = Math.min(Math.ceil(processes.length * SHARE), MOST);
  const today = plainDateOf(options.clock.now());
  const people = officersOf(seed);
  return Array.from({ length: wanted }, (_, index) => index).flatMap((index) => {
    const process = processes[Math.floor((index * processes.length) / wanted)];
    if (process === undefined) return [];
    const receivedOn = dayAfter(plainDateOf(process.publishedAt), AFTER_NOTICE);
    if (receivedOn >= today) return [];
    const fates = receivedOn > dayAfter(today, -RECENT_DAYS) ? RECENT : OLD;
    return [
      {
        index,
        process,
        receivedOn,
        fate: fates[index % fates.length] ?? "published",
        people,
        today,
      },
    ];
  });
}

function officersOf(seed: number): ReadonlyMap<string, Officer> {
  const { accounts } = cityRegister(seed).organisation;
  return new Map(
    accounts
      .filter(({ role }) => role === "officer" || role === "entity" || role === "coordinator")
      .map(({ account, name, unit }) => [
        unit,
        { account, name, department: { id: unit, name: unit } },
      ]),
  );
}

const kindOf = ({ index, process }: Play): VoiceKind => {
  const kind = KINDS[index % KINDS.length] ?? "complaint";
  if (kind === "challenge" || kind === "objection")
    return process.regime === "works" ? "objection" : "challenge";
  return kind;
};

const UNKNOWN_FIRM: Organisation = { kind: "organisation", name: "云澜市临江建设工程有限公司" };

function contentOf(scene: Play, kind: VoiceKind): VoiceContent {
  const { process, index, receivedOn } = scene;
  const party = process.bidders?.[index % (process.bidders.length || 1)] ?? UNKNOWN_FIRM;
  return {
    kind,
    regime: process.regime,
    ...(process.regime === "works" && kind !== "enquiry" ? { matter: "result" as const } : {}),
    ocid: process.ocid,
    title: `${VOICE_TITLES[kind]}：${projectOf(process)}`.slice(0, 200),
    claims: mattersOf(kind, index).map(({ claim }) => claim),
    ...(process.entity === null ? {} : { against: process.entity }),
    ...(kind === "enquiry" ? {} : { knownOn: dayAfter(receivedOn, -3) }),
    ...(kind === "complaint"
      ? { earlier: { receivedOn: dayAfter(receivedOn, -8), answeredOn: dayAfter(receivedOn, -3) } }
      : {}),
    writer: { party, contactName: "项目经办人", phone: `138${String(10_000_000 + index * 977)}` },
  };
}

interface Scene {
  readonly scene: Play;
  readonly receipt: VoiceReceipt;
  readonly kind: VoiceKind;
}

/** @returns undefined when it was there already */
async function receive(
  { application, options, source }: DemoVoices,
  scene: Play,
): Promise<Scene | undefined> {
  const { index, receivedOn } = scene;
  const kind = kindOf(scene);
  const receipt = await inTransaction(options.app.db, (tx) =>
    receiveVoice(tx, application.registry, {
      content: contentOf(scene, kind),
      channel: index % 7 === 3 ? "phone" : index % 3 === 0 ? "service" : "web",
      at: instant(receivedOn, 10),
      source,
      externalNo: `demo-${index}`,
    }),
  );
  return receipt.isDuplicate ? undefined : { scene, receipt, kind };
}

async function play(demo: DemoVoices, { scene, receipt, kind }: Scene): Promise<void> {
  const officer = scene.people.get(receipt.unit.id);
  // Named by the list, but with nobody on the platform: such voices climb the ladder by themselves.
  if (officer === undefined || scene.fate === "ignored") return;
  const stage = new Stage(demo, scene, {
    id: receipt.number,
    kind,
    officer: { ...officer, department: receipt.unit },
  });
  await PLAYS[scene.fate](stage);
}
