/** Procurement: the projection every other module reads, through its published views. */
export { procurementFacts } from "./procurement.facts.ts";
