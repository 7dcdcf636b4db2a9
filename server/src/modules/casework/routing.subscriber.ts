/** Sends each new lead to the department whose duty it is; nobody named goes to the trading centre. */
import type { LeadRaised } from "../../../../contract/src/facts/screening.lead-raised.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import type { Subscriber } from "../../platform/facts/feed.ts";
import { knownSourceIds } from "../../platform/facts/known.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { findDuty } from "../duties/index.ts";

/** Nobody is empowered by the list: the centre must find out who is, and the list must be mended. */
const FALLBACK = {
  department: { id: "centre", name: "公共资源交易中心" },
  legalBasis: "职责清单中没有对应的部门，由交易中心协调确定",
};

/** The product's own id of the routing of a lead. */
const routingIdOf = (leadFactId: string): string => `routing/${leadFactId}`;

export function routingSubscriber(registry: FactRegistry): Subscriber {
  return {
    name: "casework.routing",
    kinds: ["screening.lead-raised"],
    async handle(tx, facts) {
      // The list of duties may have changed since: a lead routed once stays where it went.
      const done = await knownSourceIds(
        tx,
        "mingjing",
        facts.map(({ id }) => routingIdOf(id)),
      );
      for (const fact of facts.filter(({ id }) => !done.has(routingIdOf(id)))) {
        const lead = fact.payload as unknown as LeadRaised;
        const duty = await findDuty(tx, {
          matter: "lead",
          regime: lead.regime,
          industry: lead.industry ?? null,
          place: lead.place ?? null,
          on: plainDateOf(new Date(fact.occurredAt)),
        });
        const { department, legalBasis } = duty ?? FALLBACK;
        await recordFact(tx, registry, {
          kind: "casework.lead-routed",
          source: "mingjing",
          sourceId: routingIdOf(fact.id),
          subject: fact.subject,
          occurredAt: fact.occurredAt,
          payload: { department, legalBasis, matched: duty === undefined ? "fallback" : "duty" },
        });
      }
    },
  };
}
