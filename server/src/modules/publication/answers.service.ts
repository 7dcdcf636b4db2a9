/** Answers with their proofs, up to the newest roots that a signed checkpoint covers. */
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Database, Tx } from "../../platform/database.ts";
import { readSignedRoots } from "../witness/index.ts";
import {
  findVersion,
  type KeyRow,
  type PageOf,
  readEntries,
  reading,
  readKeyRows,
  readPath,
} from "./answer-public.store.ts";
import { EMPTY_LOG, rootOf } from "./key-log.ts";
import { mapKeyOf, type MapLeaf } from "./map-page.ts";

export interface AnswerView {
  readonly format: "mingjing-answer/1";
  readonly key: string;
  readonly records: readonly unknown[];
  readonly size: number;
  readonly root: string;
  readonly mapProof: {
    readonly siblings: readonly string[];
    readonly other: {
      readonly mapKey: string;
      readonly size: number;
      readonly root: string;
    } | null;
  };
  readonly roots: unknown;
  readonly checkpoint: string;
  readonly vkey: string;
  readonly signedAt: string;
}

/** The newest signed roots and the version of the map that they name. @throws RuleViolation `answers.not-signed` */
async function requireSignedMap(tx: Tx) {
  const roots = await readSignedRoots(tx);
  const version = roots === undefined ? undefined : await findVersion(tx, roots.mapRoot);
  if (roots === undefined || version === undefined)
    throw new RuleViolation("answers.not-signed", {}, { status: 503 });
  return { roots, version };
}

const leafView = ({ mapKey, size, root }: MapLeaf) => ({
  mapKey: mapKey.toString("hex"),
  size,
  root: root.toString("hex"),
});

/** @throws RuleViolation `answers.not-signed` before the first roots in the log */
export const readAnswer = (publicDb: Database, key: string): Promise<AnswerView> =>
  reading(publicDb, async (tx) => {
    const { roots, version } = await requireSignedMap(tx);
    const mapKey = mapKeyOf(key);
    const { leaf, siblings } = await readPath(tx, mapKey, version);
    const own = leaf?.mapKey.equals(mapKey) === true ? leaf : undefined;
    const { note, signedAt, vkey } = roots.log;
    return {
      format: "mingjing-answer/1",
      key,
      records: own === undefined ? [] : await readEntries(tx, key, own.size),
      size: own?.size ?? 0,
      root: (own?.root ?? rootOf(EMPTY_LOG)).toString("hex"),
      mapProof: {
        siblings: siblings.map((hash) => hash.toString("hex")),
        other: own !== undefined || leaf === undefined ? null : leafView(leaf),
      },
      roots: roots.entry,
      checkpoint: note,
      vkey,
      signedAt: signedAt.toISOString(),
    };
  });

export interface KeysPage {
  readonly version: number;
  readonly roots: unknown;
  readonly checkpoint: string;
  readonly vkey: string;
  readonly keys: readonly KeyRow[];
  /** Key after which the next page goes on; null: this was the last. */
  readonly next: string | null;
}

/** All keys of one version, for whoever rebuilds the map. @throws RuleViolation `answers.not-signed` */
export const readKeys = (
  publicDb: Database,
  { version: asked, ...page }: PageOf<string> & { readonly version?: number | undefined },
): Promise<KeysPage> =>
  reading(publicDb, async (tx) => {
    const { roots, version: signed } = await requireSignedMap(tx);
    const version = Math.min(asked ?? signed, signed);
    const keys = await readKeyRows(tx, version, page);
    const next = keys.length < page.limit ? null : (keys.at(-1)?.key ?? null);
    const { note, vkey } = roots.log;
    return { version, roots: roots.entry, checkpoint: note, vkey, keys, next };
  });
