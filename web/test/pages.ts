/** The pages of the console and how an officer gets to each of them. */
import type { Page } from "playwright-core";

import { arrive } from "./arrive.ts";
import type { Stage } from "./browser.ts";
import type { TabOptions } from "./tab.ts";

export async function signIn(page: Page, name = "陈岚"): Promise<void> {
  await page.getByRole("button", { name: new RegExp(name) }).click();
  await arrive(page);
  await page.getByRole("button", { name: "退出" }).waitFor();
}

export async function openLead(
  stage: Stage,
  state: string,
  options: TabOptions = {},
): Promise<Page> {
  const page = await stage.openAs("housing-1", `/console/leads?state=${state}`, options);
  await page.locator("[data-lead]").first().click();
  await page.getByRole("heading", { name: "两边对照" }).waitFor();
  return page;
}

/** How to get each page on the stage. */
export const PAGES: readonly (readonly [
  string,
  (stage: Stage, options: TabOptions) => Promise<Page>,
])[] = [
  [
    "sign-in",
    async (stage, options) => {
      const page = await stage.openPage("/console/", options);
      await page.getByRole("button", { name: /陈岚/ }).waitFor();
      return page;
    },
  ],
  [
    "set-up",
    async (stage, options) => {
      Object.assign(stage.server.state, { demo: false, setUpNeeded: true });
      const page = await stage.openPage("/console/setup?token=a-token-of-a-link", options);
      await page.getByRole("button", { name: "建立账号" }).click();
      await page.getByText("请填写姓名").waitFor();
      return page;
    },
  ],
  [
    "work list",
    async (stage, options) => {
      const page = await stage.openAs("housing-1", "/console/leads", options);
      await page.locator("[data-lead]").first().waitFor();
      return page;
    },
  ],
  ["lead", (stage, options) => openLead(stage, "received", options)],
  [
    "decision form",
    async (stage, options) => {
      const page = await openLead(stage, "received", options);
      await page.getByRole("button", { name: "作出决定" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "作出决定" }).click();
      await page.getByText("请填写文号").waitFor();
      return page;
    },
  ],
  [
    "publication form",
    async (stage, options) => {
      const page = await openLead(stage, "decided", options);
      await page.getByRole("button", { name: "公布决定" }).click();
      await page.getByLabel("输入文号确认").waitFor();
      return page;
    },
  ],
  [
    "processes",
    async (stage, options) => {
      const page = await stage.openAs("housing-1", "/console/processes", options);
      await page.getByRole("rowheader").first().waitFor();
      return page;
    },
  ],
  [
    "process",
    async (stage, options) => {
      const page = await stage.openAs(
        "housing-1",
        "/console/processes/ocds-mj0001-YL2026-0312",
        options,
      );
      await page.getByRole("heading", { name: "见证书" }).waitFor();
      return page;
    },
  ],
  [
    "palette",
    async (stage, options) => {
      const page = await stage.openAs("housing-1", "/console/leads", options);
      await page.keyboard.press("Control+k");
      await page.getByRole("dialog").getByRole("option").first().waitFor();
      return page;
    },
  ],
];
