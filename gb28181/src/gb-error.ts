/** What may go wrong between us and a device, each with a code that a caller can act on. */

export const GB_ERRORS = {
  /** The device is not registered, or went away. */
  offline: true,
  /** No answer in time. */
  noAnswer: true,
  /** The device said no; `status` is what it said. */
  refused: true,
  /** The answer is no answer to what was asked. */
  badAnswer: true,
  /** The device offers no MPEG program stream. */
  unsupportedMedia: true,
  /** It said yes and sent no picture. */
  noMedia: true,
  /** All ports for pictures are taken. */
  noPort: true,
  /** The platform was closed. */
  closed: true,
} as const;

export type GbErrorCode = keyof typeof GB_ERRORS;

export class GbError extends Error {
  override name = "GbError";
  readonly code: GbErrorCode;
  /** The device's SIP status, where it refused. */
  readonly status: number | undefined;

  constructor(
    code: GbErrorCode,
    message: string,
    options: { status?: number; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.status = options.status;
  }
}
