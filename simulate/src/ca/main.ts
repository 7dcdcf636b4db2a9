/**
 * `node simulate/src/ca/main.ts --dir DIR [--name NAME] [--port 18899] [--pin 12345678]`: a pretended CA and UKey for
 * development and demonstrations. DIR/roots.pem is what MINGJING_CA_ROOTS takes (on a loopback address only).
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { issue, type Issued, pemOf } from "./certificate.ts";
import { startKeySoftware } from "./key-software.ts";
import { keyFromSecret } from "./sm2.ts";

const YEAR_MS = 365 * 86_400_000;

const { values } = parseArgs({
  options: {
    dir: { type: "string" },
    name: { type: "string", default: "陈岚" },
    port: { type: "string", default: "18899" },
    pin: { type: "string", default: "12345678" },
  },
});

/** The same key and certificate at each start: a server may have bound it. */
function keep(path: string, make: () => Issued): Issued {
  if (!existsSync(path)) {
    const { key, commonName, der } = make();
    const kept = { secret: key.secret, commonName, der: der.toString("base64") };
    writeFileSync(path, JSON.stringify(kept), { mode: 0o600 });
  }
  const { secret, commonName, der } = JSON.parse(readFileSync(path, "utf8")) as {
    secret: string;
    commonName: string;
    der: string;
  };
  return { key: keyFromSecret(secret), commonName, der: Buffer.from(der, "base64") };
}

async function main(dir: string): Promise<void> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const from = new Date(Date.now() - 86_400_000);
  const to = new Date(from.getTime() + 3 * YEAR_MS);
  const root = keep(join(dir, "root.json"), () =>
    issue({ commonName: "Mingjing Simulated CA", from, to }),
  );
  const holder = keep(join(dir, "ukey.json"), () =>
    issue({ commonName: values.name, from, to, issuer: root }),
  );
  const roots = join(dir, "roots.pem");
  writeFileSync(roots, pemOf(root));
  const { port } = await startKeySoftware({ holder, pin: values.pin, port: Number(values.port) });
  console.log(
    `simulated UKey of ${holder.commonName}: http://127.0.0.1:${port}, PIN ${values.pin}`,
  );
  console.log(`MINGJING_CA_ROOTS=${roots} MINGJING_CA_BRIDGE=http://127.0.0.1:${port}`);
}

if (values.dir === undefined) {
  console.error("give --dir DIR, a directory for the pretended key");
  process.exitCode = 2;
} else {
  await main(values.dir);
}
