/** E-mail by SMTP. */
import nodemailer from "nodemailer";

import { DeliveryError, networkReason, type Sender } from "./channel.ts";

const LIMIT_MS = 10_000;

export interface MailOptions {
  /** smtp:// or smtps://, with user and password if the server asks for them. */
  readonly url: string;
  readonly from: string;
}

export function mailSender({ url, from }: MailOptions): Sender {
  const transport = nodemailer.createTransport(url, {
    from,
    // No file or address named in a message is ever opened.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  Object.assign(transport.options, {
    connectionTimeout: LIMIT_MS,
    greetingTimeout: LIMIT_MS,
    socketTimeout: LIMIT_MS,
  });
  return {
    async send(address, { subject, text }) {
      try {
        await transport.sendMail({ to: { name: "", address }, subject, text });
      } catch (error) {
        const { responseCode } = error as { responseCode?: number };
        if (typeof responseCode !== "number")
          throw new DeliveryError(networkReason(error), { cause: error });
        throw new DeliveryError(`smtp ${responseCode}`, {
          isFinal: responseCode >= 550 && responseCode <= 553,
          cause: error,
        });
      }
    },
  };
}
