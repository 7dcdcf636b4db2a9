/** A fictional page of limits: departments with, without and with a coming promise of their own. */
import type { Page } from "../src/apps/portal/index.ts";
import type { LimitsView } from "../src/apps/portal/limits-view.ts";

const ZTB = "中华人民共和国招标投标法实施条例第61条";

const STATUTE: LimitsView["statute"] = {
  take: [],
  complaint: [
    {
      clock: "complaint.accept",
      regimes: ["works"],
      unit: "workingDay",
      length: 3,
      articles: [ZTB],
    },
    {
      clock: "complaint.decide",
      regimes: ["works"],
      unit: "workingDay",
      length: 30,
      articles: [ZTB],
    },
    {
      clock: "complaint.decide",
      regimes: ["procurement"],
      unit: "workingDay",
      length: 30,
      articles: ["中华人民共和国政府采购法第56条", "政府采购质疑和投诉办法(财政部令第94号)第26条"],
    },
  ],
  challenge: [
    {
      clock: "challenge.reply",
      regimes: ["procurement"],
      unit: "workingDay",
      length: 7,
      articles: ["中华人民共和国政府采购法第53条"],
    },
    {
      clock: "objection.on-the-spot",
      regimes: ["works"],
      unit: "sameDay",
      length: 0,
      articles: ["中华人民共和国招标投标法实施条例第44条"],
    },
  ],
};

export const limits = (page: Page): LimitsView => ({
  page,
  day: "2026-11-18",
  statute: STATUTE,
  city: { take: 24, complaint: 15, challenge: 7 },
  departments: [
    {
      department: "云澜市住房和城乡建设局",
      current: {
        takeHours: 4,
        complaintDays: 12,
        challengeDays: 5,
        siteUrl: "http://housing.yunlan.example/notice",
        validFrom: "2026-03-02",
        enteredAt: "2026-03-01T01:00:00.000Z",
      },
      coming: [
        {
          takeHours: 2,
          complaintDays: 10,
          validFrom: "2027-01-01",
          enteredAt: "2026-11-01T01:00:00.000Z",
        },
      ],
    },
    {
      department: "云澜市交通运输局",
      current: {
        takeHours: 24,
        complaintDays: 14,
        validFrom: "2026-03-02",
        enteredAt: "2026-03-01T01:00:00.000Z",
      },
      coming: [],
    },
    { department: "云澜市水务局", coming: [] },
  ],
});
