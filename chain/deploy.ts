/**
 * Puts chain/Anchor.json on a chain: `node chain/deploy.ts <address of a node> <file with the key of the account>`. Prints
 * the account, before it pays, and the address of the contract, for MINGJING_ANCHOR_EVM_CONTRACT.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { createPublicClient, createWalletClient, defineChain, type Hex, http } from "viem";
import { privateKeyToAccount } from "viem/accounts";

interface Artefact {
  readonly abi: readonly object[];
  readonly bytecode: Hex;
}

export const readArtefact = (): Artefact =>
  JSON.parse(readFileSync(join(import.meta.dirname, "Anchor.json"), "utf8")) as Artefact;

/** @returns address of the contract. @throws Error if the chain refuses it */
export async function deployAnchor(url: string, privateKey: Hex): Promise<Hex> {
  const transport = http(url);
  const id = await createPublicClient({ transport }).getChainId();
  const chain = defineChain({
    id,
    name: `evm-${id}`,
    nativeCurrency: { name: "Unit", symbol: "U", decimals: 18 },
    rpcUrls: { default: { http: [url] } },
  });
  const account = privateKeyToAccount(privateKey);
  const reader = createPublicClient({ chain, transport, pollingInterval: 250 });
  const { abi, bytecode } = readArtefact();
  const hash = await createWalletClient({ account, chain, transport }).deployContract({
    abi,
    bytecode,
  });
  const { contractAddress } = await reader.waitForTransactionReceipt({ hash, timeout: 120_000 });
  if (!contractAddress) throw new Error(`transaction ${hash} made no contract`);
  return contractAddress.toLowerCase() as Hex;
}

if (import.meta.main) {
  const [, , url, file] = process.argv;
  if (url === undefined || file === undefined)
    throw new Error("usage: node chain/deploy.ts <address of a node> <file with the key>");
  const key: Hex = `0x${readFileSync(file, "utf8").trim().replace(/^0x/, "")}`;
  process.stdout.write(`account  ${privateKeyToAccount(key).address.toLowerCase()}\n`);
  process.stdout.write(`contract ${await deployAnchor(url, key)}\n`);
}
