/** Public surface of the simulator (README.md). It needs nothing of the server and of screening. */
export { type CityRegister, cityRegister } from "./city/register.ts";
export {
  COPIED_ANSWER,
  detailOf,
  EMPTY_ANSWER,
  type VoiceMatter,
  VOICE_MATTERS,
  VOICE_TITLES,
} from "./city/voice-words.ts";
export { openingFacts, type OpeningFacts, type OpeningPlan } from "./openings/opening-facts.ts";
export { type Bearer, deviceFacts } from "./venue/device-facts.ts";
export { type Scenario, scenarioFacts, type Scenarios } from "./scenarios/index.ts";
export { type Simulation, simulateCity, type SimulateOptions } from "./simulate-city.ts";
export { type LiveOptions, simulateLive } from "./simulate-live.ts";
export type { GroupTruth, LotKind, LotTruth, SharedTrace, Truth } from "./truth.ts";
export { writeCity, writeCityBounded, type WriteSummary } from "./write-city.ts";
export { noticePage, type SiteNotice } from "./sites/department-site.ts";
export { drawnStream } from "./pictures/drawn-stream.ts";
export {
  type EvidenceFault,
  type EvidenceService,
  type EvidenceServiceOptions,
  startEvidenceService,
} from "./evidence/evidence-service.ts";
export { drawScene } from "./pictures/scene.ts";
