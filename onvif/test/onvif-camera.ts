/** A small camera that speaks ONVIF: SOAP over HTTP with both ways of proof, and answers to a search. */
import { createHash } from "node:crypto";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

export const USER = "viewer";
export const PASSWORD = "s3 cret/@";
const REALM = "camera";
const NONCE = "0a1b2c";

export interface TestCameraOptions {
  /** How it wants the password proved: in the SOAP head, or by HTTP. */
  readonly proof: "soap" | "http";
  /** Overrides the answer to an action. */
  readonly answers?: Readonly<Record<string, string>>;
}

export interface TestCamera {
  readonly port: number;
  /** Actions it was asked for, in order. */
  readonly actions: readonly string[];
  close(): Promise<void>;
}

const envelope = (body: string): string =>
  `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:tds="http://www.onvif.org/ver10/device/wsdl" xmlns:trt="http://www.onvif.org/ver10/media/wsdl" xmlns:tt="http://www.onvif.org/ver10/schema"><s:Body>${body}</s:Body></s:Envelope>`;

export const fault = (code: string, text: string): string =>
  `<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>ter:${code}</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang="en">${text}</s:Text></s:Reason></s:Fault>`;

const profile = (token: string, name: string, encoder: string): string =>
  `<trt:Profiles token="${token}" fixed="true"><tt:Name>${name}</tt:Name>${encoder}</trt:Profiles>`;

const encoder = (encoding: string, width: number, height: number): string =>
  `<tt:VideoEncoderConfiguration token="e"><tt:Name>e</tt:Name><tt:Encoding>${encoding}</tt:Encoding><tt:Resolution><tt:Width>${width}</tt:Width><tt:Height>${height}</tt:Height></tt:Resolution></tt:VideoEncoderConfiguration>`;

const DATE =
  "<tt:UTCDateTime><tt:Time><tt:Hour>4</tt:Hour><tt:Minute>0</tt:Minute><tt:Second>0</tt:Second></tt:Time><tt:Date><tt:Year>2026</tt:Year><tt:Month>11</tt:Month><tt:Day>29</tt:Day></tt:Date></tt:UTCDateTime>";

const PROFILES = [
  profile("main", "主码流", encoder("H264", 1920, 1080)),
  profile("sub", "sub", encoder("H265", 640, 360)),
  profile("sound", "sound", ""),
].join("");

function answerTo(action: string, token: string): string {
  switch (action) {
    case "GetSystemDateAndTime":
      return `<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime>${DATE}</tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>`;
    case "GetCapabilities":
      // The address it believes to have is not the one it is asked at.
      return "<tds:GetCapabilitiesResponse><tds:Capabilities><tt:Media><tt:XAddr>http://192.168.1.64/onvif/media</tt:XAddr></tt:Media></tds:Capabilities></tds:GetCapabilitiesResponse>";
    case "GetProfiles":
      return `<trt:GetProfilesResponse>${PROFILES}</trt:GetProfilesResponse>`;
    case "GetStreamUri":
      return `<trt:GetStreamUriResponse><trt:MediaUri><tt:Uri>rtsp://admin:factory@192.168.1.64:554/live/${token}?a=1&amp;b=2</tt:Uri></trt:MediaUri></trt:GetStreamUriResponse>`;
    default:
      return fault("ActionNotSupported", "Optional Action Not Implemented");
  }
}

const md5 = (text: string): string => createHash("md5").update(text).digest("hex");

/** RFC 2617 without a counter. */
function isProvedByHttp(request: IncomingMessage): boolean {
  const given = request.headers.authorization ?? "";
  const field = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(given)?.[1];
  const who = md5(`${USER}:${REALM}:${PASSWORD}`);
  const what = md5(`POST:${request.url}`);
  return field("username") === USER && field("response") === md5(`${who}:${NONCE}:${what}`);
}

/** WS-Security UsernameToken profile: the digest of nonce, time and password. */
function isProvedBySoap(body: string): boolean {
  const field = (name: string) => new RegExp(`<${name}[^>]*>([^<]*)</`).exec(body)?.[1] ?? "";
  const parts = [Buffer.from(field("Nonce"), "base64"), field("Created"), PASSWORD];
  const hash = createHash("sha1");
  for (const part of parts) hash.update(part);
  return field("Username") === USER && field("Password") === hash.digest("base64");
}

async function textOf(request: IncomingMessage): Promise<string> {
  const pieces = (await request.toArray()) as Buffer[];
  return Buffer.concat(pieces).toString();
}

export async function startTestCamera({
  proof,
  answers = {},
}: TestCameraOptions): Promise<TestCamera> {
  const actions: string[] = [];
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(request);
    const action = /<(Get\w+) xmlns/.exec(body)?.[1] ?? "";
    actions.push(action);
    const isOpen = action === "GetSystemDateAndTime";
    if (proof === "http" && !isOpen && !isProvedByHttp(request)) {
      response.setHeader("www-authenticate", `Digest realm="${REALM}", nonce="${NONCE}"`);
      response.writeHead(401).end();
      return;
    }
    if (proof === "soap" && !isOpen && !isProvedBySoap(body)) {
      response.writeHead(400).end(envelope(fault("NotAuthorized", "Sender not Authorized")));
      return;
    }
    const token = /<ProfileToken>([^<]*)</.exec(body)?.[1] ?? "";
    response.end(envelope(answers[action] ?? answerTo(action, token)));
  }
  const server = createServer((request, response) => void handle(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    port: address.port,
    actions,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

const GROUP = "239.255.255.250";
const DISCOVERY_PORT = 3702;

export const probeMatch = (id: string, addresses: string, scopes = ""): string =>
  `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"><s:Body><d:ProbeMatches><d:ProbeMatch><a:EndpointReference><a:Address>${id}</a:Address></a:EndpointReference><d:Types>dn:NetworkVideoTransmitter</d:Types><d:Scopes>${scopes}</d:Scopes><d:XAddrs>${addresses}</d:XAddrs></d:ProbeMatch></d:ProbeMatches></s:Body></s:Envelope>`;

/** Answers each search in the network with these texts. */
export async function answerSearches(texts: readonly string[]): Promise<() => Promise<void>> {
  const socket = createSocket({ type: "udp4", reuseAddr: true });
  socket.on("message", (bytes, { port, address }) => {
    if (!bytes.includes("Probe")) return;
    for (const text of texts) socket.send(text, port, address);
  });
  socket.bind(DISCOVERY_PORT);
  await once(socket, "listening");
  socket.addMembership(GROUP);
  return async () => {
    socket.close();
    await once(socket, "close");
  };
}
