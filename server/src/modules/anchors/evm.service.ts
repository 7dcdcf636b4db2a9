/**
 * A contract (chain/Anchor.sol) on a chain that speaks the RPC of Ethereum. The contract keeps the first place of each
 * hash, so that a hash that was handed over before is found and not paid for twice.
 */
import {
  type Account,
  BaseError,
  type Chain,
  createPublicClient,
  createWalletClient,
  custom,
  defineChain,
  type Hex,
  type Log,
  parseEventLogs,
  type PublicClient,
  type TransactionReceipt,
  TransactionNotFoundError,
  TransactionReceiptNotFoundError,
  type Transport,
  type WalletClient,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";

import type { AnchorReceipt, EvmReceipt } from "../../../../contract/src/anchors.ts";
import { ANCHOR_ABI } from "./anchor-contract.ts";
import {
  ANSWER_MS,
  type ChainAnchor,
  ChainPending,
  ChainTrouble,
  type Finding,
} from "./chain-anchor.ts";
import { rpcOver } from "./json-rpc.service.ts";

export interface EvmOptions {
  readonly url: string;
  readonly contract: Hex;
  /** 32 bytes: the account that pays, if the chain asks for that. */
  readonly privateKey: Hex;
  /** Blocks that must stand on top before a receipt counts. */
  readonly confirmations: number;
  readonly answerMs?: number;
}

interface Connection {
  readonly chain: Chain;
  readonly reader: PublicClient<Transport, Chain>;
  readonly writer: WalletClient<Transport, Chain, Account>;
}

const POLL_MS = 250;
/** For the block that takes the transaction; what takes longer is pending. */
const BLOCK_MS = 6000;

/** Asks the chain for its id each time: a node may have been exchanged behind the address. */
async function connect({ url, privateKey, answerMs = ANSWER_MS }: EvmOptions): Promise<Connection> {
  const deadline = Date.now() + answerMs;
  const transport = custom(
    { request: rpcOver(url, () => deadline - Date.now()) },
    { retryCount: 0 },
  );
  const id = await createPublicClient({ transport }).getChainId();
  const chain = defineChain({
    id,
    name: `evm-${id}`,
    nativeCurrency: { name: "Unit", symbol: "U", decimals: 18 },
    rpcUrls: { default: { http: [url] } },
  });
  const account = privateKeyToAccount(privateKey);
  const pollingInterval = POLL_MS;
  return {
    chain,
    reader: createPublicClient({ chain, transport, pollingInterval }),
    writer: createWalletClient({ account, chain, transport, pollingInterval }),
  };
}

const hexOf = (hash: Buffer): Hex => `0x${hash.toString("hex")}`;

/** Where the contract says that the hash stands, if it does. */
async function findTransaction(
  { reader, writer }: Connection,
  contract: Hex,
  hash: Hex,
): Promise<Hex | undefined> {
  const by = writer.account.address;
  const [height, time] = await reader.readContract({
    address: contract,
    abi: ANCHOR_ABI,
    functionName: "placeOf",
    args: [by, hash],
  });
  if (time === 0n) return undefined;
  const [log] = await reader.getContractEvents({
    address: contract,
    abi: ANCHOR_ABI,
    eventName: "Anchored",
    args: { by, hash },
    fromBlock: height,
    toBlock: height,
  });
  if (log === undefined) throw new ChainTrouble("the node keeps no logs of that block");
  return log.transactionHash;
}

/** Sends unless a transaction of ours still waits; one at a time, so a second try takes the same number. */
async function send({ reader, writer }: Connection, contract: Hex, hash: Hex): Promise<Hex> {
  const { address } = writer.account;
  const [nonce, waiting] = await Promise.all([
    reader.getTransactionCount({ address, blockTag: "latest" }),
    reader.getTransactionCount({ address, blockTag: "pending" }),
  ]);
  if (waiting > nonce) throw new ChainPending("a transaction waits for its block");
  return writer.writeContract({
    address: contract,
    abi: ANCHOR_ABI,
    functionName: "anchor",
    args: [hash],
    nonce,
  });
}

const isAnchoring = (
  log: Log,
  { contract, sender, hash }: { contract: string; sender: string; hash: string },
) =>
  log.address.toLowerCase() === contract &&
  parseEventLogs({ abi: ANCHOR_ABI, eventName: "Anchored", logs: [log] }).some(
    ({ args }) => args.by.toLowerCase() === sender && args.hash === `0x${hash}`,
  );

/** The receipt of a transaction that did anchor the hash. @throws ChainPending, ChainTrouble */
async function receiptOf(
  { chain, reader, writer }: Connection,
  { contract, confirmations }: EvmOptions,
  { transaction, hash }: { transaction: TransactionReceipt; hash: Buffer },
): Promise<EvmReceipt> {
  const head = await reader.getBlockNumber({ cacheTime: 0 });
  if (head < transaction.blockNumber + BigInt(confirmations))
    throw new ChainPending(`block ${transaction.blockNumber} of ${head}`);
  const block = await reader.getBlock({ blockHash: transaction.blockHash });
  const receipt = {
    chain: "evm" as const,
    algorithm: "sha256" as const,
    hash: hash.toString("hex"),
    chainId: chain.id,
    contract: contract.toLowerCase(),
    sender: writer.account.address.toLowerCase(),
    transaction: transaction.transactionHash,
    blockHeight: Number(transaction.blockNumber),
    blockHash: transaction.blockHash,
    anchoredAt: new Date(Number(block.timestamp) * 1000).toISOString(),
  };
  if (!transaction.logs.some((log) => isAnchoring(log, receipt)))
    throw new ChainTrouble(
      "the transaction did not anchor the hash: is the contract the right one?",
    );
  return receipt;
}

async function submit(options: EvmOptions, hash: Buffer): Promise<EvmReceipt> {
  const connection = await connect(options);
  const { contract, answerMs = ANSWER_MS } = options;
  const sent =
    (await findTransaction(connection, contract, hexOf(hash))) ??
    (await send(connection, contract, hexOf(hash)));
  const transaction = await connection.reader
    .waitForTransactionReceipt({
      hash: sent,
      timeout: Math.min(BLOCK_MS, answerMs / 3),
      retryCount: 0,
    })
    .catch((error: unknown) => {
      throw error instanceof BaseError && error.name.startsWith("WaitForTransactionReceipt")
        ? new ChainPending("in no block yet")
        : error;
    });
  return receiptOf(connection, options, { transaction, hash });
}

const isUnknown = (error: unknown): boolean =>
  error instanceof TransactionReceiptNotFoundError || error instanceof TransactionNotFoundError;

async function check(options: EvmOptions, receipt: EvmReceipt): Promise<Finding> {
  const { chain, reader } = await connect(options);
  if (chain.id !== receipt.chainId)
    throw new ChainTrouble(`the node is of chain ${chain.id}, the receipt of ${receipt.chainId}`);
  const head = await reader.getBlockNumber({ cacheTime: 0 });
  // A node that lags behind knows nothing yet; that is no loss.
  if (head < BigInt(receipt.blockHeight))
    throw new ChainTrouble(
      `the node stands at block ${head}, the receipt at ${receipt.blockHeight}`,
    );
  const transaction = await reader
    .getTransactionReceipt({ hash: receipt.transaction as Hex })
    .catch((error: unknown) => {
      if (isUnknown(error)) return undefined;
      throw error;
    });
  if (transaction === undefined) return "missing";
  if (transaction.blockHash !== receipt.blockHash) return "moved";
  const block = await reader.getBlock({ blockHash: transaction.blockHash });
  const isSame =
    transaction.status === "success" &&
    Number(transaction.blockNumber) === receipt.blockHeight &&
    new Date(Number(block.timestamp) * 1000).toISOString() === receipt.anchoredAt &&
    transaction.logs.some((log) => isAnchoring(log, receipt));
  return isSame ? "holds" : "differs";
}

/** Whatever viem reports is an outage, said in one line. */
async function orTrouble<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ChainTrouble || error instanceof ChainPending) throw error;
    if (error instanceof BaseError) throw new ChainTrouble(error.shortMessage.split("\n")[0]);
    throw error;
  }
}

export function evmAnchor(options: EvmOptions): ChainAnchor {
  return {
    name: "evm",
    algorithm: "sha256",
    submit: ({ hash }) => orTrouble(() => submit(options, hash)),
    async check(receipt: AnchorReceipt) {
      if (receipt.chain !== "evm") throw new Error("a receipt of another chain");
      return orTrouble(() => check(options, receipt));
    },
  };
}
