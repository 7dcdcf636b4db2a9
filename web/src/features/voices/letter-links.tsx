import { useTranslation } from "react-i18next";

import { voiceLetterPath } from "../../../../contract/src/voices-client.ts";
import type { VoiceView } from "../../../../contract/src/voices.ts";
import { Icon } from "../../ui/icon.tsx";
import { lettersOf } from "./letters.ts";

/** Letters of the acts that were recorded, as files for word processors. */
export function LetterLinks({ view }: { readonly view: VoiceView }) {
  const { t } = useTranslation();
  return lettersOf(view).map((kind) => (
    <a key={kind} className="button-link" href={voiceLetterPath(view.voice.id, kind)} download>
      <Icon name="download" /> {t(`voices:letter.${kind}`)}
    </a>
  ));
}
