import { describe, expect, test } from "vitest";

import { importGgzyNotices } from "./ggzy-notices.ts";
import { bytesOf, collect, CONTEXT, ofKind, schemaErrors } from "./test-support.ts";

const notice = (change: object) => ({
  title: "云澜市青岚路改造工程公告",
  publish_date: "2026-03-16 17:03",
  region: "云澜市",
  issuer: "",
  budget: "",
  content_text: "",
  project_code: "YL-2026-0001",
  detail_url: "https://example.org/information/deal/html/a/999901/0101/1.html",
  structured_fields: {},
  record_id: "rec-1",
  business_type: "工程建设",
  info_type: "招标/资审公告",
  ...change,
});

const read = (...items: object[]) =>
  collect(
    importGgzyNotices(
      bytesOf(JSON.stringify({ meta: {}, items: items.map(notice) }), 999),
      CONTEXT,
    ),
  );

test("a notice gives process, parties, amounts and times", async () => {
  const { facts } = await read({
    title: "云澜市青岚路改造工程第二标段公开招标公告",
    content_text:
      "招标人：云澜市城建局\n招标代理机构：云澜招标代理有限公司\n预算金额：23.5 万元\n最高限价：20 万元\n并于2026年04月01日09点30分（北京时间）前递交投标文件",
  });
  expect(facts).toMatchObject([
    {
      kind: "procurement.notice-published",
      sourceId: "ggzy:rec-1:notice",
      subject: "ocds-mj0001-YL-2026-0001",
      occurredAt: "2026-03-16T17:03:00+08:00",
      payload: {
        noticeType: "tenderNotice",
        regime: "works",
        method: "open",
        place: { code: "999901", name: "云澜市" },
        procuringEntity: { name: "云澜市城建局" },
        procurementAgency: { name: "云澜招标代理有限公司" },
        lots: [{ lotId: "2", ceilingPrice: { amountMinor: "20000000" } }],
        budget: { amountMinor: "23500000" },
        bidDeadline: "2026-04-01T09:30:00+08:00",
      },
    },
  ]);
  expect(await schemaErrors(facts)).toEqual([]);
});

describe("an opening record", () => {
  test("with rows as wide as the head", async () => {
    const { facts } = await read({
      info_type: "开标记录",
      content_text: `开标时间\nMar 16, 2026\n开标记录内容\n投标人名称\n投标报价\n（万元）\n工期\n投标文件递交时间
云澜甲建设有限公司;云澜乙设计有限公司\n1,200.5\n12个月\n2026-3-15 14:31:17\n云澜丙建设有限公司\n1\n12个月\n2026-3-15 13:45:46`,
    });
    const [opened] = ofKind(facts, "bids-opened");
    expect(opened?.payload["bids"]).toMatchObject([
      {
        bidder: { kind: "consortium" },
        offer: { amount: { amountMinor: "1200500000" } },
        receivedAt: "2026-03-15T14:31:17+08:00",
      },
      { bidder: { name: "云澜丙建设有限公司" } },
    ]);
    expect(opened?.occurredAt).toBe("2026-03-16T17:03:00+08:00");
  });

  test("with empty cells gone and bids that were not decrypted", async () => {
    const { facts } = await read({
      info_type: "开标记录",
      content_text: `签到\n顺序\n统一社会信用代码\n企业名称\n信用得分\n文件接收时间\n解密状态\n提交解密指令时间\n保证金(元)\n投标总报价（万元）\n工期
1\n91999901MA0000001P\n云澜甲建设有限公司\n2026-03-13 11:57:26\n解密成功\n2026-03-16 09:30:40\n400,000\n1,835.0534\n360日历天
2\n91999901MA0000001P\n云澜乙建设有限公司\n2026-03-13 12:00:00\n未提交解密\n400,000`,
    });
    expect(ofKind(facts, "bids-opened")[0]?.payload["bids"]).toMatchObject([
      {
        bidder: { uscc: "91999901MA0000001P" },
        offer: { amount: { amountMinor: "1835053400" } },
        status: "valid",
      },
      { bidder: { name: "云澜乙建设有限公司" }, status: "notDecrypted" },
    ]);
    expect(JSON.stringify(facts)).not.toContain("40000000");
    expect(await schemaErrors(facts)).toEqual([]);
  });
});

describe("a result notice", () => {
  const result = {
    info_type: "中标公告",
    business_type: "政府采购",
    title: "云澜市某项目成交公告",
  };

  test("by table", async () => {
    const { facts } = await read({
      ...result,
      content_text:
        "中标结果：\n序号\n供应商名称\n供应商地址\n中标（成交）金额\n评审总得分\n1\n云澜甲科技有限公司\n云澜市一号\n报价：999200（元）\n78.67\n四、主要标的信息",
    });
    expect(ofKind(facts, "award-decided")[0]?.payload).toMatchObject({
      supplier: { name: "云澜甲科技有限公司" },
      offer: { kind: "total", amount: { amountMinor: "99920000" } },
    });
  });

  test("by words", async () => {
    const { facts } = await read({
      ...result,
      content_text: "中标单位\n云澜甲科技有限公司\n中标金额（元）\n1200.50",
    });
    expect(ofKind(facts, "award-decided")[0]?.payload).toMatchObject({
      offer: { amount: { amountMinor: "120050" } },
    });
  });

  test("of a failure", async () => {
    const { facts } = await read({
      ...result,
      content_text: "废标理由：\n有效供应商不足三家，本项目流标。",
    });
    expect(ofKind(facts, "tender-failed")[0]?.payload).toMatchObject({ reason: "tooFewBids" });
    expect(ofKind(facts, "award-decided")).toEqual([]);
  });

  test("with candidates on several heads, whose rows are narrower", async () => {
    const { facts } = await read({
      title: "某工程中标候选人公示",
      info_type: "交易结果公示",
      content_text: `公示期：2026年03月16日至2026年03月18日\n中标候选人排序\n名称\n投标报价\n（元）\n工期\n质量标准\n项目经理\n姓名
第一名\n云澜甲建设有限公司\n698757.43\n100天\n王某\n第二名\n云澜乙建设有限公司\n749038.72\n90天\n李某\n中标候选人响应招标文件`,
    });
    expect(ofKind(facts, "candidates-published")[0]?.payload).toMatchObject({
      candidates: [
        { rank: 1, offer: { amount: { amountMinor: "69875743" } } },
        { rank: 2, offer: { amount: { amountMinor: "74903872" } } },
      ],
      disclosureFrom: "2026-03-16",
      disclosureTo: "2026-03-18",
    });
  });

  test("that names every bidder gives the bids and the evaluation too", async () => {
    const { facts } = await read({
      title: "某工程施工",
      info_type: "交易结果公示",
      content_text: `评标结果公示\n开标时间\n20260313 - 09:30:00\n中标候选人排序\n中标候选人名称\n投标报价（元）\n经评审的投标价（元）\n综合评标得分
第一名\n云澜甲建设有限公司\n1395843.34\n1180502.26\n96.89\n其他投标人（除中标候选人之外）的评审情况\n投标人名称\n报价\n价格\n得分
云澜乙建设有限公司\n1430971.42元(/)\n1215630.34元(/)\n88.64\n云澜丙建设有限公司\n1397931.31元(业绩不符)\n0.00元(业绩不符)\n0.00\n附注`,
    });
    const [opened] = ofKind(facts, "bids-opened");
    expect(opened?.occurredAt).toBe("2026-03-13T09:30:00+08:00");
    expect(opened?.payload["bids"]).toHaveLength(3);
    expect(ofKind(facts, "evaluation-completed")[0]?.payload["ranking"]).toMatchObject([
      { rank: 1, score: "96.89", status: "valid" },
      { score: "88.64", status: "valid" },
      { status: "disqualified", statusReason: "业绩不符" },
    ]);
    expect(await schemaErrors(facts)).toEqual([]);
  });
});

test("a contract notice gives the contract, and no amount for 0", async () => {
  const { facts } = await read({
    info_type: "采购合同",
    structured_fields: {
      采购人名称: "云澜市某中学",
      "中标（成交）供应商名称": "云澜甲科技有限公司",
      合同金额: "0元 人民币",
      合同签署时间: "2026-03-16 08:42:49",
    },
  });
  const [contract] = ofKind(facts, "contract-signed");
  expect(contract?.payload).toMatchObject({ contractNo: "YL-2026-0001", signedOn: "2026-03-16" });
  expect(contract?.payload).not.toHaveProperty("amount");
});

test("a notice without title or time is refused", async () => {
  const { rejections } = await read({ title: " " }, { publish_date: "soon" });
  expect(rejections).toMatchObject([
    { line: 1, code: "intake.missing-field" },
    { line: 2, code: "intake.bad-time" },
  ]);
});
