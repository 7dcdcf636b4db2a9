/** Puts payloads into every text that sources, writers and officers can send, through the doors they use (T55). */
import { Compile } from "typebox/compile";

import { PURPOSE_HEADER } from "../contract/src/audit.ts";
import type { FactInput, FactKind } from "../contract/src/facts/fact.ts";
import type { NoticeView } from "../contract/src/oversight.ts";
import type { PublicationView } from "../contract/src/publications.ts";
import type { Recipient } from "../contract/src/tipoffs.ts";
import type { VoiceView } from "../contract/src/voices.ts";
import { documentedKinds } from "../scripts/generate/fact-pages.ts";
import {
  bytesOfKey,
  mailboxOf,
  makeReceipt,
  sealTipoff,
  solve,
  toBase64,
  utf8,
} from "../sealing/src/index.ts";
import type { Drawer } from "./payloads.ts";
import { plantedLot } from "./planted-lot.ts";
import type { RunningServer } from "./server.ts";

/** Fields that say which thing is meant: another value is another thing. */
const LINKS = /^(lotId|industry|department|unit|id|token|bidId|number)$/;

/** Texts of a payload of a fact replaced wherever its schema takes anything; equal ones by equal ones. */
function filled(
  { payload: schema }: FactKind,
  payload: unknown,
  { drawer, known }: { readonly drawer: Drawer; readonly known: Map<string, string> },
): Readonly<Record<string, unknown>> {
  const whole = structuredClone(payload) as Record<string, unknown>;
  const validator = Compile(schema);
  const visit = (holder: Record<string, unknown>) => {
    for (const [name, value] of Object.entries(holder)) {
      if (typeof value === "object" && value !== null) visit(value as Record<string, unknown>);
      if (typeof value !== "string" || LINKS.test(name)) continue;
      const takes = (text: string) => {
        holder[name] = text;
        return validator.Check(whole);
      };
      const before = known.get(value);
      const text = before !== undefined && takes(before) ? before : drawer.place(takes);
      holder[name] = text ?? value;
      if (text !== undefined) known.set(value, text);
    }
  };
  visit(whole);
  return whole;
}

/** Kinds that sources may send, an example of each about one process. */
async function examples(ocid: string, drawer: Drawer): Promise<readonly FactInput[]> {
  const known = new Map<string, string>();
  const kinds = (await documentedKinds()).map(({ kind }) => kind);
  return kinds
    .filter(
      ({ kind }) =>
        kind.startsWith("procurement.") &&
        !/environment|failed|firm-registered|restriction|evaluation-rules/.test(kind),
    )
    .map((kind): FactInput => ({
      kind: kind.kind,
      sourceId: `${ocid}/${kind.kind}`,
      subject: ocid,
      occurredAt: "2026-03-10T09:00:00+08:00",
      payload: filled(kind, kind.example, { drawer, known }),
    }));
}

async function suspiciousLot(ocid: string, drawer: Drawer): Promise<readonly FactInput[]> {
  const kinds = new Map((await documentedKinds()).map(({ kind }) => [kind.kind, kind]));
  const known = new Map<string, string>();
  return plantedLot(Date.now(), { ocid, title: "标题" }).map((fact) => {
    const kind = kinds.get(fact.kind);
    if (kind === undefined) throw new Error(`no kind ${fact.kind}`);
    return { ...fact, payload: filled(kind, fact.payload, { drawer, known }) };
  });
}

interface Asked {
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

export type Ask = <T>(path: string, asked?: Asked) => Promise<T>;

/** Requests that must succeed. */
export const askAt =
  (url: string, own: Readonly<Record<string, string>> = {}): Ask =>
  async (path, { method, headers, body } = {}) => {
    const reply = await fetch(`${url}${path}`, {
      method: method ?? (body === undefined ? "GET" : "POST"),
      headers: {
        ...own,
        ...headers,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${text}`);
    return JSON.parse(text) as never;
  };

/** Signed in as somebody of the demo city. */
export async function officerAt(url: string, account: string): Promise<Ask> {
  const reply = await fetch(`${url}/api/session/demo`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-mingjing-csrf": "1" },
    body: JSON.stringify({ account }),
  });
  const cookie = reply.headers.get("set-cookie")?.split(";")[0] ?? "";
  return askAt(url, { cookie, "x-mingjing-csrf": "1" });
}

async function sendFacts(
  { url, operatorToken }: RunningServer,
  facts: readonly FactInput[],
): Promise<void> {
  const reply = await fetch(`${url}/api/intake/batches?source=demo`, {
    method: "POST",
    headers: { authorization: `Bearer ${operatorToken}`, "content-type": "application/x-ndjson" },
    body: facts.map((fact) => JSON.stringify(fact)).join("\n"),
  });
  const answer = (await reply.json()) as { accepted: number };
  if (answer.accepted !== facts.length) throw new Error(JSON.stringify(answer));
}

/** Of a voice. */
const CLAIMS = 8;

async function sendVoice(ask: Ask, drawer: Drawer, number: number): Promise<string> {
  const view = await ask<{ number: string }>("/api/intake/voices?source=demo", {
    body: {
      externalNo: `X-2026-${1000 + number}`,
      sentAt: new Date().toISOString(),
      kind: "complaint",
      regime: "works",
      matter: "other",
      title: drawer.next(),
      place: { code: "999901", name: drawer.next() },
      claims: Array.from({ length: CLAIMS }, () => drawer.next()),
      wish: drawer.next(),
      against: drawer.next(),
      knownOn: today(),
      writer: {
        party: { kind: "organisation", name: drawer.next() },
        contactName: drawer.next(40),
        address: drawer.next(),
      },
    },
  });
  return view.number;
}

/** The office that has it takes it up and answers, claim by claim. @returns who did */
async function answerVoice(url: string, drawer: Drawer, number: string): Promise<string> {
  const { voice } = await (
    await officerAt(url, "coordinator-1")
  )<VoiceView>(`/api/voices/${number}`);
  const account = `${voice.unit.id}-1`;
  const office = await officerAt(url, account);
  const act = async (path: string, content: object = {}) => {
    const { voice: now } = await office<VoiceView>(`/api/voices/${number}`);
    await office(`/api/voices/${number}/${path}`, { body: { version: now.version, ...content } });
  };
  await act("receipt");
  await act("acceptance", { outcome: "accepted" });
  await act("reply", {
    letterNo: drawer.next(120),
    decidedOn: today(),
    decision: drawer.next(),
    findings: Array.from({ length: CLAIMS }, (_, claim) => ({
      claim,
      result: "notUpheld",
      text: drawer.next(),
      articles: ["ZTB-T-61"],
    })),
    service: { way: "platform", servedOn: today() },
    despite: true,
  });
  return account;
}

/** In Asia/Shanghai. */
const today = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

async function publish(ask: Ask, drawer: Drawer): Promise<string> {
  const { row } = await ask<PublicationView>("/api/publications", {
    body: {
      kind: "penalty",
      documentNo: drawer.next(120),
      decidedOn: today(),
      title: drawer.next(),
      text: drawer.next(),
      outcome: drawer.next(60),
      regime: "works",
      subjects: [{ kind: "organisation", name: drawer.next() }],
      legalBasis: drawer.next(),
      articles: [drawer.next(), drawer.next()],
    },
  });
  return row.id;
}

/** In the text of the tip-off. */
export const TIPOFF_TEXTS = 20;

async function sendTipoff(ask: Ask, drawer: Drawer): Promise<void> {
  const coded = {
    about: "parties",
    topic: "collusion",
    regime: "works",
    industry: "housing",
    isNamed: true,
  };
  const { key, work } = await ask<Recipient>("/api/public/tipoffs/recipient", { body: { coded } });
  const texts = Array.from({ length: TIPOFF_TEXTS }, () => drawer.next());
  const sealed = sealTipoff(bytesOfKey(key.publicKey), {
    text: texts.join("\n"),
    hints: [drawer.next(60)],
    writer: { name: drawer.next(80), contact: drawer.next() },
    files: [
      { name: drawer.next(120), type: "text/html", bytes: utf8(drawer.next()), isStripped: false },
    ],
  });
  const content = toBase64(sealed.content);
  const mailbox = mailboxOf(makeReceipt());
  const answer = await solve({ ...work, content: utf8(content) }, async () => undefined);
  await ask("/api/public/tipoffs", {
    body: {
      coded,
      keyId: key.keyId,
      content,
      files: sealed.files.map(toBase64),
      mailbox: { publicKey: mailbox?.publicKey, token: mailbox?.token },
      work: { challenge: work.challenge, answer },
    },
  });
}

export interface Planted {
  readonly ocids: readonly string[];
  readonly suspicious: string;
  readonly voices: readonly string[];
  /** Voices with a reply, and the account of the office. */
  readonly answered: readonly { readonly number: string; readonly account: string }[];
  readonly items: readonly string[];
  readonly notice: string;
}

const PROCESSES = 12;
const VOICES = 18;
const ANSWERED = 4;

export async function plantPayloads(server: RunningServer, drawer: Drawer): Promise<Planted> {
  const { url, operatorToken } = server;
  const ocids = Array.from({ length: PROCESSES }, (_, at) => `ocds-mj0001-XSS-${at}`);
  const suspicious = "ocds-mj0001-XSS-LEAD";
  const facts = await Promise.all(ocids.map((ocid) => examples(ocid, drawer)));
  await sendFacts(server, [...facts.flat(), ...(await suspiciousLot(suspicious, drawer))]);
  const operator = askAt(url, { authorization: `Bearer ${operatorToken}` });
  const voices: string[] = [];
  for (let at = 0; at < VOICES; at += 1) voices.push(await sendVoice(operator, drawer, at));
  const answered = [];
  for (const number of voices.slice(0, ANSWERED))
    answered.push({ number, account: await answerVoice(url, drawer, number) });
  const housing = await officerAt(url, "housing-1");
  const items = [await publish(housing, drawer), await publish(housing, drawer)];
  await sendTipoff(askAt(url), drawer);
  for (const path of ["/leads", "/processes"])
    await housing("/api/views", { body: { name: drawer.next(40), path, isShared: true } });
  const inspector = await officerAt(url, "inspector-1");
  const { notice } = await inspector<NoticeView>("/api/oversight/notices", {
    body: {
      content: {
        kind: "remind",
        unit: { id: "housing", name: drawer.next() },
        caseNumber: drawer.next(120),
        title: drawer.next(),
        ground: drawer.next(),
        demand: drawer.next(),
        articles: [drawer.next()],
      },
    },
  });
  // A purpose stands in the records of access.
  await operator("/api/admin/edge-log/2026-01-01/openings", {
    method: "POST",
    headers: { [PURPOSE_HEADER]: encodeURIComponent(drawer.next(200)) },
  });
  const administrator = await officerAt(url, "system-1");
  for (const unit of ["xss-1", "xss-2"])
    await administrator("/api/organisation/units", {
      body: {
        unit,
        name: drawer.next(120),
        unitKind: "department",
        validFrom: "2027-01-01",
        reason: drawer.next(),
      },
    });
  return { ocids, suspicious, voices, answered, items, notice: notice.number };
}
