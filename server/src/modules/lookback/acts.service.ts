/** The acts of a look-back: each is a fact, checked against state and version. */
import { createHash } from "node:crypto";

import type {
  AskItem,
  Examination,
  LookbackFinding,
} from "../../../../contract/src/lookback-values.ts";
import type {
  AnswerAsk,
  AskCommittee,
  ReferLookback,
  SignLookback,
} from "../../../../contract/src/lookback.ts";
import type { NaturalPerson } from "../../../../contract/src/values.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Tx } from "../../platform/database.ts";
import { type ActContext, actOnce } from "../../platform/facts/act.ts";
import { recordFact } from "../../platform/facts/record.ts";
import { findDuty } from "../duties/index.ts";
import { subjectOf } from "./examine.subscriber.ts";
import { groundOf, lawfulOf, routeOf } from "./law.ts";
import { getLot, type HeldRow, lotOfAsk } from "./lot.store.ts";
import { reportLines } from "./report.ts";
import type { LotKey } from "./scores.store.ts";
import { type LookbackAct, type LotEvent, openAsks, requireAct, standingOf } from "./standing.ts";
import { type KeptExamination, readEvents, readExaminations } from "./summary.store.ts";

export interface HeldLot {
  readonly row: HeldRow;
  readonly events: readonly LotEvent[];
  readonly examinations: readonly KeptExamination[];
  readonly newest: KeptExamination;
}

/** Everything about one lot. @throws RuleViolation lookback.not-found */
export async function holdLot(
  tx: Tx,
  key: LotKey,
  asked: Parameters<typeof getLot>[2],
): Promise<HeldLot> {
  const row = await getLot(tx, key, asked);
  const examinations = await readExaminations(tx, key);
  const newest = examinations.at(-1);
  if (newest === undefined) throw new RuleViolation("lookback.not-found", { lot: key.lotId });
  return { row, events: await readEvents(tx, key), examinations, newest };
}

interface ActTarget extends LotKey {
  readonly act: LookbackAct;
  readonly kind: string;
  readonly version?: number | undefined;
}

async function act(
  context: ActContext,
  { act: name, kind, version, ...key }: ActTarget,
  payloadOf: (held: HeldLot, tx: Tx) => object | Promise<object>,
): Promise<void> {
  const { db, registry, scope, officer, at } = context;
  await actOnce(db, "lookback.stale", async (tx) => {
    const held = await holdLot(tx, key, { scope, now: new Date(at) });
    requireAct(held.row, name, version);
    const next = held.row.version + 1;
    await recordFact(tx, registry, {
      kind: `lookback.${kind}`,
      source: "mingjing",
      sourceId: `lookback/${key.ocid}/${key.lotId}/${next}`,
      subject: subjectOf(key.ocid, key.lotId),
      occurredAt: at,
      payload: { ...key, ...(await payloadOf(held, tx)), officer, version: next },
    });
  });
}

const keyOf = ({ ocid, lot }: { readonly ocid: string; readonly lot: string }): LotKey => ({
  ocid,
  lotId: lot,
});

/** The committee is asked in writing, finding by finding, each with its coded ground. */
export const askCommittee = (context: ActContext, body: AskCommittee): Promise<void> =>
  act(
    context,
    { ...keyOf(body), act: "ask", kind: "correction-asked", version: body.version },
    ({ newest, events, row }) => ({
      title: row.title.slice(0, 500),
      examination: newest.factId,
      items: body.findings.flatMap((id) => {
        if (standingOf(events, id) === "asked")
          throw new RuleViolation("lookback.already-asked", { finding: id });
        return itemsOf(newest.examination, findingOf(newest.examination, id));
      }),
      text: body.text,
    }),
  );

/** @throws RuleViolation lookback.unknown-finding */
function findingOf({ findings }: Examination, id: string): LookbackFinding {
  const found = findings.find((one) => one.id === id);
  if (found === undefined) throw new RuleViolation("lookback.unknown-finding", { finding: id });
  return found;
}

/** One item an evaluator: the scores in question as they stand now. */
function itemsOf({ sheet }: Examination, found: LookbackFinding): AskItem[] {
  const { id, type, expert, bid, criterion } = found;
  const ground = groundOf(type);
  if (ground === undefined) throw new RuleViolation("lookback.hint-only", { finding: id });
  const bidder = bid === undefined ? undefined : sheet.bids[bid]?.bidder;
  const named = criterion === undefined ? undefined : sheet.criteria[criterion]?.name;
  const common = {
    finding: id,
    type,
    ground,
    ...(bidder === undefined ? {} : { bidder }),
    ...(named === undefined ? {} : { criterion: named }),
  };
  const concerned =
    type === "EXP-03" ? [...sheet.experts.keys()] : expert === undefined ? [] : [expert];
  if (concerned.length === 0)
    return [{ ...common, ...(found.stated === undefined ? {} : { stated: found.stated }) }];
  return concerned.map((place) => ({
    ...common,
    ...(sheet.experts[place] === undefined ? {} : { evaluator: sheet.experts[place] }),
    stated: statedOf(sheet, { expert: place, bid: bid ?? 0, criterion }),
  }));
}

function statedOf(
  { scores, criteria }: Examination["sheet"],
  { expert, bid, criterion }: { expert: number; bid: number; criterion: number | undefined },
): string {
  const row = scores[expert]?.[bid] ?? [];
  if (criterion !== undefined) return row[criterion] ?? "—";
  return criteria
    .map(({ name }, place) => `${name} ${row[place] ?? "—"}`)
    .join("，")
    .slice(0, 400);
}

/** @param evaluator Whose own answer it is; absent: the centre enters the committee's writing */
export async function answerAsk(
  context: ActContext,
  { ask, evaluator }: { readonly ask: string; readonly evaluator: NaturalPerson | undefined },
  body: AnswerAsk,
): Promise<void> {
  const key = await lotOfAsk(context.db as unknown as Tx, ask);
  await act(context, { ...key, act: "answer", kind: "answered" }, ({ events }) => {
    const open = openAsks(events).find((one) => one.ask === ask);
    for (const finding of body.findings) requireOpen(open?.items ?? [], finding, evaluator);
    if (body.answer === "correct" && body.changes.length === 0)
      throw new RuleViolation("lookback.no-change", {});
    return {
      ask,
      findings: body.findings,
      answer: body.answer,
      reason: body.reason,
      changes: body.answer === "correct" ? body.changes : [],
      ...(evaluator === undefined ? {} : { evaluator }),
    };
  });
}

/** @throws RuleViolation lookback.unknown-finding, lookback.not-yours */
function requireOpen(
  items: readonly AskItem[],
  finding: string,
  evaluator: NaturalPerson | undefined,
): void {
  const own = items.filter((item) => item.finding === finding);
  if (own.length === 0) throw new RuleViolation("lookback.unknown-finding", { finding });
  if (evaluator === undefined) return;
  if (!own.some((item) => item.evaluator?.token === evaluator.token))
    throw new RuleViolation("lookback.not-yours", {}, { status: 403 });
}

export const textHash = (lines: readonly string[]): string =>
  createHash("sha256").update(lines.join("\n"), "utf8").digest("hex");

/** The text stands from here on. @throws RuleViolation lookback.text-changed: it is not the one that was read */
export const signReport = (
  context: ActContext,
  { version, hash, ...lot }: SignLookback,
): Promise<void> =>
  act(context, { ...keyOf(lot), act: "sign", kind: "report-signed", version }, (held) => {
    const text = reportLines(held);
    if (textHash(text) !== hash) throw new RuleViolation("lookback.text-changed", {});
    return { examination: held.newest.factId, text, textHash: hash };
  });

/** To the department that the list of duties names; nobody is guessed. @throws RuleViolation lookback.no-duty */
export const referFindings = (context: ActContext, body: ReferLookback): Promise<void> =>
  act(
    context,
    { ...keyOf(body), act: "refer", kind: "referred", version: body.version },
    async ({ row, newest, events }, tx) => {
      const types = body.findings.map((id) => {
        if (standingOf(events, id) === "referred")
          throw new RuleViolation("lookback.already-asked", { finding: id });
        const { type } = findingOf(newest.examination, id);
        if (groundOf(type) === undefined && type !== "FAIR-01")
          throw new RuleViolation("lookback.hint-only", { finding: id });
        return type;
      });
      const to = await departmentOf(tx, row, context.at);
      if (to === undefined)
        throw new RuleViolation("lookback.no-duty", { regime: row.regime ?? "-" });
      const articles = types.flatMap((type) => lawfulOf(type, row.regime).articles);
      return {
        findings: body.findings,
        route: routeOf(types, row.regime),
        to,
        articles: [...new Set(articles.map(({ id }) => id))],
        text: body.text,
      };
    },
  );

export async function departmentOf(tx: Tx, row: HeldRow, at: string) {
  const question = {
    regime: row.regime,
    industry: row.industry,
    place: row.place,
    on: plainDateOf(new Date(at)),
  };
  const duty =
    (await findDuty(tx, { matter: "expertConduct", ...question })) ??
    (await findDuty(tx, { matter: "lead", ...question }));
  return duty?.department;
}
