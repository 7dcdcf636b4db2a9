/** Procurement: the projection every other module reads, through its published views. */
export { SEALED_KINDS } from "./sealed-kinds.ts";
export { procurementFacts } from "./procurement.facts.ts";
