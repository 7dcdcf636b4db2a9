/** What an application is made of. */
import type { ProcessRole } from "./config.ts";
import type { AnchorSettings } from "./modules/anchors/index.ts";
import type { SitesOptions } from "./modules/publication/index.ts";
import type { GbSettings } from "./modules/video/index.ts";
import type { SealedLane, SignerOptions, WitnessPolicy } from "./modules/witness/index.ts";
import type { Clock } from "./platform/clock.ts";
import type { DatabaseHandle } from "./platform/database.ts";
import type { EdgeLogOptions } from "./platform/edge-log/index.ts";
import type { SignInSettings } from "./platform/identity/sign-in/index.ts";
import type { NotifyConfig } from "./platform/notify/index.ts";
import type { Log } from "./platform/telemetry.ts";

export interface AppOptions {
  /** What this process does; `all` in most installations (docs/operations/roles.md). */
  readonly roles: ReadonlySet<ProcessRole>;
  readonly app: DatabaseHandle;
  readonly console: DatabaseHandle;
  readonly public: DatabaseHandle;
  readonly appUrl: string;
  readonly dataDir: string;
  readonly logOrigin: string;
  readonly operatorToken: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly isSecure: boolean;
  /** Proxies in front whose X-Forwarded-For counts; absent: none. */
  readonly trustedProxies?: readonly string[];
  readonly isDemo: () => boolean;
  /** Doors of others; absent: none. */
  readonly signIn?: Omit<SignInSettings, "factorKey">;
  /** Ways by which notifications leave the console; absent: none. */
  readonly notify?: NotifyConfig;
  /** Days that access records stay searchable at least; absent: as agreed. */
  readonly auditRetentionDays?: number | undefined;
  /** How often roots of the other trees are recorded in the log; absent: only when asked. */
  readonly rootsEverySeconds?: number | undefined;
  /** Witnesses of the log outside; absent: none. */
  readonly witnessPolicy?: (() => WitnessPolicy | undefined) | undefined;
  /** Facts of bids before a deadline enter the log in blocks of fixed size; absent: as they come. */
  readonly sealedLane?: SealedLane | undefined;
  /** Signer of the log; absent: it is started here and asks no clocks outside. */
  readonly signer?: SignerOptions | undefined;
  /** Address of the demo city's mirror, while it runs; absent: there is none. */
  readonly demoMirror?: (() => string | undefined) | undefined;
  /** Path of ffmpeg; absent: that of the system. */
  readonly ffmpeg?: string;
  /** Space for all recordings, in 10⁹ bytes; absent: what the disk holds. */
  readonly videoQuotaGigabytes?: number | undefined;
  /** Whether processes of role `video` open cameras; absent: not. */
  readonly records?: boolean;
  /** Devices of GB/T 28181 register with processes of role `video`; absent: not. */
  readonly gb28181?: GbSettings | undefined;
  readonly backup: {
    readonly directory: string | undefined;
    readonly passphrase: string | undefined;
  };
  /** Public halves of the edge log's keys; absent: both keys are made on this host. */
  readonly edgeLogKeys?: EdgeLogOptions["keys"];
  /** Where pages of published items are looked for; absent: nowhere. */
  readonly sites?: SitesOptions;
  /** Directories of a gap (docs/operations/ferry.md); absent: none. */
  readonly ferry?: { readonly out?: string | undefined; readonly in?: string | undefined };
  /** Chains to which checkpoints are anchored, and how often; absent: none. */
  readonly anchors?: AnchorSettings | undefined;
}
