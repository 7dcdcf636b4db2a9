/** Accounts as CSV for spreadsheet programs; nothing about passwords but whether there is one. */
import type { AccountRow } from "../../../../../contract/src/accounts.ts";
import { csvText } from "../../spreadsheet/index.ts";

const HEAD = [
  "账号 account",
  "姓名 name",
  "岗位 posts",
  "状态 state",
  "重要岗位 privileged",
  "最近登录 last sign-in",
  "链接有效至 link until",
  "口令 password",
  "动态口令 authenticator",
  "通行密钥 passkeys",
  "统一身份 unified identity",
  "数字证书 certificates",
];

const yes = (is: boolean): string => (is ? "是 yes" : "否 no");

export const accountsCsv = (rows: readonly AccountRow[]): string =>
  csvText([
    HEAD,
    ...rows.map((row) => [
      row.account,
      row.name,
      row.posts.join("; "),
      row.state,
      yes(row.isPrivileged),
      row.lastSignInAt ?? null,
      row.linkExpiresAt ?? null,
      yes(row.hasPassword),
      yes(row.hasTotp),
      row.passkeys,
      yes(row.hasIdentity),
      row.certificates,
    ]),
  ]);
