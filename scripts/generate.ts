/** `npm run generate`: writes the generated pages and lists new migrations. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { configurationPage } from "./generate/configuration-page.ts";
import { documentedKinds, factPages } from "./generate/fact-pages.ts";
import { indicatorPages } from "./generate/indicator-pages.ts";
import { permissionPage } from "./generate/permission-page.ts";
import { warningPage } from "./generate/warning-page.ts";
import { listMigrations } from "./stages/migrations.ts";
import { ROOT } from "./stages/program.ts";

const pages = [
  configurationPage(),
  warningPage(),
  await permissionPage(),
  ...(await factPages(await documentedKinds())),
  ...(await indicatorPages()),
];
for (const { file, text } of pages) {
  await mkdir(dirname(join(ROOT, file)), { recursive: true });
  await writeFile(join(ROOT, file), text);
  console.log(`${file}: ${text.split("\n").length} lines`);
}
await listMigrations();
console.log("server/migrations/checksums.json: new migrations listed");
