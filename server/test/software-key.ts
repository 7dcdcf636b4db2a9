/** A security key in software: makes and uses one passkey, as a browser would report it (WebAuthn level 3). */
import { createHash, createSign, generateKeyPairSync, randomBytes } from "node:crypto";

interface Options {
  readonly challenge: string;
  readonly rpId?: string;
  readonly rp?: { readonly id: string };
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64url");
const sha256 = (bytes: Uint8Array | string): Buffer => createHash("sha256").update(bytes).digest();

const text = (value: string): Buffer => Buffer.from([0x60 + value.length, ...Buffer.from(value)]);
const bytes = (value: Uint8Array): Buffer =>
  value.length < 256
    ? Buffer.from([0x58, value.length, ...value])
    : Buffer.from([0x59, value.length >> 8, value.length & 0xff, ...value]);

export function createSoftwareKey(origin: string) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const id = randomBytes(32);
  const state = { counter: 0 };
  // {1: 2, 3: -7, -1: 1, -2: x, -3: y}
  const cose = Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
    bytes(Buffer.from(x, "base64url")),
    Buffer.from([0x22]),
    bytes(Buffer.from(y, "base64url")),
  ]);
  const authenticatorData = (domain: string, flags: number, more: Uint8Array = Buffer.alloc(0)) => {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(state.counter);
    return Buffer.concat([sha256(domain), Buffer.from([flags]), counter, more]);
  };
  const clientData = (type: string, challenge: string, from: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin: from, crossOrigin: false }));
  const reply = (response: Record<string, string>) => ({
    id: base64(id),
    rawId: base64(id),
    type: "public-key",
    clientExtensionResults: {},
    response,
  });
  return {
    /** Answers an offer to make a passkey. */
    create({ challenge, rp }: Options, from = origin) {
      const credential = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, cose]);
      const data = authenticatorData(rp?.id ?? "", 0x45, credential);
      const attestation = Buffer.concat([
        Buffer.from([0xa3]),
        text("fmt"),
        text("none"),
        text("attStmt"),
        Buffer.from([0xa0]),
        text("authData"),
        bytes(data),
      ]);
      return reply({
        clientDataJSON: base64(clientData("webauthn.create", challenge, from)),
        attestationObject: base64(attestation),
      });
    },
    /** Answers a request for a proof. `step`: what the counter grows by; `verified`: whether the PIN was typed. */
    prove({ challenge, rpId }: Options, { from = origin, step = 1, verified = true } = {}) {
      state.counter += step;
      const data = authenticatorData(rpId ?? "", verified ? 0x05 : 0x01);
      const client = clientData("webauthn.get", challenge, from);
      const signature = createSign("sha256")
        .update(Buffer.concat([data, sha256(client)]))
        .sign(privateKey);
      return reply({
        clientDataJSON: base64(client),
        authenticatorData: base64(data),
        signature: base64(signature),
      });
    },
  };
}
