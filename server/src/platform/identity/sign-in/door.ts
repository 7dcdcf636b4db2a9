/** What all routes of sign-in share. */
import type { X509Certificate } from "node:crypto";

import type { Clock } from "../../clock.ts";
import type { Database } from "../../database.ts";
import type { FactRegistry } from "../../facts/registry.ts";
import type { Permissions } from "../../module.ts";
import type { SessionStore } from "../session.store.ts";
import type { Oidc, OidcSettings } from "./oidc.ts";
import type { PendingStore } from "./pending.store.ts";
import type { Revocation } from "./revocation-files.ts";
import type { SlowDown } from "./slow-down.ts";

export interface CertificateSettings {
  readonly roots: readonly X509Certificate[];
  /** Address of the key software on the reader's own computer. */
  readonly bridge: string;
  /** Absent: revocation lists are not asked. */
  readonly revocation?: Revocation | undefined;
}

export interface SignInSettings {
  /** Address that people use; absent: the one a request came to. */
  readonly publicUrl?: string | undefined;
  readonly oidc?: OidcSettings | undefined;
  readonly certificate?: CertificateSettings | undefined;
  /** Key of the seeds of authenticator apps: 32 bytes, hex. */
  readonly factorKey: () => Promise<string>;
}

export interface Door {
  readonly store: SessionStore;
  readonly pending: PendingStore;
  readonly slowDown: SlowDown;
  readonly settings: SignInSettings;
  readonly oidc: Oidc | undefined;
  readonly permissions: Permissions;
  readonly isSecure: boolean;
  readonly isDemo: () => boolean;
  readonly registry: FactRegistry;
  readonly db: Database;
  readonly clock: Clock;
  /** Lets this node forget whom it knows, after a session was closed here. */
  readonly forget: () => void;
}
