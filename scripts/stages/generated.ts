/** Generated pages are committed and must be what the generator would write now. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { configurationPage } from "../generate/configuration-page.ts";
import { documentedKinds, factPages } from "../generate/fact-pages.ts";
import { indicatorPages } from "../generate/indicator-pages.ts";
import { permissionPage } from "../generate/permission-page.ts";
import { warningPage } from "../generate/warning-page.ts";
import { ROOT } from "./program.ts";
import { findings, type Stage } from "./stage.ts";

export const generated: Stage = {
  name: "generated",
  async run() {
    const kinds = await documentedKinds();
    const problems: string[] = [];
    const pages = [
      configurationPage(),
      warningPage(),
      await permissionPage(),
      ...(await factPages(kinds)),
      ...(await indicatorPages()),
    ];
    for (const { file, text } of pages) {
      const present = await readFile(join(ROOT, file), "utf8").catch(() => "");
      if (present !== text) problems.push(`${file} is not up to date: run npm run generate`);
    }
    return findings(kinds.length, "fact kinds", problems);
  },
};
