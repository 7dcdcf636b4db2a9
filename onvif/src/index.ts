/** Cameras by ONVIF: found in the network, asked where they play and what time they have. */
export { readClock, type ReadClockOptions } from "./clock.ts";
export {
  discover,
  type Discovered,
  type DiscoverOptions,
  type FoundDevice,
  type FoundService,
} from "./discover.ts";
export { ONVIF_ERRORS, OnvifError, type OnvifErrorCode } from "./onvif-error.ts";
export { type OnvifProfile, readProfiles, type ReadProfilesOptions } from "./profiles.ts";
