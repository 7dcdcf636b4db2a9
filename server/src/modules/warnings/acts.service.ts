import { WARNING_MODES } from "../../../../contract/src/warnings-values.ts";
/** What people and asking systems do about warnings: go ahead, set a mode, handle. Each act is a fact. */
import type {
  HandleWarning,
  OverrideTaken,
  OverrideWarning,
  SetMode,
} from "../../../../contract/src/warnings.ts";
import { canonicalJson } from "../../kernel/canonical-json.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { inTransaction } from "../../platform/database.ts";
import { type ActContext, actOnce } from "../../platform/facts/act.ts";
import { recordFact } from "../../platform/facts/record.ts";
import { hashOf } from "../intake/index.ts";
import type { CheckDeps } from "./check.service.ts";
import { lockCheck } from "./check.store.ts";
import { findNode, strictestMode } from "./nodes.ts";
import { findWarned, getWarning, hasOverride } from "./warning.store.ts";

export interface Overriding {
  readonly source: string;
  readonly override: OverrideWarning;
  readonly at: string;
}

/** Saying it twice is one override. @throws RuleViolation warnings.nothing-to-override */
export async function takeOverride(
  { db, registry }: CheckDeps,
  { source, override, at }: Overriding,
): Promise<OverrideTaken> {
  return inTransaction(db, async (tx) => {
    const { actId, node } = override;
    const found = await findWarned(tx, { source, actId, node });
    if (found === undefined)
      throw new RuleViolation("warnings.nothing-to-override", { actId, node }, { status: 404 });
    const { scope, id } = found;
    const taken: OverrideTaken = { warning: id, course: "overridden" };
    await lockCheck(tx, id);
    if (await hasOverride(tx, { scope, node, source, reason: override.reason })) return taken;
    const payload = { source, scope, ...override };
    await recordFact(tx, registry, {
      kind: "warnings.overridden",
      source: "mingjing",
      sourceId: `warnings/override/${id}/${source}/${hashOf(canonicalJson(override))}`,
      subject: `warning:${id}`,
      occurredAt: at,
      payload,
    });
    return taken;
  });
}

/**
 * Sets how strictly a node speaks, from an instant on.
 *
 * @throws RuleViolation warnings.unknown-node, warnings.article-not-read, warnings.mode-in-past
 */
export async function setMode(
  { db, registry, officer, at }: ActContext,
  id: string,
  { mode, ground, from = at }: SetMode,
): Promise<void> {
  const node = findNode(id);
  if (node === undefined)
    throw new RuleViolation("warnings.unknown-node", { node: id }, { status: 404 });
  const strictest = strictestMode(node);
  if (WARNING_MODES.indexOf(mode) > WARNING_MODES.indexOf(strictest))
    throw new RuleViolation("warnings.article-not-read", { node: id, mode, strictest });
  // What was answered under another mode cannot be changed today.
  if (Date.parse(from) < Date.parse(at))
    throw new RuleViolation("warnings.mode-in-past", { from }, { status: 400 });
  await inTransaction(db, (tx) =>
    recordFact(tx, registry, {
      kind: "warnings.mode-set",
      source: "mingjing",
      sourceId: `warnings/mode/${id}/${at}`,
      subject: `warningNode:${id}`,
      occurredAt: at,
      payload: {
        node: id,
        mode,
        from: new Date(from).toISOString(),
        ground,
        by: { account: officer.account, name: officer.name },
      },
    }),
  );
}

/** @throws RuleViolation warnings.outrun when somebody handled it first */
export async function handleWarning(
  { db, registry, officer, at }: ActContext,
  id: string,
  { handling, note, version }: HandleWarning,
): Promise<void> {
  await actOnce(db, "warnings.outrun", async (tx) => {
    const { scope, node, handled } = await getWarning(tx, id);
    if (handled !== version) throw new RuleViolation("warnings.outrun", {});
    await recordFact(tx, registry, {
      kind: "warnings.handled",
      source: "mingjing",
      sourceId: `warnings/handling/${id}/${version + 1}`,
      subject: `warning:${id}`,
      occurredAt: at,
      payload: {
        warning: id,
        scope,
        node,
        handling,
        note,
        version: version + 1,
        by: { account: officer.account, name: officer.name, unit: officer.department.name },
      },
    });
  });
}
