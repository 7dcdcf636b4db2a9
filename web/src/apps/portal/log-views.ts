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
