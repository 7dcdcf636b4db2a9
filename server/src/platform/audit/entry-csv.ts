/** Records of audit as CSV for spreadsheet programs. */
import type { AuditEntry } from "../../../../contract/src/audit.ts";
import { csvText } from "../spreadsheet/index.ts";

const HEAD = [
  "时间 at",
  "人员 person",
  "姓名 name",
  "岗位 post",
  "单位 unit",
  "角色 role",
  "目的 purpose",
  "方法 method",
  "接口 route",
  "对象 object",
  "对象编号 object id",
  "条件 query",
  "结果 status",
  "行数 rows",
  "来源地址 address",
  "日志序号 leaf",
  "事实编号 fact",
];

const cellsOf = (entry: AuditEntry): readonly (string | number | undefined)[] => [
  entry.at,
  entry.person?.id ?? "operator",
  entry.person?.name,
  entry.post?.name,
  entry.unit?.name,
  entry.role,
  entry.purpose,
  entry.method,
  entry.route,
  entry.object?.kind,
  entry.object?.label ?? entry.object?.id,
  entry.query,
  entry.status,
  entry.rows,
  entry.address,
  entry.leafIndex,
  entry.id,
];

export interface CsvFooter {
  readonly filter: string;
  /** Size and root of the log when the file was made. */
  readonly checkpoint: string;
  readonly isCut: boolean;
}

export function entriesCsv(entries: readonly AuditEntry[], footer: CsvFooter): string {
  return csvText([
    HEAD,
    ...entries.map((entry) => cellsOf(entry).map((cell) => cell ?? null)),
    ["筛选 filter", footer.filter],
    ["检查点 checkpoint", footer.checkpoint],
    ...(footer.isCut ? [["只含最新部分 cut", String(entries.length)]] : []),
  ]);
}
