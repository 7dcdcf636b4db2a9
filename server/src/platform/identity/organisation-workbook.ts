/** The workbook of an import: what its sheets and columns mean, and the empty one to fill in. Pure. */
import { strToU8, zipSync } from "fflate";

import {
  MATTERS,
  type MatterKind,
  ROLES,
  type Role,
  UNIT_KINDS,
  type UnitKind,
} from "../../../../contract/src/organisation.ts";

export type SheetKind = "unit" | "post" | "person" | "appointment";

/** Names of the sheets and their columns, as officials write them. */
export const SHEETS: Readonly<
  Record<SheetKind, { readonly name: string; readonly columns: readonly string[] }>
> = {
  unit: {
    name: "机构",
    columns: [
      "机构编号",
      "机构名称",
      "机构类型",
      "上级机构编号",
      "派驻机构编号",
      "行政区划代码",
      "启用日期",
      "停用日期",
    ],
  },
  post: {
    name: "岗位",
    columns: [
      "岗位编号",
      "机构编号",
      "岗位名称",
      "角色",
      "事项",
      "项目类型",
      "行业",
      "地区代码",
      "金额档自",
      "金额档至",
      "办理范围",
      "启用日期",
      "停用日期",
    ],
  },
  person: { name: "人员", columns: ["人员编号", "姓名", "启用日期", "停用日期"] },
  appointment: { name: "任职", columns: ["人员编号", "岗位编号", "任职日期", "离任日期"] },
};

const EXAMPLES: Readonly<Record<SheetKind, readonly (readonly string[])[]>> = {
  unit: [["example-bureau", "示例局", "主管部门", "", "", "", "2026-01-01", ""]],
  post: [
    [
      "example-officer",
      "example-bureau",
      "监督科 经办人",
      "经办人",
      "项目、线索",
      "工程",
      "housing",
      "",
      "0",
      "8",
      "本机构",
      "2026-01-01",
      "",
    ],
  ],
  person: [["example-person", "示例人员", "2026-01-01", ""]],
  appointment: [["example-person", "example-officer", "2026-01-01", ""]],
};

const words = <Code extends string>(codes: readonly Code[], names: readonly string[]) =>
  new Map<string, Code>(
    codes.flatMap((code, index) => [
      [code, code],
      [names[index] ?? code, code],
    ]),
  );

/** What may stand in a column of codes: the word, or the code itself. */
export const WORDS = {
  unitKind: words<UnitKind>(UNIT_KINDS, [
    "交易中心",
    "综合监督机构",
    "管理委员会",
    "主管部门",
    "纪检监察机关",
    "派驻纪检监察组",
    "公安机关",
    "检察机关",
    "审判机关",
    "采购人",
    "代理机构",
    "投标人",
    "专家库",
    "省级平台",
    "运维单位",
  ]),
  role: words<Role>(ROLES, [
    "经办人",
    "科长",
    "综合协调",
    "交易中心",
    "中心主任",
    "纪检监察",
    "公安",
    "法院",
    "采购人",
    "代理机构",
    "投标人",
    "评标专家",
    "省级平台",
    "系统管理员",
    "安全管理员",
    "审计管理员",
  ]),
  matter: words<MatterKind>(MATTERS, ["项目", "线索", "投诉", "举报", "评分", "音视频"]),
  regime: words(["works", "procurement", "land", "mineral", "property", "other"] as const, [
    "工程",
    "政府采购",
    "土地",
    "矿业权",
    "产权",
    "其他",
  ]),
  units: words(["own", "stationed", "any"] as const, ["本机构", "派驻机构", "全部机构"]),
};

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Every cell is text, so that nothing is taken for a formula or a number. */
function sheetXml(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => `<c t="inlineStr"><is><t>${escaped(text)}</t></is></c>`;
  const body = rows.map((row) => `<row>${row.map(cell).join("")}</row>`).join("");
  return `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${body}</sheetData></worksheet>`;
}

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>';
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** A workbook of texts. */
export function writeWorkbook(
  sheets: readonly { readonly name: string; readonly rows: readonly (readonly string[])[] }[],
): Uint8Array {
  const type = (part: string, kind: string) =>
    `<Override PartName="/xl/${part}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${kind}+xml"/>`;
  const parts: Record<string, string> = {
    "[Content_Types].xml": `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${type("workbook.xml", "sheet.main")}${sheets.map((_, index) => type(`worksheets/sheet${index + 1}.xml`, "worksheet")).join("")}</Types>`,
    "_rels/.rels": `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/_rels/workbook.xml.rels": `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${sheets.map((_, index) => `<Relationship Id="rId${index + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`).join("")}</Relationships>`,
    "xl/workbook.xml": `${HEAD}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${OFFICE}"><sheets>${sheets.map(({ name }, index) => `<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join("")}</sheets></workbook>`,
  };
  sheets.forEach(({ rows }, index) => {
    parts[`xl/worksheets/sheet${index + 1}.xml`] = sheetXml(rows);
  });
  return zipSync(
    Object.fromEntries(Object.entries(parts).map(([path, text]) => [path, strToU8(text)])),
  );
}

/** The workbook to fill in: a sheet a part, with the columns and one example row. */
export const templateWorkbook = (): Uint8Array =>
  writeWorkbook(
    Object.entries(SHEETS).map(([kind, { name, columns }]) => ({
      name,
      rows: [columns, ...EXAMPLES[kind as SheetKind]],
    })),
  );
