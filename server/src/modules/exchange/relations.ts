/** The relations of schema `released`, and how the ferry follows each. A test holds the list against the database. */

export interface Relation {
  readonly name: string;
  /** Primary key of the portal's table. */
  readonly key: readonly string[];
  /**
   * `changes`: triggers note the keys. `leaves`: with the fact, and when the log takes it. `whole`: small, compared row
   * by row. `log`: only grows, read from where the last package ended.
   */
  readonly follow: "changes" | "leaves" | "whole" | "log";
}

export const RELATIONS: readonly Relation[] = [
  { name: "process", key: ["ocid"], follow: "changes" },
  { name: "decision", key: ["fact_id"], follow: "changes" },
  { name: "fact", key: ["fact_id"], follow: "changes" },
  { name: "duty_list", key: ["fact_id"], follow: "changes" },
  { name: "duty", key: ["fact_id", "position"], follow: "changes" },
  { name: "tipoff_summary", key: ["fact_id"], follow: "changes" },
  { name: "item", key: ["item"], follow: "changes" },
  { name: "item_tombstone", key: ["item"], follow: "changes" },
  { name: "hall", key: ["session"], follow: "changes" },
  { name: "hall_event", key: ["session", "n"], follow: "changes" },
  { name: "board", key: ["board"], follow: "changes" },
  { name: "answer_entry", key: ["key", "position"], follow: "changes" },
  { name: "answer_key", key: ["key", "version"], follow: "changes" },
  { name: "map_page", key: ["prefix", "version"], follow: "changes" },
  { name: "map_version", key: ["version"], follow: "changes" },
  { name: "anchor", key: ["fact_id"], follow: "changes" },
  { name: "certificate", key: ["subject"], follow: "changes" },
  { name: "certificate_status", key: ["key"], follow: "changes" },
  { name: "calendar_year", key: ["fact_id"], follow: "whole" },
  { name: "law_article", key: ["fact_id"], follow: "whole" },
  { name: "department_limit", key: ["fact_id"], follow: "whole" },
  { name: "fact_leaf", key: ["fact_id"], follow: "leaves" },
  { name: "log", key: ["origin"], follow: "whole" },
  { name: "log_policy", key: ["sha256"], follow: "whole" },
  { name: "log_witness", key: ["vkey"], follow: "whole" },
  { name: "log_cosigned", key: ["kind"], follow: "whole" },
  { name: "sealed_count", key: ["year"], follow: "whole" },
  { name: "log_node", key: ["level", "block"], follow: "log" },
  { name: "log_entry", key: ["leaf_index"], follow: "log" },
  { name: "log_checkpoint", key: ["size"], follow: "log" },
];

/** @throws Error for a name that is not in the list */
export function relationOf(name: string): Relation {
  const relation = RELATIONS.find((one) => one.name === name);
  if (relation === undefined) throw new Error(`no relation ${name} in schema released`);
  return relation;
}
