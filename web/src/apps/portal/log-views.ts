/** What the page of the log tells of those outside: who cosigns it, where it is anchored. */
export interface LogAnchor {
  readonly chain: "province" | "evm";
  readonly size: number;
  readonly anchoredAt: string;
  readonly blockHeight: number;
  /** 存证编号 or transaction, as the chain names it. */
  readonly number: string;
}

/** Who cosigns the checkpoints of the log outside. */
export interface LogWitnessesView {
  /** True while the newest checkpoint has not the cosignatures that the policy asks for. */
  readonly isAwaiting: boolean;
  /** The newest checkpoint that has them. */
  readonly quorum: { readonly size: number; readonly cosignedAt: string } | null;
  readonly witnesses: readonly {
    readonly name: string;
    /** Largest checkpoint that it cosigned. */
    readonly size: number | null;
    readonly cosignedAt: string | null;
    readonly state: "new" | "good" | "silent" | "unwilling" | "split";
    /** Instant since which it has been in this state. */
    readonly since: string;
  }[];
}

/** A log that was sealed; the present one went on from it. */
export interface SealedLog {
  readonly origin: string;
  /** Leaves that were signed of it. */
  readonly size: number;
  /** Leaves that the next log took over. */
  readonly kept: number;
  readonly reason: "lost-leaves" | "year" | "key";
  /** In the words of those who decided. */
  readonly reasonZh: string;
  readonly reasonEn: string;
  readonly decidedBy: readonly string[];
  readonly sealedAt: string;
}
