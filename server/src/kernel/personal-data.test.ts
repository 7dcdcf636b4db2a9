import { array, assert, constantFrom, integer, property, string } from "fast-check";
import { describe, expect, test } from "vitest";

import { findPersonalData, isIdNumber, redactPersonalData } from "./personal-data.ts";

const found = (text: string, names: readonly string[] = []): string[] =>
  findPersonalData(text, names).map(({ kind, from, to }) => `${kind} ${text.slice(from, to)}`);

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/** A second way to the check sign: 12 minus the remainder (GB 11643-1999 §4.3). */
function idNumberOf(first17: string): string {
  const sum = Array.from(first17).reduce(
    (total, digit, at) => total + Number(digit) * (WEIGHTS[at] ?? 0),
    0,
  );
  const check = (12 - (sum % 11)) % 11;
  return first17 + (check === 10 ? "X" : String(check));
}

describe("identity numbers", () => {
  test.each(["11010519491231002X", "440524188001010014", "53010219200508011x"])(
    "%s of GB 11643 is one",
    (id) => expect(isIdNumber(id)).toBe(true),
  );

  test.each([
    ["check sign wrong", "110105194912310021"],
    ["no such day", idNumberOf("11010519490231002")],
    ["no such month", idNumberOf("11010519491331002")],
    ["region 9", idNumberOf("91010519491231002")],
  ])("%s is none", (_, id) => expect(isIdNumber(id)).toBe(false));

  test("the older form of 15 digits counts with a day of birth", () => {
    expect(found("身份证：110105491231002。")).toEqual(["idNumber 110105491231002"]);
    expect(found("编号110105499931002")).toEqual([]);
  });

  test.each(["11010519491231002X", "110105 19491231 002X", "１１０１０５１９４９１２３１００２Ｘ"])(
    "found as written: %s",
    (id) => expect(found(`证件号码${id}，住址略`)).toEqual([`idNumber ${id}`]),
  );

  test("whatever the region, day and order: a right number is found, a wrong check sign is no identity number", () => {
    const place = integer({ min: 110_000, max: 820_000 });
    const day = integer({ min: 0, max: 36_000 });
    assert(
      property(place, day, integer({ min: 0, max: 999 }), (region, days, order) => {
        const born = new Date(Date.UTC(1925, 0, 1 + days))
          .toISOString()
          .slice(0, 10)
          .replaceAll("-", "");
        const id = idNumberOf(`${region}${born}${String(order).padStart(3, "0")}`);
        expect(findPersonalData(`（${id}）`)[0]).toEqual({ kind: "idNumber", from: 1, to: 19 });
        const wrong = id.slice(0, 17) + (id.endsWith("1") ? "2" : "1");
        expect(isIdNumber(wrong)).toBe(false);
      }),
    );
  });
});

describe("telephone numbers", () => {
  test.each([
    "13800138000",
    "138 0013 8000",
    "138-0013-8000",
    "+86 13800138000",
    "0551-62345678",
    "010-65432100",
    "(0551)62345678",
    "（021）52345678",
    "0551—6234567",
    "0551-62345678-801",
    "055162345678",
    "１３８００１３８０００",
  ])("%s", (phone) => expect(found(`联系${phone}。`)).toEqual([`phone ${phone}`]));

  test("seven or eight digits after the word for it", () => {
    expect(found("联系电话：62345678")).toEqual(["phone 62345678"]);
    expect(found("报名费62345678")).toEqual([]);
  });
});

describe("accounts", () => {
  test.each([
    "6222020200112233445",
    "6222 0202 0011 2233 445",
    "1302010109022112345",
    "4367421234567890",
  ])("16 to 19 digits: %s", (account) =>
    expect(found(`退至${account}，开户行略`)).toEqual([`bankAccount ${account}`]),
  );

  test("15 and 20 digits are none by themselves, and any after the word for it", () => {
    expect(found("123456789012345 12345678901234567890".replace(" ", "、"))).toEqual([]);
    expect(found("账号：12345678901")).toEqual(["bankAccount 12345678901"]);
  });
});

test("mail addresses", () => {
  expect(found("请发至chen.lan@example.gov.cn。")).toEqual(["email chen.lan@example.gov.cn"]);
});

describe("names of persons", () => {
  test.each([
    ["法定代表人：陈岚，", "陈岚"],
    ["姓名:欧阳若水\n", "欧阳若水"],
    ["委托代理人（签字）：周以宁", "周以宁"],
    ["被告人林若川犯串通投标罪", "林若川"],
    ["评标专家何书言在评审中", "何书言"],
    ["投诉人：阿依·买买提", undefined],
    ["联系人：买买提", undefined],
  ])("%s", (text, name) =>
    expect(found(text)).toEqual(name === undefined ? [] : [`personName ${name}`]),
  );

  test.each([
    "法定代表人：陈某，",
    "被告人林某某犯串通投标罪",
    "投诉人：安徽江淮建设工程有限公司",
    "投诉人于2026年4月提出投诉",
    "当事人应当自收到本决定之日起",
    "负责人方可签字",
    "投诉人高度关注的事项",
    "评标专家评审意见一致",
    "代理人：无",
  ])("no name in: %s", (text) => expect(found(text)).toEqual([]));

  test("names that are given are found wherever they stand, one-sign names are not", () => {
    expect(found("经查，买买提与陈岚共谋。陈岚已离职。", ["陈岚", "买买提", "提"])).toEqual([
      "personName 买买提",
      "personName 陈岚",
      "personName 陈岚",
    ]);
  });
});

describe("no false alarm", () => {
  test.each([
    ["unified social credit code", "91340100MA2N5XQ84K"],
    ["credit code of digits only", "913401001234100051"],
    ["open contracting id", "ocds-mj0001-2026013812345678"],
    ["open contracting id of digits", "ocds-mj0001-6222020200112233445"],
    ["document number", "云建监诉〔2026〕12号"],
    ["long document number", "云建监〔2026〕13800138000号"],
    ["trading code", "E3401000001026001234001"],
    ["amount with fen", "13800138000.00元"],
    ["amount in yuan", "13800138000元"],
    ["amount with commas", "1,380,013,800元"],
    ["amount of 16 digits", "1234567890123456分"],
    ["date", "2026-04-28至2026-05-07"],
    ["date in Chinese", "2026年4月28日9时30分"],
    ["time as a number", "20260428093015123"],
    ["percent", "12.50%"],
    ["postcode", "邮编230001"],
    ["service line", "咨询热线12345、400-800-1234"],
  ])("%s: %s", (_, text) => expect(found(`依据${text}，处理如下`)).toEqual([]));
});

describe("redaction", () => {
  test("names keep the surname, the rest goes; afterwards nothing is found", () => {
    const text = "法定代表人：陈岚，姓名：欧阳若水，电话13800138000，账号：6222020200112233445。";
    const redacted = redactPersonalData(text, findPersonalData(text));
    expect(redacted).toBe("法定代表人：陈某，姓名：欧阳某某，电话****，账号：****。");
    expect(findPersonalData(redacted)).toEqual([]);
  });

  test("any mixture: findings are sorted, apart, within the text, and gone after redaction", () => {
    const piece = constantFrom(
      "13800138000",
      "11010519491231002X",
      "法定代表人：陈岚",
      "6222020200112233445",
      "a.b@example.cn",
      "，",
      "经核查",
    );
    const words = array(piece, { maxLength: 12 }).map((pieces) => pieces.join("；"));
    assert(
      property(words, string({ maxLength: 20 }), (text, more) => {
        const whole = `${text}；${more}`;
        const findings = findPersonalData(whole);
        for (const [index, { from, to }] of findings.entries()) {
          expect(from).toBeGreaterThanOrEqual(findings[index - 1]?.to ?? 0);
          expect(to).toBeGreaterThan(from);
          expect(to).toBeLessThanOrEqual(whole.length);
        }
        expect(findPersonalData(redactPersonalData(text, findPersonalData(text)))).toEqual([]);
      }),
    );
  });
});
