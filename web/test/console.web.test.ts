import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { arrive } from "./arrive.ts";
import { openStage, type Stage } from "./browser.ts";
import { MockState, PASSWORD, SETUP_TOKEN } from "./mock-state.ts";
import { latinWords, NARROW, overflow, seriousFindings, WIDE } from "./page-checks.ts";
import { openLead, PAGES, signIn } from "./pages.ts";

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => {
  await stage.close();
});
beforeEach(() => {
  Object.assign(stage.server.state, new MockState());
});

const title = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 1, name });

async function fillDecision(page: Page): Promise<void> {
  const form = page.getByRole("dialog", { name: "作出决定" });
  await form.getByRole("radio", { name: /^不成立/ }).check();
  await form.getByLabel("文号").fill("云建监〔2026〕21号");
  await form
    .getByLabel("认定的事实和理由")
    .fill("经核查，两家各自独立编制，未发现条例规定的情形。");
  await form.getByRole("button", { name: "招标投标法实施条例第四十条第（二）项" }).click();
}

describe("signing in", () => {
  test("a demonstration account opens the workbench with what is due", async () => {
    const page = await stage.openPage("/console/");
    await signIn(page);
    await title(page, "陈岚，有 2 件今明两天到期或已逾期，共 13 件在办。").waitFor();
    expect(new URL(page.url()).pathname).toBe("/console/");
  });

  test("a wrong password is refused in words, the right one opens the address asked for", async () => {
    stage.server.state.demo = false;
    const page = await stage.openPage("/console/processes");
    await page.getByLabel("账号").fill("housing-1");
    await page.getByLabel("密码").fill("wrong");
    await page.getByRole("button", { name: "登录" }).click();
    await page.getByRole("alert").getByText("账号或密码不对").waitFor();
    await page.getByLabel("密码").fill(PASSWORD);
    await page.getByRole("button", { name: "登录" }).click();
    await arrive(page);
    await title(page, "共有 13 个项目。").waitFor();
  });

  test("without any account the page says where the set-up link is", async () => {
    Object.assign(stage.server.state, { demo: false, setUpNeeded: true });
    const page = await stage.openPage("/console/");
    await page.getByText("终端里打印了一个只能用一次的设置链接").waitFor();
    await expect(page.getByRole("heading", { name: "演示账号" }).count()).resolves.toBe(0);
  });

  test("a session that ran out asks to sign in again and keeps the address", async () => {
    const page = await openLead(stage, "routed");
    stage.server.state.fail(401, "session.required");
    await page.getByRole("link", { name: "项目", exact: true }).click();
    await page.getByText("登录已过期。").waitFor();
    await signIn(page);
    await title(page, "共有 13 个项目。").waitFor();
  });

  test("signing out leads to the door without a word about an expired session", async () => {
    const page = await stage.openPage("/console/");
    await signIn(page);
    await page.getByRole("button", { name: "退出" }).click();
    await page.getByRole("heading", { name: "登录" }).waitFor();
    await expect(page.getByText("登录已过期。").count()).resolves.toBe(0);
  });
});

describe("the first account", () => {
  const nobody = { demo: false, setUpNeeded: true };
  const fill = async (page: Page) => {
    await page.getByLabel("账号", { exact: true }).fill("admin");
    await page.getByLabel("姓名").fill("周明");
    await page.getByLabel("密码", { exact: true }).fill("four unrelated words");
    await page.getByLabel("再输入一次密码").fill("four unrelated words");
    await page.getByRole("button", { name: "建立账号" }).click();
  };

  test("the one-time link makes it and opens the work list; the link is gone from the address", async () => {
    Object.assign(stage.server.state, nobody);
    const page = await stage.openPage(`/console/setup?token=${SETUP_TOKEN}`);
    await fill(page);
    await arrive(page);
    await page.getByRole("button", { name: "退出" }).waitFor();
    expect(new URL(page.url())).toMatchObject({
      pathname: expect.stringMatching(/^\/console\/?$/),
      search: "",
    });
    expect(stage.server.state.sent.at(-1)?.body).toEqual({
      token: SETUP_TOKEN,
      account: "admin",
      name: "周明",
      password: "four unrelated words",
    });
  });

  test("a link used before or too old says what to do, and what was typed stays", async () => {
    Object.assign(stage.server.state, nobody);
    const page = await stage.openPage("/console/setup?token=another-token-than-the-link");
    await fill(page);
    await page.getByRole("alert").getByText("已经用过，或者超过了 24 小时").waitFor();
    await expect(page.getByLabel("姓名").inputValue()).resolves.toBe("周明");
  });

  test("each missing field is named and nothing is sent", async () => {
    Object.assign(stage.server.state, nobody);
    const page = await stage.openPage(`/console/setup?token=${SETUP_TOKEN}`);
    await page.getByRole("button", { name: "建立账号" }).click();
    await page.getByText("请填写姓名").waitFor();
    await expect(page.locator(".field-error").count()).resolves.toBe(4);
    expect(stage.server.state.sent).toEqual([]);
  });

  test("without a token, and once there is an account, the page says so", async () => {
    Object.assign(stage.server.state, nobody);
    await (await stage.openPage("/console/setup")).getByText("缺少设置链接里的口令").waitFor();
    stage.server.state.setUpNeeded = false;
    const page = await stage.openPage(`/console/setup?token=${SETUP_TOKEN}`);
    await page.getByText("已经设置过了。").waitFor();
  });
});

describe("the work list", () => {
  test("keys move, mark and open; what is marked is what is exported", async () => {
    const page = await stage.openAs("housing-1", "/console/leads");
    await page.locator("[data-lead]").first().waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("x");
    await page.keyboard.press("k");
    await page
      .getByRole("checkbox", { name: "选中 线2026-00318" })
      .and(page.locator(":checked"))
      .waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "导出 1 条" }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^线索-\d{4}-\d{2}-\d{2}\.csv$/);
    await page.locator("[data-lead]").first().focus();
    await page.keyboard.press("Enter");
    await page.getByText("线2026-00317").first().waitFor();
    await page.getByRole("heading", { name: "两边对照" }).waitFor();
  });

  test("more rows come by cursor until there are none", async () => {
    const page = await stage.openAs("housing-1", "/console/leads");
    await page.getByRole("button", { name: "更多（已显示 8 条）" }).click();
    await page.locator("[data-lead]").nth(12).waitFor();
    await expect(page.getByRole("button", { name: /更多/ }).count()).resolves.toBe(0);
  });

  test("searching narrows the list and an empty list says why", async () => {
    const page = await stage.openAs("housing-1", "/console/leads");
    await page.keyboard.press("/");
    await page.keyboard.type("松壑水库");
    await page.locator("[data-lead]").nth(2).waitFor({ state: "detached" });
    await expect(page.locator("[data-lead]").allTextContents()).resolves.toEqual([
      "松壑水库除险加固，标段 2",
      "松壑水库除险加固，标段 2",
    ]);
    await page.getByLabel("按编号、项目或企业查找").fill("没有这样的项目");
    await page.getByText("没有符合条件的线索。").waitFor();
  });

  test("a fault says what to do and shows its number", async () => {
    const page = await stage.openAs("housing-1", "/console/leads");
    await page.locator("[data-lead]").first().waitFor();
    stage.server.state.fail(403, "permission.denied");
    await page.getByRole("button", { name: /已公布/ }).click();
    await page.getByRole("alert").getByText("您的岗位不能做这件事").waitFor();
    await page.getByRole("button", { name: "再试一次" }).click();
    await page.getByText("没有符合条件的线索。").waitFor();
  });
});

describe("acting on a lead", () => {
  test("receive, record a step, decide, publish: the whole way by role and name", async () => {
    const page = await openLead(stage, "routed");
    await page.getByRole("button", { name: "签收" }).click();
    await page.getByRole("button", { name: "记录步骤" }).click();
    const step = page.getByRole("dialog", { name: "记录步骤" });
    await step.getByRole("radio", { name: "收到企业说明" }).check();
    await step.getByLabel("经过和结果").fill("我单位委托图文店排版，不知道该店同时为他人制作。");
    await step.getByRole("button", { name: "记入" }).click();
    await page
      .getByRole("region", { name: "企业说明" })
      .getByText("我单位委托图文店排版")
      .waitFor();

    await page.getByRole("button", { name: "作出决定" }).click();
    await fillDecision(page);
    await page.getByRole("dialog").getByRole("button", { name: "作出决定" }).click();
    await page.getByRole("region", { name: "处理决定" }).getByText("云建监〔2026〕21号").waitFor();

    await page.getByRole("button", { name: "公布决定" }).click();
    const sheet = page.getByRole("dialog", { name: "公布决定" });
    const publish = sheet.getByRole("button", { name: "公布", exact: true });
    await sheet.getByRole("button", { name: "以认定的事实为底稿" }).click();
    await sheet.getByText("输入的文号还不一致").waitFor();
    await expect(publish.isDisabled()).resolves.toBe(true);
    await sheet.getByLabel("输入文号确认").fill("云建监〔2026〕21号");
    await publish.click();
    await page.getByText("决定已公布，这条线索已办结。").waitFor();

    const { sent } = stage.server.state;
    expect(sent.map(({ path }) => path.split("/").at(-1))).toEqual([
      "receipt",
      "steps",
      "decision",
      "publication",
    ]);
    expect(sent.every(({ csrf }) => csrf === "1")).toBe(true);
    expect(sent.at(-1)?.body).toMatchObject({
      version: 4,
      text: "经核查，两家各自独立编制，未发现条例规定的情形。",
    });
  });

  test("an incomplete decision names each missing field and sends nothing", async () => {
    const page = await openLead(stage, "received");
    await page.getByRole("button", { name: "作出决定" }).click();
    const form = page.getByRole("dialog");
    await form.getByRole("button", { name: "作出决定" }).click();
    for (const fault of ["请选一项决定", "请填写文号", "请写明事实和理由", "请至少写一条"]) {
      await form.getByText(fault).waitFor();
    }
    expect(stage.server.state.sent).toEqual([]);
  });

  test("when somebody acted first the draft stays and the newest state is one click away", async () => {
    const page = await openLead(stage, "received");
    const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    await page.getByRole("button", { name: "作出决定" }).click();
    await fillDecision(page);
    stage.server.state.bump(id);
    const form = page.getByRole("dialog");
    await form.getByRole("button", { name: "作出决定" }).click();
    await form.getByRole("alert").getByText("刚才有人先处理了这条线索").waitFor();
    await form.getByRole("button", { name: "载入最新状态" }).click();
    await form.getByRole("alert").waitFor({ state: "detached" });
    await expect(form.getByLabel("文号").inputValue()).resolves.toBe("云建监〔2026〕21号");
    await form.getByRole("button", { name: "作出决定" }).click();
    await page.getByRole("region", { name: "处理决定" }).waitFor();
  });

  test("a draft survives a reload and can be thrown away", async () => {
    const page = await openLead(stage, "received");
    await page.getByRole("button", { name: "作出决定" }).click();
    await fillDecision(page);
    await page.reload();
    await page.getByRole("button", { name: "作出决定" }).click();
    const form = page.getByRole("dialog");
    await form.getByText(/已恢复 .* 的草稿/).waitFor();
    await expect(form.getByLabel("文号").inputValue()).resolves.toBe("云建监〔2026〕21号");
    await form.getByRole("button", { name: "不要草稿" }).click();
    await expect(form.getByLabel("文号").inputValue()).resolves.toBe("");
  });

  test("an officer of another office reads the lead and is told who handles it", async () => {
    const page = await stage.openAs("discipline-1", "/console/leads?state=routed");
    await page.locator("[data-lead]").first().click();
    await page.getByText("这条线索由云澜市住房和城乡建设局办理，您只能查看。").waitFor();
    await expect(page.getByRole("button", { name: "签收" }).count()).resolves.toBe(0);
  });

  test("the page never states a finding before a decision, and clearing stands as high as the evidence", async () => {
    const page = await openLead(stage, "routed");
    await page.getByText("尚未核查，不是结论").first().waitFor();
    await expect(page.getByText(/涉嫌|围标|串标行为|高风险/).count()).resolves.toBe(0);
    const top = async (name: string) => {
      const box = await page.getByRole("region", { name }).boundingBox();
      if (box === null) throw new Error(`no region ${name}`);
      return box.y;
    };
    expect(await top("什么情况可以排除")).toBe(await top("两边对照"));
  });
});

describe("without a network", () => {
  test("the page says so, an act is refused in words, and the draft is kept", async () => {
    const page = await openLead(stage, "received");
    await page.getByRole("button", { name: "作出决定" }).click();
    await fillDecision(page);
    await page.context().setOffline(true);
    await page.getByText(/连接断开/).waitFor();
    const form = page.getByRole("dialog");
    await form.getByRole("button", { name: "作出决定" }).click();
    await form.getByRole("alert").getByText("您写的内容已保存在这台设备。").waitFor();
    await page.context().setOffline(false);
    await form.getByRole("button", { name: "作出决定" }).click();
    await page.getByRole("region", { name: "处理决定" }).waitFor();
  });
});

describe("processes and the palette", () => {
  test("a process page offers the certificate, the public page and its leads", async () => {
    const page = await stage.openAs("housing-1", "/console/processes");
    await page.getByRole("rowheader").getByRole("link").first().click();
    const ocid = "ocds-mj0001-YL2026-0312";
    const href = (name: string) => page.getByRole("link", { name }).getAttribute("href");
    expect(await href("下载见证书")).toBe(`/api/processes/${ocid}/certificate`);
    expect(await href("看公众看到的那一页")).toBe(`/process/${ocid}`);
    await page.getByRole("link", { name: "线2026-00317" }).click();
    await page.getByRole("heading", { name: "两边对照" }).waitFor();
  });

  test("Ctrl K finds a lead by its words and opens it with the keyboard alone", async () => {
    const page = await stage.openAs("housing-1", "/console/processes");
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").getByRole("combobox").waitFor();
    await page.keyboard.type("锦屏社区");
    await page.getByRole("option", { name: /线2026-00322/ }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "两边对照" }).waitFor();
    expect(page.url()).toContain("/console/leads/");
  });

  test("the choice of English and of dark colours outlives a reload", async () => {
    const page = await stage.openAs("housing-1", "/console/leads");
    await page.getByRole("button", { name: "English" }).click();
    await title(page, /6 leads to receive/).waitFor();
    await page.getByRole("button", { name: "Switch to dark" }).click();
    await page.reload();
    await title(page, /6 leads to receive/).waitFor();
    await expect(page.locator("html").getAttribute("data-theme")).resolves.toBe("dark");
    await expect(page.locator("html").getAttribute("lang")).resolves.toBe("en");
  });
});

describe.each(PAGES)("the page %s", (_name, open) => {
  test("has no serious finding of axe, no Latin word and fits 1366 px", async () => {
    const page = await open(stage, { viewport: WIDE });
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(await latinWords(page)).toEqual([]);
    expect(await seriousFindings(page)).toEqual([]);
  });

  test("has no serious finding of axe in the dark and fits 360 px", async () => {
    const page = await open(stage, {
      viewport: NARROW,
      colorScheme: "dark",
    });
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(await seriousFindings(page)).toEqual([]);
  });

  test("has no serious finding of axe in elder mode and fits 360 px", async () => {
    const page = await open(stage, { viewport: NARROW });
    await page.evaluate(() => void (document.documentElement.dataset["mode"] = "elder"));
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(await seriousFindings(page)).toEqual([]);
  });
});
