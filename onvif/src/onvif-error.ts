/** Why a camera tells us nothing, each with what a person can do about it. */

export const ONVIF_ERRORS = {
  unreachable:
    "Nobody answers there. Check address and port, and that ONVIF is switched on in the camera.",
  unauthorised:
    "The camera refuses user or password. Many cameras keep ONVIF users apart from others: create one there. A clock that is wrong by minutes is refused as well.",
  notOnvif: "What answers there is no ONVIF service. Check the port and the path of the service.",
  noMedia: "The device has no media service, so it has no picture to offer: is it a camera?",
  noNetwork: "The search could not be sent. Check that the network lets multicast through.",
} as const;

export type OnvifErrorCode = keyof typeof ONVIF_ERRORS;

export class OnvifError extends Error {
  override name = "OnvifError";
  readonly code: OnvifErrorCode;

  constructor(code: OnvifErrorCode, cause?: unknown) {
    super(ONVIF_ERRORS[code], cause === undefined ? {} : { cause });
    this.code = code;
  }
}

const UNAUTHORISED = /\b401\b|not ?authori[sz]ed|digest auth|authority failure/i;
const NETWORK = /timeout|ECONN|EHOST|ENET|ENOTFOUND|EAI_AGAIN|socket hang up/i;

/** What an error of the library means. */
export function onvifErrorOf(error: unknown): OnvifError {
  if (error instanceof OnvifError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const text = `${code} ${error instanceof Error ? error.message : String(error)}`;
  if (UNAUTHORISED.test(text)) return new OnvifError("unauthorised", error);
  if (NETWORK.test(text)) return new OnvifError("unreachable", error);
  return new OnvifError("notOnvif", error);
}
