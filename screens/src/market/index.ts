/** The engine over a past market with traces, without a server. */
export { type MarketLead, screenMarket } from "./engine.ts";
export { emptyRegister, type Register } from "./shared-values.ts";
export { poissonTail } from "./meetings.ts";
export { type BidRecord, MarketBuilder, ownText, type Trace, TRACES } from "./table.ts";
