/**
 * What people do in the console all day, as data: how each task is reached by the palette, and how it ends without a
 * mouse. Keys after Ctrl K, with Enter, are at most four; the ten commonest also take at most five clicks.
 */

/** What shows that the task is done. */
export type End =
  /** The address below /console. */
  | { readonly path: RegExp }
  | { readonly text: string | RegExp }
  | { readonly dialog: string }
  /** An attribute of the document's root element. */
  | { readonly root: readonly [string, string] };

/** Without a mouse: single keys, text, Tab until a control has the focus, or the arrow down to an option. */
export type Press =
  | { readonly key: string }
  | { readonly type: string }
  | { readonly tabTo: readonly [Role, string] }
  | { readonly choose: string };
type Role = "button" | "radio" | "textbox" | "combobox";

export interface ConsoleTask {
  readonly name: string;
  readonly as: "housing-1" | "coordinator-1" | "bidder-1" | "audit-1";
  /** Address below /console where it begins; `lead` and a number: one of the planted leads. */
  readonly from?: string | { readonly lead: number };
  /** What is typed into the palette, before Enter. */
  readonly typed: string;
  /** The right page, as the palette opens it. */
  readonly opens: End;
  /** What is left to do there. */
  readonly finish?: readonly Press[];
  readonly ends?: End;
}

/** Ctrl K is the palette; then these. */
export const MOST_KEYS = 4;
export const keysOf = ({ typed }: ConsoleTask): number => typed.length + 1;

const key = (name: string): Press => ({ key: name });
const type = (text: string): Press => ({ type: text });
const tabTo = (role: Role, name: string): Press => ({ tabTo: [role, name] });
const leads = (query: string): End => ({ path: new RegExp(`^/leads\\?${query}$`) });
const officer = (name: string, typed: string, more: Omit<ConsoleTask, "name" | "as" | "typed">) =>
  ({ name, as: "housing-1", typed, ...more }) as const;

const LEAD: End = { path: /^\/leads\/[^?]+$/ };

export const CONSOLE_TASKS: readonly ConsoleTask[] = [
  officer("see what is due", "gzt", { from: "/leads", opens: { path: /^\/?$/ } }),
  officer("see the leads to receive", "dqs", { opens: leads("state=routed") }),
  officer("see the leads being checked", "hcz", { opens: leads("state=received") }),
  officer("see the decisions to publish", "dgb", { opens: leads("state=decided") }),
  officer("see closed leads", "ybj", { opens: leads("state=published") }),
  officer("see returned leads", "yth", { opens: leads("state=returned") }),
  officer("see the leads that lie", "jwb", { opens: leads("stuck=yes") }),
  officer("see the leads of a level", "xsj", { opens: leads("level=lead") }),
  officer("see the leads of a department", "zfh", { opens: leads("department=housing") }),
  officer("open a lead by its title", "whl", {
    opens: LEAD,
    finish: [],
    ends: { text: "两边对照" },
  }),
  officer("see the processes", "xm", { opens: { path: /^\/processes$/ } }),
  officer("see today's openings", "jrk", { opens: { path: /^\/processes\?openingOn=/ } }),
  officer("see the processes whose bids were opened", "ykb", {
    opens: { path: /^\/processes\?state=opened$/ },
    finish: [key("j"), key("Enter")],
    ends: { path: /^\/processes\/ocds-/ },
  }),
  officer("see the contracts that were signed", "yqh", {
    opens: { path: /^\/processes\?state=contracted$/ },
  }),
  officer("look a colleague up", "jgy", { opens: { path: /^\/organisation/ } }),
  officer("see who handles what", "qzq", { opens: { path: /^\/duties/ } }),
  officer("look after the own account", "wdz", { opens: { path: /^\/account/ } }),
  officer("change to dark colours", "hcs", { opens: { root: ["data-theme", "dark"] } }),
  officer("change to large type", "hcd", { opens: { root: ["data-mode", "elder"] } }),
  officer("read all keys", "kjj", {
    opens: { dialog: "快捷键" },
    finish: [key("Escape")],
    ends: { path: /^\/?$/ },
  }),
  officer("save a filter as a view", "cws", {
    from: "/leads?level=lead",
    opens: { dialog: "存为视图" },
    finish: [type("周一先看"), key("Enter")],
    ends: { text: "周一先看" },
  }),
  officer("open a saved view", "zyx", { opens: leads("level=lead") }),
  officer("receive several leads", "qs", {
    from: "/leads?state=routed",
    opens: leads("state=routed"),
    finish: [
      key("j"),
      key("x"),
      key("j"),
      key("x"),
      key("e"),
      tabTo("button", "现在发出"),
      key("Enter"),
    ],
    ends: { text: "已签收 2 条，0 条没有签收。" },
  }),
  officer("receive a lead", "qs", {
    from: { lead: 2 },
    opens: { text: /^签收 线/ },
    finish: [tabTo("button", "现在发出"), key("Enter")],
    ends: { text: "决定由您所在的部门作出，系统不给结论。" },
  }),
  officer("record a step", "jlb", {
    from: { lead: 2 },
    opens: { dialog: "记录步骤" },
    finish: [
      tabTo("radio", "核对数据"),
      key("Space"),
      tabTo("textbox", "经过和结果"),
      type("核对了交易系统日志和上传时间。"),
      tabTo("button", "记入"),
      key("Enter"),
    ],
    ends: { text: "核对了交易系统日志和上传时间。" },
  }),
  officer("decide", "zcj", {
    from: { lead: 2 },
    opens: { dialog: "作出决定" },
    finish: [
      tabTo("radio", "成立"),
      key("Space"),
      key("ArrowDown"),
      tabTo("textbox", "文号"),
      type("云建监〔2026〕77号"),
      tabTo("textbox", "认定的事实和理由"),
      type("经核查，两家在同一图文店制作文件，各自独立报价。"),
      tabTo("textbox", "依据的条款"),
      type("招标投标法实施条例第四十条"),
      tabTo("button", "作出决定"),
      key("Enter"),
    ],
    ends: { text: "公布之后不能修改，只能另行更正。" },
  }),
  officer("publish a decision", "gbj", {
    from: { lead: 2 },
    opens: { dialog: "公布决定" },
    finish: [
      tabTo("button", "以认定的事实为底稿"),
      key("Enter"),
      tabTo("textbox", "输入文号确认"),
      type("云建监〔2026〕77号"),
      tabTo("button", "公布"),
      key("Enter"),
    ],
    ends: { text: "决定已公布，这条线索已办结。" },
  }),
  officer("return a lead that is not ours", "th", {
    from: { lead: 3 },
    opens: { dialog: "退回" },
    finish: [
      tabTo("textbox", "退回的理由"),
      type("主体为公路工程，由交通运输部门监督。"),
      tabTo("button", "退回"),
      key("Enter"),
      tabTo("button", "现在发出"),
      key("Enter"),
    ],
    ends: { text: "已退回，等综合协调部门改派。" },
  }),
  {
    name: "route a returned lead anew",
    as: "coordinator-1",
    from: { lead: 3 },
    typed: "gp",
    opens: { dialog: "改派部门" },
    finish: [
      tabTo("combobox", "主管部门"),
      { choose: "云澜市交通运输局" },
      tabTo("textbox", "指定的依据"),
      type("按权责清单确认。"),
      tabTo("button", "改派"),
      key("Enter"),
      tabTo("button", "现在发出"),
      key("Enter"),
    ],
    ends: { text: "改派给云澜市交通运输局" },
  },
  {
    name: "urge the department that lets lie",
    as: "coordinator-1",
    from: { lead: 4 },
    typed: "cb",
    opens: { dialog: "催办" },
    finish: [
      tabTo("textbox", "催办内容"),
      type("分派已数日，请今日内签收。"),
      tabTo("button", "催办"),
      key("Enter"),
      tabTo("button", "现在发出"),
      key("Enter"),
    ],
    ends: { text: "分派已数日，请今日内签收。" },
  },
  {
    name: "see the own bids",
    as: "bidder-1",
    from: "/account",
    typed: "gzt",
    opens: { path: /^\/?$/ },
    ends: { text: "我的投标" },
  },
  {
    name: "audit who looked at what",
    as: "audit-1",
    typed: "sj",
    opens: { path: /^\/audit/ },
  },
  officer("sign out", "tc", { opens: { text: "演示账号" } }),
];

/** One click: what it is called on the page. */
export type Click = readonly ["link" | "button" | "radio", string | RegExp];

export interface ClickTask {
  readonly name: string;
  readonly as: ConsoleTask["as"];
  readonly clicks: readonly Click[];
  /** Text to write between clicks, into the field of this label, before the click of this index. */
  readonly fill?: readonly (readonly [number, string, string])[];
  readonly ends: End;
}

export const MOST_CLICKS = 5;

/** From the home page. */
export const COMMONEST: readonly ClickTask[] = [
  {
    name: "see the leads to receive",
    as: "housing-1",
    clicks: [["link", "待签收"]],
    ends: leads("state=routed"),
  },
  {
    name: "open the lead that presses most",
    as: "housing-1",
    clicks: [["link", /，标段 1$/]],
    ends: LEAD,
  },
  {
    name: "receive it",
    as: "housing-1",
    clicks: [
      ["link", "待签收"],
      ["link", /滨河片区.*，标段 1$/],
      ["button", "签收"],
      ["button", "现在发出"],
    ],
    ends: { text: "决定由您所在的部门作出，系统不给结论。" },
  },
  {
    name: "record a step",
    as: "housing-1",
    clicks: [
      ["link", /滨河片区.*，标段 1$/],
      ["button", "记录步骤"],
      ["radio", "谈话"],
      ["button", "记入"],
    ],
    fill: [[3, "经过和结果", "与两家企业的经办人分别谈话。"]],
    ends: { text: "与两家企业的经办人分别谈话。" },
  },
  {
    name: "see the leads being checked",
    as: "housing-1",
    clicks: [["link", "核查中"]],
    ends: leads("state=received"),
  },
  {
    name: "see the leads that lie",
    as: "housing-1",
    clicks: [["link", /久未办理/]],
    ends: leads("stuck=yes"),
  },
  {
    name: "see today's openings",
    as: "housing-1",
    clicks: [["link", "今日开标"]],
    ends: { path: /^\/processes\?openingOn=/ },
  },
  {
    name: "see what became of a process",
    as: "housing-1",
    clicks: [
      ["link", "项目"],
      ["button", "已签合同"],
    ],
    ends: { path: /^\/processes\?state=contracted$/ },
  },
  {
    name: "see what a department lets lie",
    as: "coordinator-1",
    clicks: [["link", "云澜市住房和城乡建设局"]],
    ends: leads("department=housing"),
  },
  {
    name: "urge it",
    as: "coordinator-1",
    clicks: [
      ["link", "云澜市住房和城乡建设局"],
      ["link", /停车场.*，标段 1$/],
      ["button", "催办"],
      ["button", "催办"],
      ["button", "现在发出"],
    ],
    fill: [[3, "催办内容", "请于明日前说明进展。"]],
    ends: { text: "请于明日前说明进展。" },
  },
];
