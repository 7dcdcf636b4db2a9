/** Dangerous acts on the audit: another key of an organ, another term for the records. */
import Type from "typebox";

import {
  RetentionDays,
  type RegisterSealKey,
  SealKeyId,
  SealPublicKey,
} from "../../../../contract/src/audit.ts";
import { OrganisationId } from "../../../../contract/src/organisation.ts";
import { closed } from "../../../../contract/src/values.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { type DangerousAct, defineAct } from "../approval/index.ts";
import type { Database, Tx } from "../database.ts";
import { recordFact } from "../facts/record.ts";
import type { FactRegistry } from "../facts/registry.ts";
import { findRetention } from "./retention.store.ts";
import { listSealKeys, type SealKeys, unitName } from "./seal-key.store.ts";
import { isPoint, sealKeyIdOf } from "./seal.ts";

export const REPLACE_SEAL_KEY = "audit.replace-seal-key";
export const SET_RETENTION = "audit.set-retention";

export interface NewSealKey extends RegisterSealKey {
  readonly organ: string;
}

/** @throws RuleViolation audit.bad-seal-key, audit.seal-key-known */
export async function checkSealKey(
  db: Database | Tx,
  { organ, keyId, publicKey }: NewSealKey,
): Promise<void> {
  if (!isPoint(publicKey) || sealKeyIdOf(publicKey) !== keyId)
    throw new RuleViolation("audit.bad-seal-key", {}, { status: 400 });
  const known = await listSealKeys(db, organ);
  if (known.some((key) => key.keyId === keyId)) throw new RuleViolation("audit.seal-key-known");
}

/** From then on accesses are sealed to it. Earlier ones stay readable with the key they were sealed to. */
export const recordSealKey = (
  tx: Tx,
  registry: FactRegistry,
  { organ, keyId, publicKey, at }: NewSealKey & { readonly at: string },
): Promise<string> =>
  recordFact(tx, registry, {
    kind: "audit.seal-key-registered",
    source: "mingjing",
    sourceId: `audit/seal-key/${organ}/${keyId}`,
    subject: `sealKey:${organ}/${keyId}`,
    occurredAt: at,
    payload: { organ, keyId, publicKey },
  });

export interface AuditActDeps {
  readonly registry: FactRegistry;
  readonly keys: SealKeys;
  /** Days of retention of the operator. */
  readonly configured: number | undefined;
}

const SealKey = Type.Object(
  { organ: OrganisationId, keyId: SealKeyId, publicKey: SealPublicKey },
  closed,
);
const shown = (keyId: string): string => keyId.slice(0, 8);

const replaceSealKeyAct = ({ registry, keys }: AuditActDeps): DangerousAct =>
  defineAct<NewSealKey>({
    kind: REPLACE_SEAL_KEY,
    requestPermission: "audit.register-seal-key",
    // Watchers only: the centre has no say in whom the organ's log is sealed to.
    approvePermission: "audit.register-seal-key",
    params: SealKey,
    async describe(db, { organ, keyId }) {
      const [current] = await listSealKeys(db, organ);
      return {
        subject: await unitName(db, organ),
        lines: [
          {
            field: "sealKey",
            as: "text",
            ...(current === undefined ? {} : { before: shown(current.keyId) }),
            after: shown(keyId),
          },
        ],
      };
    },
    check: (tx, key) => checkSealKey(tx, key),
    execute: async (tx, key, { at }) => void (await recordSealKey(tx, registry, { ...key, at })),
    after: async () => keys.forget(),
  });

const Term = Type.Object({ days: RetentionDays }, closed);

const setRetentionAct = ({ registry, configured }: AuditActDeps): DangerousAct =>
  defineAct<{ days: number }>({
    kind: SET_RETENTION,
    requestPermission: "audit.request-retention",
    approvePermission: "audit.approve-retention",
    params: Term,
    async describe(db, { days }) {
      const now = await findRetention(db, configured);
      return {
        subject: "留存期限",
        lines: [
          { field: "retentionDays", as: "number", before: String(now.days), after: String(days) },
        ],
      };
    },
    async check(tx, { days }) {
      const { agreed } = await findRetention(tx, configured);
      if (agreed?.days === days) throw new RuleViolation("audit.same-retention", { days });
    },
    execute: async (tx, { days }, { at }) =>
      void (await recordFact(tx, registry, {
        kind: "audit.retention-set",
        source: "mingjing",
        sourceId: `audit/retention-term/${at}`,
        subject: "audit:retention",
        occurredAt: at,
        payload: { days },
      })),
  });

export const auditActs = (deps: AuditActDeps): readonly DangerousAct[] => [
  replaceSealKeyAct(deps),
  setRetentionAct(deps),
];
