/** What the platform tells its owner; times are milliseconds since 1970. */

export type PlatformEvent = { readonly at: number } & (
  | { readonly kind: "registered"; readonly deviceId: string; readonly place: string }
  | { readonly kind: "unregistered"; readonly deviceId: string }
  | {
      readonly kind: "offline";
      readonly deviceId: string;
      /** Three signs of life are missing, or it did not register again in time. */
      readonly why: "keepalive" | "expired";
    }
  | {
      /** Somebody must look. `deviceId` is what was claimed. */
      readonly kind: "alarm";
      readonly why: "clone" | "wrongPassword" | "unknownDevice";
      readonly deviceId: string;
      /** Address, port and transport it came from. */
      readonly place: string;
      /** For a clone: where the registered device speaks from. */
      readonly livePlace: string | undefined;
      /** The same alarms since the last one told, this one included. */
      readonly times: number;
    }
  | {
      /** Bytes that are no SIP, or a document that is none. */
      readonly kind: "damaged";
      readonly place: string;
      readonly why: string;
      readonly times: number;
    }
);
