/** The chains that the operator named. */
import type { Clock } from "../../platform/clock.ts";
import type { ChainAnchor } from "./chain-anchor.ts";
import type { EvmOptions } from "./evm.service.ts";
import { provinceAnchor, type ProvinceOptions } from "./province.service.ts";

interface ChainSettings {
  readonly province?: ProvinceOptions | undefined;
  /** The key of the account is read only where anchors are made. */
  readonly evm?:
    | (Omit<EvmOptions, "privateKey"> & { readonly key: () => Promise<string> })
    | undefined;
}

export interface AnchorSettings extends ChainSettings {
  readonly everyMinutes: number;
  /** Seconds between two rounds with a chain; 5 if absent. */
  readonly roundSeconds?: number;
}

/** The library of the chain is loaded only if one is named. */
export async function openChains(
  { province, evm }: ChainSettings,
  clock: Clock,
): Promise<readonly ChainAnchor[]> {
  const chains: ChainAnchor[] = [];
  if (province !== undefined) chains.push(provinceAnchor(province, clock));
  if (evm !== undefined) {
    const { key, ...options } = evm;
    const { evmAnchor } = await import("./evm.service.ts");
    chains.push(evmAnchor({ ...options, privateKey: `0x${await key()}` }));
  }
  return chains;
}
