/** What a bidder takes home of its own receipts: file and paper, also before the result. */
import { useTranslation } from "react-i18next";

import { ownCertificatePath } from "../../../../contract/src/certificates-client.ts";

export function OwnCertificate({ ocid, title }: { readonly ocid: string; readonly title: string }) {
  const { t } = useTranslation();
  return (
    <span className="certificate-own">
      {(["paper", "file"] as const).map((form) => (
        <a
          key={form}
          href={ownCertificatePath(ocid, form)}
          download
          aria-label={t(`certificates:own.${form}Of`, { title })}
        >
          {t(`certificates:own.${form}`)}
        </a>
      ))}
    </span>
  );
}
