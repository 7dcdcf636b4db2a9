/** Compiles Anchor.sol with the compiler of this folder. Prints what chain/Anchor.json holds. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const solc = createRequire(import.meta.url)("solc");
const source = readFileSync(join(import.meta.dirname, "Anchor.sol"), "utf8");
const settings = {
  // Without PUSH0, for chains of institutions that run older machines.
  evmVersion: "paris",
  optimizer: { enabled: true, runs: 200 },
  // No hash of metadata at the end: the same source gives the same bytes, whatever the path.
  metadata: { bytecodeHash: "none", appendCBOR: false },
  outputSelection: { "Anchor.sol": { Anchor: ["abi", "evm.bytecode.object"] } },
};
const input = { language: "Solidity", sources: { "Anchor.sol": { content: source } }, settings };
const { contracts, errors = [] } = JSON.parse(solc.compile(JSON.stringify(input)));
if (errors.length > 0) throw new Error(errors.map((error) => error.formattedMessage).join("\n"));
const { abi, evm } = contracts["Anchor.sol"].Anchor;
const artefact = { compiler: solc.version(), abi, bytecode: `0x${evm.bytecode.object}` };
process.stdout.write(`${JSON.stringify(artefact, undefined, 2)}\n`);
