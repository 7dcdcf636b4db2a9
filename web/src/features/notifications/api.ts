/** The routes of notifications. */
import { sendRequest } from "../../../../contract/src/client.ts";
import type {
  Channel,
  GiveAddress,
  MarkRead,
  NoticeChoices,
  NoticePage,
  NoticeQuery,
  NoticeSettings,
  ProveAddress,
  Unread,
} from "../../../../contract/src/notify.ts";

const ROOT = "/api/notifications";

export const noticesApi = {
  list: ({ unread, ...query }: NoticeQuery, signal?: AbortSignal) =>
    sendRequest<NoticePage>({}, ["GET", ROOT], {
      query: { ...query, ...(unread === true ? { unread: "true" } : {}) },
      signal,
    }),
  markRead: (body: MarkRead) => sendRequest<Unread>({}, ["POST", `${ROOT}/read`], { body }),
  getSettings: (signal?: AbortSignal) =>
    sendRequest<NoticeSettings>({}, ["GET", `${ROOT}/settings`], { signal }),
  saveSettings: (body: NoticeChoices) =>
    sendRequest<NoticeSettings>({}, ["PUT", `${ROOT}/settings`], { body }),
  giveAddress: (body: GiveAddress) =>
    sendRequest<unknown>({}, ["POST", `${ROOT}/addresses`], { body }),
  proveAddress: (body: ProveAddress) =>
    sendRequest<NoticeSettings>({}, ["POST", `${ROOT}/addresses/verification`], { body }),
  dropAddress: (channel: Channel) =>
    sendRequest<NoticeSettings>({}, ["DELETE", `${ROOT}/addresses/${channel}`]),
};
