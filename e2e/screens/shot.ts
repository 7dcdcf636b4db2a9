/** What a screen is: how to get there, in which windows and languages, and which design it follows. */
import type { BrowserContext, Page } from "playwright-core";

import type { DemoCity } from "./city.ts";

export type State = "data" | "empty" | "loading" | "error";

/** What the way to a screen may use. */
export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly city: DemoCity;
  /** Address of the server this screen is taken from. */
  readonly url: string;
}

export interface Shot {
  readonly name: string;
  readonly state: State;
  /** Server: the demo city, or an installation without any data. */
  readonly from?: "city" | "nothing";
  /** Account of the demo door that is signed in. */
  readonly as?: string;
  /** Name under which the wide picture also goes into docs/images, e.g. "home-officer". */
  readonly image?: string;
  /** Beginning of the design's file name, e.g. "portal-home" for portal-home-1366.png. */
  readonly design?: string;
  readonly language?: "zh-CN" | "en";
  readonly dark?: boolean;
  /** A request that fails on purpose is reported by the browser; so is a page that is not there. */
  readonly failsOnPurpose?: boolean;
  readonly open: (visit: Visit) => Promise<void>;
}
