/** Receipt of a voice: number, routing by the list of duties and the duty to pause, in one transaction. */
import { createHash } from "node:crypto";

import { type ActWindow, explainWindow } from "../../../../clocks/src/index.ts";
import type { Department, Officer } from "../../../../contract/src/casework.ts";
import type { VoiceReceived } from "../../../../contract/src/facts/complaints.voice-received.ts";
import type { VoiceChannel, VoiceKind } from "../../../../contract/src/voice-values.ts";
import { canonicalJson } from "../../kernel/canonical-json.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Tx } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { findDuty } from "../duties/index.ts";
import { readKnownLaw } from "./law.service.ts";
import { normaliseCode } from "./receipt-code.ts";
import {
  findAnswerer,
  findByExternalNo,
  findSimilar,
  nextNumber,
  type ProcessFacts,
  readProcessFacts,
} from "./receive.store.ts";
import { mustPause, standingOf } from "./standing.ts";

export type VoiceContent = Omit<
  VoiceReceived,
  "number" | "channel" | "externalNo" | "receiptHash" | "window" | "officer"
>;

export interface Incoming {
  readonly content: VoiceContent;
  readonly channel: VoiceChannel;
  /** Instant of receipt. */
  readonly at: string;
  /** System that sends it; absent: the platform itself. */
  readonly source?: string;
  /** Its number there: the same twice is one. */
  readonly externalNo?: string;
  /** Code by which the writer finds it again; only its hash is kept. */
  readonly receiptCode?: string;
  /** Clerk who wrote it down. */
  readonly officer?: Officer;
}

export interface VoiceReceipt {
  readonly number: string;
  readonly factId: string;
  readonly receivedAt: string;
  readonly unit: Department;
  readonly window: ActWindow["state"];
  /** Numbers of voices of the same writer about the same process, most recent first. */
  readonly similar: readonly string[];
  readonly isDuplicate: boolean;
}

const PREFIX: Readonly<Record<VoiceKind, string>> = {
  enquiry: "XW",
  challenge: "ZY",
  objection: "YY",
  complaint: "TS",
};

export const receiptHash = (code: string): string =>
  createHash("sha256").update(normaliseCode(code)).digest("hex");

/**
 * @throws RuleViolation voices.conflicting-number when the sender gave the same number to something else;
 * intake.unknown-process when the project is not known
 */
export async function receiveVoice(
  tx: Tx,
  registry: FactRegistry,
  incoming: Incoming,
): Promise<VoiceReceipt> {
  const known = await findKnown(tx, incoming);
  if (known !== undefined) return known;
  const process = await readProcessFacts(tx, incoming.content.ocid);
  if (incoming.content.ocid !== undefined && process === undefined)
    throw new RuleViolation("voices.unknown-process", { ocid: incoming.content.ocid });
  const content = completed(incoming.content, process);
  const on = plainDateOf(new Date(incoming.at));
  const { calendar, law } = await readKnownLaw(tx);
  const window = explainWindow({ ...actOf(content, process), on }, calendar, law);
  const year = Number(on.slice(0, 4));
  const nth = await nextNumber(tx, content.kind, year);
  const number = `${PREFIX[content.kind]}-${year}-${String(nth).padStart(4, "0")}`;
  const { source = "mingjing", externalNo, receiptCode, officer, channel, at } = incoming;
  const payload: VoiceReceived = {
    ...content,
    number,
    channel,
    ...(externalNo === undefined ? {} : { externalNo }),
    ...(receiptCode === undefined ? {} : { receiptHash: receiptHash(receiptCode) }),
    ...(officer === undefined ? {} : { officer }),
    window: window.state,
  };
  const similar = await findSimilar(tx, content);
  const factId = await recordFact(tx, registry, {
    kind: "complaints.voice-received",
    source,
    sourceId: externalNo === undefined ? `voice/${number}` : `voice/${externalNo}`,
    subject: `voice:${number}`,
    occurredAt: at,
    payload,
  });
  const unit = await routeVoice(tx, registry, { number, payload, at, process });
  await requirePause(tx, registry, { number, payload, at, unit });
  return {
    number,
    factId,
    receivedAt: new Date(at).toISOString(),
    unit,
    window: window.state,
    similar,
    isDuplicate: false,
  };
}

/** The same thing sent twice gets the same receipt. */
async function findKnown(
  tx: Tx,
  { source, externalNo, content }: Incoming,
): Promise<VoiceReceipt | undefined> {
  if (source === undefined || externalNo === undefined) return undefined;
  const known = await findByExternalNo(tx, source, externalNo);
  if (known === undefined) return undefined;
  const { receipt, payload } = known;
  const sent = Object.keys(content) as (keyof VoiceContent)[];
  const isSame = sent.every(
    (member) => canonicalJson(content[member] ?? null) === canonicalJson(payload[member] ?? null),
  );
  if (!isSame) throw new RuleViolation("voices.conflicting-number", { externalNo });
  return { ...receipt, similar: [], isDuplicate: true };
}

/** What the process says where the writer did not. */
function completed(content: VoiceContent, process: ProcessFacts | undefined): VoiceContent {
  if (process === undefined) return content;
  const { industry, placeCode, placeName } = process;
  return {
    ...content,
    ...(content.industry === undefined && industry !== null ? { industry } : {}),
    ...(content.place === undefined && placeName !== null
      ? { place: { name: placeName, ...(placeCode === null ? {} : { code: placeCode }) } }
      : {}),
  };
}

/** What the window is computed from: the writer's days and those of the process. */
export function actOf(
  content: Pick<VoiceContent, "kind" | "regime" | "matter" | "knownOn" | "earlier">,
  process: ProcessFacts | undefined,
) {
  const { kind, regime, matter, knownOn, earlier } = content;
  const deadline = process?.bidDeadline ?? undefined;
  const publicity =
    process?.publicityFrom == null || process.publicityTo == null
      ? undefined
      : { from: process.publicityFrom, to: process.publicityTo };
  return {
    kind,
    regime,
    matter,
    knownOn,
    earlier,
    deadlineOn: deadline && plainDateOf(deadline),
    publicity,
  };
}

interface Received {
  readonly number: string;
  readonly payload: VoiceReceived;
  readonly at: string;
}

/** Nobody is named by the list: the coordinating office finds out who it is. */
const FALLBACK = {
  unit: { id: "coordinator", name: "公共资源交易监督管理办公室" },
  legalBasis: "权责清单中没有对应的部门，由公管办协调确定",
  matched: "fallback",
} as const;

/** A complaint goes to the supervisor; anything else to whom the law makes answer it, in the supervisor's sight. */
async function routeVoice(
  tx: Tx,
  registry: FactRegistry,
  { number, payload, at, process }: Received & { readonly process: ProcessFacts | undefined },
): Promise<Department> {
  const supervisor = await findSupervisor(tx, payload, at);
  const answerer =
    payload.kind === "complaint" || process === undefined
      ? undefined
      : await findAnswerer(tx, process, plainDateOf(new Date(at)));
  const routed =
    answerer === undefined
      ? (supervisor ?? FALLBACK)
      : {
          unit: answerer,
          ...(supervisor === undefined ? {} : { watcher: supervisor.unit }),
          legalBasis: ANSWERS[payload.regime] ?? supervisor?.legalBasis ?? "",
          matched: "entity" as const,
        };
  await recordFact(tx, registry, {
    kind: "complaints.voice-routed",
    source: "mingjing",
    sourceId: `voice/${number}/routed/0`,
    subject: `voice:${number}`,
    occurredAt: at,
    payload: { ...routed, version: 0 },
  });
  return routed.unit;
}

const ANSWERS: Partial<Record<string, string>> = {
  works: "招标投标法实施条例第22条、第44条、第54条",
  procurement: "政府采购法第51条、第53条",
};

async function findSupervisor(tx: Tx, voice: VoiceReceived, at: string) {
  const { regime, industry = null, place } = voice;
  const on = plainDateOf(new Date(at));
  const question = { regime, industry, place: place?.code ?? null, on };
  const duty =
    (voice.kind === "complaint"
      ? undefined
      : await findDuty(tx, { ...question, matter: "challenge" })) ??
    (await findDuty(tx, { ...question, matter: "complaint" }));
  return duty && { unit: duty.department, legalBasis: duty.legalBasis, matched: "duty" as const };
}

/** An objection in time: the tenderer must pause until it is answered (条例22, 54). The platform says so; it stops nothing. */
async function requirePause(
  tx: Tx,
  registry: FactRegistry,
  { number, payload, at, unit }: Received & { readonly unit: Department },
): Promise<void> {
  const facts = { id: number, received: payload, receivedAt: at, events: [] };
  if (!mustPause(facts, standingOf(facts))) return;
  await recordFact(tx, registry, {
    kind: "complaints.pause-required",
    source: "mingjing",
    sourceId: `voice/${number}/pause-required`,
    subject: `voice:${number}`,
    occurredAt: at,
    payload: {
      unit,
      ocid: payload.ocid,
      articles: [payload.matter === "result" ? "ZTB-T-54" : "ZTB-T-22"],
    },
  });
}
