/** A small city with a mark in every field that stays private: where the mark appears, something leaked. */
import type { FactInput } from "../../contract/src/facts/fact.ts";
import {
  aBidReceived,
  aDuty,
  aLotFact,
  anAward,
  aNotice,
  bidsOpened,
  firm,
  honestBids,
  ocidOf,
  sharedDeviceProcess,
  total,
} from "./builders.ts";
import type { TestApp } from "./harness.ts";

export const MARK = "canary";
export const LATER = "2026-06-10T09:30:00+08:00";
export const AFTER_OPENING = "2026-06-11T00:00:00.000Z";

export const canary = (name: string): string => `${MARK}-${name}`;

/** A trace whose every field is a canary. */
const trace = (n: number) => ({
  ...Object.fromEntries(
    [
      "ip",
      "toolId",
      "lockNo",
      "contactPhone",
      "contactEmail",
      "legalRep",
      "agent",
      "guaranteeNo",
      "payerAccount",
      "deviceHow",
    ].map((field) => [field, canary(`${field}-${n}`)]),
  ),
  mac: canary(`mac-${n}`),
  cpu: canary(`cpu-${n}`),
  disk: canary(`disk-${n}`),
});

const secretFirm = (n: number) => ({ kind: "organisation", name: canary(`firm-${n}`) }) as const;
const person = {
  kind: "naturalPerson",
  token: canary("person-token"),
  maskedName: canary("王"),
} as const;

/** Opened process with everything that stays private beside what is public. */
const opened = (code: string): FactInput[] => [
  aNotice(code, { text: `招标公告正文，联系人电话 ${canary("notice-text")}` }),
  aBidReceived(code, 1, { trace: trace(1) }),
  aBidReceived(code, 2, { trace: trace(2) }),
  aLotFact(code, "document-downloaded", { bidder: secretFirm(1), trace: trace(3) }),
  aLotFact(code, "bid-withdrawn", { bidder: secretFirm(2), reason: canary("withdrawal-reason") }),
  aLotFact(code, "bid-decrypted", { bidder: firm(1), succeeded: true, trace: trace(4) }),
  bidsOpened(code, [...honestBids(1, 2), { bidder: person, fen: 1_190_000_001 }]),
  aLotFact(code, "evaluation-completed", {
    ranking: [
      { bidder: firm(1), rank: 1, status: "disqualified", statusReason: canary("review-reason") },
    ],
  }),
  aLotFact(code, "expert-scored", {
    evaluator: {
      kind: "naturalPerson",
      token: canary("expert-token"),
      maskedName: canary("expert-name"),
    },
    bidder: firm(1),
    criterion: canary("criterion"),
    score: "8.5",
  }),
  aLotFact(code, "objection-recorded", {
    number: canary("objection"),
    content: canary("objection-text"),
    by: secretFirm(3),
    state: "submitted",
  }),
  aLotFact(code, "complaint-recorded", {
    number: canary("complaint"),
    content: canary("complaint-text"),
    by: secretFirm(4),
    state: "submitted",
  }),
  anAward(code, 1),
  aLotFact(
    code,
    "award-decided",
    { lotId: "2", supplier: person, offer: total(100_001) },
    { sourceId: `${code}/award-2` },
  ),
];

/** Receipts of a process whose opening is still to come. */
export const sealedReceipts = (code: string): FactInput[] =>
  [1, 2, 3].map((n) => aBidReceived(code, n, { bidder: secretFirm(10 + n), trace: trace(10 + n) }));

/** A negotiated procedure: its offers are never read out. */
const negotiated = (code: string): FactInput[] => [
  aNotice(code, { method: "negotiation", regime: "procurement" }),
  bidsOpened(code, [{ bidder: secretFirm(20), fen: 9_876_543_219 }]),
  aLotFact(code, "candidates-published", { candidates: [{ rank: 1, bidder: secretFirm(21) }] }),
  aLotFact(code, "tender-failed", { reason: "other", detail: canary("failure-detail") }),
];

const environment: FactInput = {
  kind: "procurement.environment-registered",
  sourceId: "environment/1",
  subject: "environment:1",
  occurredAt: "2026-01-01T00:00:00+08:00",
  payload: {
    environmentKind: "printShop",
    name: canary("print-shop"),
    values: [{ ip: canary("shop-ip") }],
  },
};

const OFFICER = {
  account: "canary-officer",
  name: canary("officer"),
  departmentId: "housing",
  departmentName: "云澜市住房和城乡建设局",
};

export const CANARY_CODES = ["OPEN", "TALK", "SEALED", "LEAD"];

export interface FilledWithCanaries {
  /** Of the source that sent them. */
  readonly key: string;
  /** Id and number of the lead, whose decision is published: they stay inside. */
  readonly leadSecrets: readonly string[];
}

export async function fillWithCanaries(app: TestApp): Promise<FilledWithCanaries> {
  const key = await app.addSource("duties");
  await app.send(key, [
    aDuty(),
    environment,
    ...opened("OPEN"),
    ...negotiated("TALK"),
    ...sharedDeviceProcess("LEAD"),
  ]);
  await app.send(key, [aNotice("SEALED", { openingAt: LATER, bidDeadline: LATER })]);
  await app.settle();
  return { key, leadSecrets: await publishLead(app) };
}

/** Handles the lead to its publication, with canaries in all that the department keeps to itself. */
async function publishLead(app: TestApp): Promise<string[]> {
  const headers = await app.signIn(OFFICER);
  const [lead] = await app.database.query<{ id: string; number: string }>(
    "SELECT id, number FROM screening.lead WHERE ocid = $1",
    [ocidOf("LEAD")],
  );
  const acts: [string, object][] = [
    ["receipt", {}],
    ["steps", { step: "interview", text: canary("step-text") }],
    [
      "decision",
      {
        outcome: "notEstablished",
        decisionNo: "云建监〔2026〕19号",
        decidedOn: "2026-06-01",
        findings: canary("internal findings of the department"),
        articles: ["招标投标法实施条例第40条"],
      },
    ],
    ["publication", { title: "关于有关情况的处理决定", text: "经核查，未发现条例规定的情形。" }],
  ];
  for (const [version, [path, content]] of acts.entries()) {
    const url = `/api/leads/${lead?.id}/${path}`;
    const response = await app.inject({
      method: "POST",
      url,
      headers,
      payload: { version, ...content },
    });
    if (response.statusCode !== 200) throw new Error(`${path}: ${response.body}`);
  }
  await app.settle();
  return [lead?.id ?? "", lead?.number ?? ""];
}
