/** Typed client of sign-in steps, the own account and resets; one function an endpoint, each throws `ProblemError`. */
import type { Static } from "typebox";

import type {
  AccountPage,
  AccountQuery,
  AccountRow,
  CollectLetters,
  Invite,
  Invited,
} from "./accounts.ts";
import { type ClientOptions, type Method, sendRequest } from "./client.ts";
import type {
  AccountView,
  ApprovedReset as ApprovedResetSchema,
  CertificateAnswer,
  RequestReset,
  ResetList as ResetListSchema,
  SessionView,
  TotpDraft,
} from "./session.ts";

/** What the browser gets from, and gives to, `@simplewebauthn/browser`. */
export interface PasskeyOptionsReply {
  readonly options: Readonly<Record<string, unknown>>;
}

type ResetList = Static<typeof ResetListSchema>;
type ApprovedReset = Static<typeof ApprovedResetSchema>;

/** Accounts of others: the list, letters, links. */
function createAdministration(options: ClientOptions) {
  const post = <Reply>(path: string, body: unknown) =>
    sendRequest<Reply>(options, ["POST", path], { body });
  const segment = encodeURIComponent;
  return {
    listAccounts: (query: AccountQuery, signal?: AbortSignal) =>
      sendRequest<AccountPage>(options, ["GET", "/api/accounts"], { query, signal }),
    getAccountOf: (person: string, signal?: AbortSignal) =>
      sendRequest<AccountRow>(options, ["GET", `/api/accounts/${segment(person)}`], { signal }),
    inviteAccounts: (body: Invite) => post<Invited>("/api/accounts/invitations", body),
    collectLetters: (body: CollectLetters) => post<Invited>("/api/accounts/letters", body),
    revokeLink: (account: string) =>
      sendRequest<{ revoked: boolean }>(
        options,
        ["DELETE", `/api/accounts/${segment(account)}/link`],
        {},
      ),
  };
}

// oxlint-disable-next-line max-lines-per-function -- one list of calls
export function createAccountClient(options: ClientOptions = {}) {
  const call = <Reply>(method: Method, path: string, body?: unknown) =>
    sendRequest<Reply>(options, [method, path], body === undefined ? {} : { body });
  const post = <Reply>(path: string, body?: unknown) => call<Reply>("POST", path, body);
  const remove = (path: string) => call<AccountView>("DELETE", `/api/account/${path}`);
  const segment = encodeURIComponent;

  return {
    proveTotp: (code: string) => post<SessionView>("/api/session/totp", { code }),
    proveRecovery: (code: string) => post<SessionView>("/api/session/recovery", { code }),
    chooseNewPassword: (password: string) =>
      post<SessionView>("/api/session/password", { password }),
    passkeyOptions: () => post<PasskeyOptionsReply>("/api/session/passkey/options"),
    provePasskey: (answer: unknown) => post<SessionView>("/api/session/passkey", { answer }),
    certificateChallenge: () => post<{ message: string }>("/api/session/certificate/challenge"),
    proveCertificate: (answer: CertificateAnswer) =>
      post<SessionView>("/api/session/certificate", answer),
    redeemReset: (body: { token: string; password: string }) =>
      post<SessionView>("/api/session/reset", body),
    redeemActivation: (body: { token: string; password: string }) =>
      post<SessionView>("/api/session/activation", body),

    /** The same acts at the first sign-in and on the page of the own account. */
    signingIn: {
      draftTotp: () => post<TotpDraft>("/api/session/enrol/totp/draft"),
      enrolTotp: (code: string) => post<SessionView>("/api/session/enrol/totp", { code }),
      passkeyOptions: () => post<PasskeyOptionsReply>("/api/session/enrol/passkey/options"),
      enrolPasskey: (body: { answer: unknown; name: string }) =>
        post<SessionView>("/api/session/enrol/passkey", body),
    },
    signedIn: {
      draftTotp: () => post<TotpDraft>("/api/account/totp/draft"),
      enrolTotp: (code: string) => post<AccountView>("/api/account/totp", { code }),
      passkeyOptions: () => post<PasskeyOptionsReply>("/api/account/passkeys/options"),
      enrolPasskey: (body: { answer: unknown; name: string }) =>
        post<AccountView>("/api/account/passkeys", body),
    },

    ...createAdministration(options),

    getAccount: (signal?: AbortSignal) =>
      sendRequest<AccountView>(options, ["GET", "/api/account"], { signal }),
    changePassword: (body: { current?: string; password: string }) =>
      post<AccountView>("/api/account/password", body),
    renewRecoveryCodes: () => post<AccountView>("/api/account/recovery-codes"),
    bindChallenge: () => post<{ message: string }>("/api/account/certificates/challenge"),
    bindCertificate: (answer: CertificateAnswer) =>
      post<AccountView>("/api/account/certificates", answer),
    removeTotp: () => remove("totp"),
    removePasskey: (id: string) => remove(`passkeys/${segment(id)}`),
    unlinkIdentity: () => remove("identity"),
    removeCertificate: (id: string) => remove(`certificates/${segment(id)}`),
    endSession: (id: string) => remove(`sessions/${segment(id)}`),
    endOtherSessions: () => remove("sessions"),
    endAllSessions: () => remove("sessions?all=yes"),

    listResets: (signal?: AbortSignal) =>
      sendRequest<ResetList>(options, ["GET", "/api/identity/resets"], { signal }),
    requestReset: (body: RequestReset) => post<ResetList>("/api/identity/resets", body),
    approveReset: (reset: string) =>
      post<ApprovedReset>(`/api/identity/resets/${segment(reset)}/approval`),
  };
}
export type AccountClient = ReturnType<typeof createAccountClient>;
export type EnrolmentClient = AccountClient["signingIn"] | AccountClient["signedIn"];
