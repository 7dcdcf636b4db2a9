/** Changes of the organisation as facts. */
import type { UnitRegistered } from "../../../../contract/src/facts/identity.unit-registered.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Clock } from "../clock.ts";
import type { Database, Tx } from "../database.ts";
import { normaliseInstant } from "../facts/fact.ts";
import { recordFacts } from "../facts/record.ts";
import type { FactRegistry } from "../facts/registry.ts";

export interface OrganisationDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly clock: Clock;
}

/** Part of the organisation → member of the payload that names it. */
const IDS = {
  "unit-registered": "unit",
  "post-defined": "post",
  "person-registered": "person",
  "appointment-made": "appointment",
  "delegation-made": "delegation",
  "leave-recorded": "leave",
  "recusal-declared": "recusal",
  "handover-offered": "handover",
  "handover-received": "handover",
} as const;
export type OrganisationKind = keyof typeof IDS;

export interface OrganisationChange {
  readonly kind: OrganisationKind;
  readonly payload: Readonly<Record<string, unknown>>;
}

/**
 * Records changes in the caller's transaction, in this order.
 *
 * @param at Instant of the acts; the same change at the same instant twice is one.
 * @throws RuleViolation request.invalid naming the member
 */
export async function recordOrganisation(
  tx: Tx,
  registry: FactRegistry,
  { changes, at }: { readonly changes: readonly OrganisationChange[]; readonly at: string },
): Promise<void> {
  const facts = changes.map(({ kind: part, payload }) => {
    const kind = `identity.${part}`;
    const errors = registry.check(kind, payload);
    const version = registry.version(kind);
    if (errors === undefined || version === undefined) throw new Error(`unknown kind ${kind}`);
    if (errors.length > 0) throw new RuleViolation("request.invalid", {}, { status: 400, errors });
    const id = String(payload[IDS[part]]);
    return {
      kind,
      version,
      source: "mingjing",
      // Two versions from different days may be stated at one instant, as in an imported sheet.
      sourceId: `organisation/${part}/${id}/${String(payload["validFrom"])}/${at}`,
      subject: `${IDS[part]}:${id}`,
      occurredAt: normaliseInstant(at),
      payload,
    };
  });
  const outcomes = await recordFacts(tx, registry, facts);
  const refused = outcomes.find((outcome) => outcome.status === "refused");
  if (refused?.status === "refused") throw new RuleViolation(refused.code, {});
}

/** The trading centre, where a new installation begins. */
const CENTRE = {
  unit: "centre",
  name: "公共资源交易中心",
  unitKind: "tradingCentre",
} as const satisfies Partial<UnitRegistered>;

/** The first account of an installation: system administrator of the trading centre. In the caller's transaction. */
export async function recordFirstAdministrator(
  tx: Tx,
  { registry, clock }: Pick<OrganisationDeps, "registry" | "clock">,
  { account, name }: { readonly account: string; readonly name: string },
): Promise<void> {
  const now = clock.now();
  const validFrom = plainDateOf(now);
  const post = "centre-system-admin";
  const changes: OrganisationChange[] = [
    { kind: "unit-registered", payload: { ...CENTRE, validFrom } },
    {
      kind: "post-defined",
      payload: {
        post,
        unit: CENTRE.unit,
        title: "系统管理员",
        role: "systemAdmin",
        jurisdiction: [],
        validFrom,
      },
    },
    { kind: "person-registered", payload: { person: account, name, validFrom } },
    {
      kind: "appointment-made",
      payload: { appointment: `${account}-first`.slice(0, 41), person: account, post, validFrom },
    },
  ];
  await recordOrganisation(tx, registry, { changes, at: now.toISOString() });
}
