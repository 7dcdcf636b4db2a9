/** A live picture with the words of its state and the mark of who looks at it. */
import { Button } from "antd";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { ViewPurpose } from "../../../../contract/src/video-values.ts";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { LiveLine, type LineNews } from "./live-line.ts";

import "./live-picture.css";

export interface LivePictureProps {
  readonly channel: string;
  readonly ocid: string;
  readonly label: string;
  readonly purpose?: ViewPurpose | undefined;
  readonly reason?: string | undefined;
  readonly minutes?: number | undefined;
  /** Instead of opening the same viewing again. */
  readonly onAgain?: (() => void) | undefined;
  /** Stands in place of the picture where it was refused; absent: the sentence of the problem. */
  readonly refused?: ReactNode;
}

const MARKS = Array.from({ length: 12 }, (_, index) => index);

export function Watermark({ text }: { readonly text: string }) {
  return (
    <div className="watermark" data-watermark={text}>
      {MARKS.map((mark) => (
        <span key={mark} aria-hidden={mark > 0}>
          {text}
        </span>
      ))}
    </div>
  );
}

/** Opened again, it is another viewing. */
export function LivePicture(props: LivePictureProps) {
  const [round, setRound] = useState(0);
  const again = () => setRound(round + 1);
  return <OneViewing key={round} {...props} onAgain={props.onAgain ?? again} />;
}

function OneViewing(props: LivePictureProps & { readonly onAgain: () => void }) {
  const { channel, ocid, purpose, reason, minutes, label, onAgain, refused } = props;
  const { t } = useTranslation();
  const video = useRef<HTMLVideoElement>(null);
  const [news, setNews] = useState<LineNews>({ state: "connecting" });
  useEffect(() => {
    if (video.current === null) return undefined;
    const line = new LiveLine(video.current, setNews);
    void line.open({
      channel,
      ocid,
      ...(purpose === undefined ? {} : { purpose }),
      ...(reason === undefined ? {} : { reason }),
      ...(minutes === undefined ? {} : { minutes }),
    });
    return () => line.close();
  }, [channel, ocid, purpose, reason, minutes]);
  const { state, watermark, error } = news;
  if (state === "refused" && refused !== undefined) return refused;
  return (
    <div className={`live-picture is-${state}`} data-state={state}>
      <video ref={video} muted autoPlay playsInline aria-label={label} />
      {watermark !== undefined && <Watermark text={watermark} />}
      {(state === "connecting" || state === "broken" || state === "unplayable") && (
        <p className="live-words" role="status">
          {t(`video:line.${state}`)}
        </p>
      )}
      {state === "over" && (
        <div className="live-words" role="status">
          {t("video:line.over")}{" "}
          <Button size="small" onClick={onAgain}>
            {t("video:line.again")}
          </Button>
        </div>
      )}
      {state === "refused" && (
        <div className="live-refused">
          <ProblemNotice
            error={error}
            act={
              <Button size="small" onClick={onAgain}>
                {t("video:line.again")}
              </Button>
            }
          />
        </div>
      )}
    </div>
  );
}
