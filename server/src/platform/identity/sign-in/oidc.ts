/** The unified identity of the government over OpenID Connect: authorisation code with PKCE, state and nonce. */
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  type Configuration,
  discovery,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from "openid-client";

export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /**
   * Claim whose value is the account, for persons who sign in for the first time. Absent: each links the identity
   * while signed in.
   */
  readonly accountClaim: string | undefined;
}

/** What must come back, kept between the way there and the way back. */
export interface OidcAsked {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly redirectUri: string;
}

export interface OidcPerson {
  readonly issuer: string;
  readonly subject: string;
  /** Value of the account claim, if it is a text. */
  readonly account: string | undefined;
}

const isLoopback = ({ hostname }: URL): boolean =>
  ["localhost", "127.0.0.1", "[::1]"].includes(hostname);

export function createOidc({ issuer, clientId, clientSecret, accountClaim }: OidcSettings) {
  const known: { configuration: Promise<Configuration> | undefined } = { configuration: undefined };

  /** Read at first use, and again after a failure: the other site may start later than this one. */
  function configuration(): Promise<Configuration> {
    const server = new URL(issuer);
    known.configuration ??= discovery(server, clientId, clientSecret, undefined, {
      // Plain http only to a provider on this computer, for tests.
      execute: isLoopback(server) ? [allowInsecureRequests] : [],
    }).catch((error: unknown) => {
      known.configuration = undefined;
      throw error;
    });
    return known.configuration;
  }

  return {
    /** Where to send the browser, and what to keep. */
    async begin(redirectUri: string): Promise<{ readonly url: string; readonly asked: OidcAsked }> {
      const asked: OidcAsked = {
        state: randomState(),
        nonce: randomNonce(),
        verifier: randomPKCECodeVerifier(),
        redirectUri,
      };
      const url = buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: "openid profile",
        state: asked.state,
        nonce: asked.nonce,
        code_challenge: await calculatePKCECodeChallenge(asked.verifier),
        code_challenge_method: "S256",
      });
      return { url: url.href, asked };
    },
    /** Who came back. @throws Error if state, nonce, code or signature are not right, or the site cannot be reached */
    async finish(query: string, asked: OidcAsked): Promise<OidcPerson> {
      const tokens = await authorizationCodeGrant(
        await configuration(),
        new URL(`${asked.redirectUri}?${query}`),
        {
          expectedState: asked.state,
          expectedNonce: asked.nonce,
          pkceCodeVerifier: asked.verifier,
          idTokenExpected: true,
        },
      );
      const claims = tokens.claims();
      if (claims === undefined) throw new Error("the reply has no ID token");
      const named = accountClaim === undefined ? undefined : claims[accountClaim];
      return {
        issuer: claims.iss,
        subject: claims.sub,
        account: typeof named === "string" ? named : undefined,
      };
    },
  };
}
export type Oidc = ReturnType<typeof createOidc>;
