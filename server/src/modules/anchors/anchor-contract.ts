/** What the server calls of chain/Anchor.sol; a test holds it against the compiled contract. */
export const ANCHOR_ABI = [
  {
    type: "event",
    name: "Anchored",
    inputs: [
      { indexed: true, name: "by", type: "address" },
      { indexed: true, name: "hash", type: "bytes32" },
      { indexed: false, name: "time", type: "uint256" },
    ],
  },
  {
    type: "function",
    name: "anchor",
    stateMutability: "nonpayable",
    inputs: [{ name: "hash", type: "bytes32" }],
    outputs: [],
  },
  {
    type: "function",
    name: "placeOf",
    stateMutability: "view",
    inputs: [
      { name: "by", type: "address" },
      { name: "hash", type: "bytes32" },
    ],
    outputs: [
      { name: "height", type: "uint128" },
      { name: "time", type: "uint128" },
    ],
  },
] as const;
