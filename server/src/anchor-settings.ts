/** The chains of the configuration; the key of the account on a chain is made in the data directory. */
import { randomBytes } from "node:crypto";

import type { AppOptions } from "./app.ts";
import type { AnchorVariables } from "./config.ts";
import type { SecretStore } from "./platform/migrate.ts";

export const anchorSettings = (
  { everyMinutes, province, evm }: AnchorVariables,
  secret: SecretStore,
): NonNullable<AppOptions["anchors"]> => ({
  everyMinutes,
  province,
  evm: evm && {
    ...evm,
    key: () => secret("anchor-evm-key", () => randomBytes(32).toString("hex")),
  },
});
