/** Messages between the application and its signer process; hashes in hex. */
import type { TimeRefusal } from "./signing-time.ts";

export interface HeadMessage {
  readonly size: number;
  readonly root: string;
}

/** To the signer. */
export interface SignRequest extends HeadMessage {
  readonly id: number;
  /** From the last signed size to `size`. */
  readonly proof: readonly string[];
  /** Largest size that a witness outside claims to know; 0 if none was asked. */
  readonly witnessed: number;
}

/** From the signer: once it is up, and one answer a request. */
export type SignerMessage =
  /** The clock ceased to be trusted, or is trusted again. */
  | { readonly type: "clock"; readonly fault: TimeRefusal | null }
  | {
      readonly type: "ready";
      /** Name of the log that it signs. */
      readonly origin: string;
      readonly vkey: string;
      readonly sm2Vkey: string;
      readonly last: HeadMessage;
      /** Where the key lies, so that the application can tell whether it is in reach. */
      readonly keyFile: string;
      readonly fault: TimeRefusal | null;
    }
  | {
      readonly type: "signed";
      readonly id: number;
      readonly note: string;
      /** By the signer's clock, milliseconds. */
      readonly at: number;
    }
  | {
      readonly type: "refused";
      readonly id: number;
      readonly reason: string;
      readonly last: HeadMessage;
    }
  | { readonly type: "failed"; readonly id: number; readonly reason: string };
