/**
 * Pre-registration: what each rule said of a lot is bound when the lot is screened, and shown a quarter later. Pure.
 *
 * The salt of a rule follows from the salt of the screening's own fact, one way: whoever is shown the salts of one rule
 * learns nothing of the others, and there is no further secret to keep or to lose.
 */
import { createHash } from "node:crypto";

import type { AlertsCommitted } from "../../../../contract/src/facts/evidence.alerts-committed.ts";
import type { LotScreened } from "../../../../contract/src/facts/screening.lot-screened.ts";
import { canonicalJson } from "../../kernel/canonical-json.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";

const MONTHS = 3;
const NONE_BEFORE = "0".repeat(64);

/** What is bound of one rule: everything that ranks it. */
export interface RuleStatement {
  readonly screeningId: string;
  readonly ocid: string;
  readonly lotId: string;
  readonly rule: string;
  readonly version: string;
  readonly outcome: string;
  readonly probability?: number;
  readonly level?: string;
  readonly bits?: number;
}

interface Screened {
  readonly screeningId: string;
  readonly ocid: string;
  readonly payload: LotScreened;
}

const sha256 = (data: string | Buffer): Buffer => createHash("sha256").update(data).digest();

export function quarterOf(instant: string): string {
  const [year, month] = plainDateOf(new Date(instant)).split("-").map(Number);
  return `${year}-Q${Math.ceil((month ?? 1) / MONTHS)}`;
}

/** Every rule that ran, hit or not, in the order of the screening. */
export const statementsOf = ({ screeningId, ocid, payload }: Screened): readonly RuleStatement[] =>
  payload.results.map(({ indicator, version, outcome, probability, level, bits }) => ({
    screeningId,
    ocid,
    lotId: payload.lotId,
    rule: indicator,
    version,
    outcome,
    ...(probability === undefined ? {} : { probability }),
    ...(level === undefined ? {} : { level }),
    ...(bits === undefined ? {} : { bits }),
  }));

/** 32 bytes. */
export const ruleSaltOf = (factSalt: Buffer, rule: string): Buffer =>
  sha256(Buffer.concat([Buffer.from(`mingjing-rule-salt/1\n${rule}\n`), factSalt]));

/** SHA-256(salt ‖ JCS(statement)) in hex. */
export const commitmentOf = (statement: RuleStatement, salt: Buffer): string =>
  sha256(Buffer.concat([salt, Buffer.from(canonicalJson(statement), "utf8")])).toString("hex");

/** Where the chain of a quarter stands. */
export interface ChainEnd {
  readonly sequence: number;
  readonly chain: string;
}

export const CHAIN_START: ChainEnd = { sequence: 0, chain: NONE_BEFORE };

/** What the next commitment names as the one before. */
export const chainOf = (payload: AlertsCommitted): string =>
  sha256(canonicalJson(payload)).toString("hex");

/** The commitment that follows the end of the chain. */
export function commitmentsOf(
  screened: Screened & { readonly factSalt: Buffer; readonly quarter: string },
  end: ChainEnd,
): AlertsCommitted {
  return {
    screeningId: screened.screeningId,
    quarter: screened.quarter,
    sequence: end.sequence + 1,
    previous: end.chain,
    commitments: statementsOf(screened).map((statement) => ({
      rule: statement.rule,
      commitment: commitmentOf(statement, ruleSaltOf(screened.factSalt, statement.rule)),
    })),
  };
}
