/** Procurement facts → tables. Rows per fact, then the summaries of the processes and lots touched. */
import { awardDecided } from "../../../../contract/src/facts/procurement.award-decided.ts";
import { bidCommitted } from "../../../../contract/src/facts/procurement.bid-committed.ts";
import { bidDecrypted } from "../../../../contract/src/facts/procurement.bid-decrypted.ts";
import { bidReceived } from "../../../../contract/src/facts/procurement.bid-received.ts";
import { bidRevealed } from "../../../../contract/src/facts/procurement.bid-revealed.ts";
import { bidWithdrawn } from "../../../../contract/src/facts/procurement.bid-withdrawn.ts";
import { bidsOpened } from "../../../../contract/src/facts/procurement.bids-opened.ts";
import { candidatesPublished } from "../../../../contract/src/facts/procurement.candidates-published.ts";
import { complaintRecorded } from "../../../../contract/src/facts/procurement.complaint-recorded.ts";
import { contractSigned } from "../../../../contract/src/facts/procurement.contract-signed.ts";
import { documentDownloaded } from "../../../../contract/src/facts/procurement.document-downloaded.ts";
import { environmentRegistered } from "../../../../contract/src/facts/procurement.environment-registered.ts";
import { evaluationCompleted } from "../../../../contract/src/facts/procurement.evaluation-completed.ts";
import { evaluationRulesSet } from "../../../../contract/src/facts/procurement.evaluation-rules-set.ts";
import { expertScored } from "../../../../contract/src/facts/procurement.expert-scored.ts";
import { firmRegistered } from "../../../../contract/src/facts/procurement.firm-registered.ts";
import { noticePublished } from "../../../../contract/src/facts/procurement.notice-published.ts";
import { objectionRecorded } from "../../../../contract/src/facts/procurement.objection-recorded.ts";
import { restrictionListed } from "../../../../contract/src/facts/procurement.restriction-listed.ts";
import { tenderFailed } from "../../../../contract/src/facts/procurement.tender-failed.ts";
import type { Party } from "../../../../contract/src/values.ts";
import { partyName } from "../../kernel/party.ts";
import type { FactProjection, StoredFact } from "../../platform/facts/registry.ts";
import { deleteByFact, insertTables } from "../../platform/facts/rows.ts";
import { indexWords } from "../../platform/search/words.ts";
import { openingBidsOf, partiesOf, type Row, rowOf } from "./procurement-rows.ts";
import {
  lockProcesses,
  moveProcesses,
  summariseLots,
  summariseProcesses,
} from "./procurement.store.ts";

const ROW_TABLES = [
  "procurement.notice",
  "procurement.submission",
  "procurement.commitment",
  "procurement.reveal",
  "procurement.opening",
  "procurement.opening_bid",
  "procurement.evaluation",
  "procurement.expert_score",
  "procurement.evaluation_rules",
  "procurement.candidacy",
  "procurement.award",
  "procurement.contract",
  "procurement.failure",
  "procurement.dispute",
  "procurement.environment",
  "procurement.firm",
  "procurement.restriction",
] as const;

const NOTICE = "procurement.notice-published";
/** Kinds that change the summary of a lot or a process. */
const SUMMARY_KINDS = new Set([
  NOTICE,
  "procurement.bids-opened",
  "procurement.evaluation-completed",
  "procurement.award-decided",
  "procurement.contract-signed",
  "procurement.tender-failed",
]);

export const procurementFacts: FactProjection = {
  kinds: [
    noticePublished,
    documentDownloaded,
    bidReceived,
    bidWithdrawn,
    bidDecrypted,
    bidCommitted,
    bidRevealed,
    bidsOpened,
    evaluationCompleted,
    expertScored,
    evaluationRulesSet,
    candidatesPublished,
    awardDecided,
    contractSigned,
    tenderFailed,
    objectionRecorded,
    complaintRecorded,
    environmentRegistered,
    firmRegistered,
    restrictionListed,
  ],
  tables: [...ROW_TABLES, "procurement.party", "procurement.lot", "procurement.process"],

  async apply(tx, facts) {
    const byTable = new Map<string, Row[]>();
    for (const fact of facts) {
      const { table, row: plain } = rowOf(fact);
      const row = table === "procurement.notice" ? { ...plain, words: wordsOf(plain) } : plain;
      const rows = byTable.get(table);
      if (rows === undefined) byTable.set(table, [row]);
      else rows.push(row);
    }
    await insertTables(tx, [
      ...byTable,
      ["procurement.opening_bid", openingBidsOf(facts)],
      ["procurement.party", partiesOf(facts)],
    ]);
    await summarise(tx, facts);
  },

  async retract(tx, facts) {
    await deleteByFact(
      tx,
      ROW_TABLES,
      facts.map((fact) => fact.id),
    );
    await summarise(tx, facts);
  },
};

/** Words under which the notice's process is found. */
function wordsOf(notice: Row): readonly string[] {
  const parties = [notice["procuring_entity"], notice["procurement_agency"]] as (
    | Party
    | undefined
  )[];
  const names = parties.map((party) => (party === undefined ? undefined : partyName(party)));
  return indexWords([notice["title"] as string, ...names]);
}

async function summarise(
  tx: Parameters<FactProjection["apply"]>[0],
  facts: readonly StoredFact[],
): Promise<void> {
  const touched = facts.filter((fact) => SUMMARY_KINDS.has(fact.kind));
  const ocids = subjectsOf(touched);
  if (ocids.length === 0) return;
  await lockProcesses(tx, ocids);
  await summariseLots(tx, ocids);
  const restated = new Set(subjectsOf(touched.filter(({ kind }) => kind === NOTICE)));
  const known = await moveProcesses(
    tx,
    ocids.filter((ocid) => !restated.has(ocid)),
  );
  await summariseProcesses(
    tx,
    ocids.filter((ocid) => !known.has(ocid)),
  );
}

const subjectsOf = (facts: readonly StoredFact[]): readonly string[] =>
  [...new Set(facts.map((fact) => fact.subject))].toSorted();
