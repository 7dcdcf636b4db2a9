/** An article by name; one whose text nobody read says so on its face. */
import type { Article } from "../../../../clocks/src/index.ts";
import { type Html, html } from "./html.ts";
import type { Speech } from "./words.ts";

type Named = Pick<Article, "instrument" | "article" | "verified">;

export const articleMark = ({ say }: Speech, { instrument, article, verified }: Named): Html =>
  html`<span lang="zh-CN">${instrument}${article}</span
    >${verified !== "text-read" && html` ${say("deadline.unverified")}`}`;
