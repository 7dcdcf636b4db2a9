/** A recording that was opened for a purpose: the film under the viewer's mark, and the time below it. */
import { Button, Select } from "antd";
import { type RefCallback, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { ExportClip, Viewing } from "../../../../contract/src/video.ts";
import { dayOf, secondOf, timeOf } from "../../ui/dates.ts";
import { useKeys } from "../../ui/keys.ts";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { type FilmFault, FilmPlayer } from "./film-player.ts";
import { Watermark } from "./live-picture.tsx";
import { useTimeline } from "./queries.ts";
import { useExportClip } from "./register-queries.ts";
import { TimeBar, TimeMarks } from "./timeline.tsx";

const SPEEDS = [1, 2, 4, 8] as const;
const STEP_SECONDS = 10;
const TICK_MS = 250;

export interface Opened extends Pick<ExportClip, "ocid" | "span" | "purpose" | "reason"> {
  readonly viewing: Viewing;
  readonly name: string;
}

interface FilmState {
  /** undefined: the element is not there yet. */
  readonly player: FilmPlayer | undefined;
  /** Milliseconds since 1970; undefined: no picture yet. */
  readonly at: number | undefined;
  readonly isPlaying: boolean;
  readonly seek: (instant: number) => void;
  readonly fault: FilmFault | "over" | undefined;
}

interface AttachedFilm extends FilmState {
  /** Of the element that shows it. */
  readonly attach: RefCallback<HTMLVideoElement>;
}

function useFilm({ viewing, until }: Pick<Viewing, "viewing" | "until">): AttachedFilm {
  const [player, setPlayer] = useState<FilmPlayer>();
  const [at, setAt] = useState<number>();
  const [isPlaying, setPlaying] = useState(false);
  const [fault, setFault] = useState<FilmState["fault"]>();
  const attach = useCallback(
    (element: HTMLVideoElement) => {
      const film = new FilmPlayer(element, `/api/video/viewings/${viewing}/film.m3u8`, setFault);
      setPlayer(film);
      return () => film.close();
    },
    [viewing],
  );
  useEffect(() => {
    if (player === undefined) return undefined;
    const timer = setInterval(() => {
      setAt(player.instant);
      setPlaying(player.isPlaying);
    }, TICK_MS);
    const end = setTimeout(
      () => {
        player.close();
        setFault("over");
      },
      Math.max(Date.parse(until) - Date.now(), 0),
    );
    return () => {
      clearInterval(timer);
      clearTimeout(end);
    };
  }, [player, until]);
  // The place at once, and not only when the picture has come: where nothing was recorded, that at which the record goes on.
  const seek = (instant: number) => {
    player?.seek(instant);
    setAt(player?.instant ?? instant);
  };
  return { attach, player, seek, at, isPlaying, fault };
}

interface PartProps {
  readonly film: FilmState;
}

function Controls({ film: { player, at, isPlaying } }: PartProps) {
  const { t } = useTranslation();
  const [speed, setSpeed] = useState<number>(1);
  const [isMuted, setMuted] = useState(true);
  const back = () => player?.skip(-STEP_SECONDS);
  const on = () => player?.skip(STEP_SECONDS);
  const toggle = () => player?.toggle();
  const frame = (frames: number) => player?.step(frames);
  useKeys({ j: back, k: toggle, l: on, ",": () => frame(-1), ".": () => frame(1) });
  return (
    <div className="film-controls">
      <Button size="small" aria-keyshortcuts="j" onClick={back}>
        {t("cameras:film.back", { count: STEP_SECONDS })}
      </Button>
      <Button size="small" type="primary" aria-keyshortcuts="k" onClick={toggle}>
        {t(isPlaying ? "cameras:film.pause" : "cameras:film.play")}
      </Button>
      <Button size="small" aria-keyshortcuts="l" onClick={on}>
        {t("cameras:film.forward", { count: STEP_SECONDS })}
      </Button>
      <Button size="small" aria-keyshortcuts="," onClick={() => frame(-1)}>
        {t("cameras:film.frameBack")}
      </Button>
      <Button size="small" aria-keyshortcuts="." onClick={() => frame(1)}>
        {t("cameras:film.frameOn")}
      </Button>
      <Select
        size="small"
        aria-label={t("cameras:film.speed")}
        value={speed}
        // On a full screen nothing outside of the film is seen.
        getPopupContainer={(trigger: HTMLElement) => trigger.parentElement ?? document.body}
        onChange={(rate: number) => {
          setSpeed(rate);
          player?.setSpeed(rate);
        }}
        options={SPEEDS.map((value) => ({ value, label: t("cameras:film.times", { value }) }))}
      />
      <Button
        size="small"
        onClick={() => {
          setMuted(!isMuted);
          player?.setMuted(!isMuted);
        }}
      >
        {t(isMuted ? "cameras:film.sound" : "cameras:film.mute")}
      </Button>
      <output className="film-clock">
        {at === undefined ? "—" : `${dayOf(new Date(at))} ${secondOf(at)}`}
      </output>
    </div>
  );
}

interface CutProps extends PartProps {
  readonly opened: Opened;
  readonly mayKeep: boolean;
}

/** Beginning and end are taken from the film; what lies between leaves the house as a clip with its proof. */
function Cut({ opened, film, mayKeep }: CutProps) {
  const { t } = useTranslation();
  const clip = useExportClip();
  const [from, setFrom] = useState<number>();
  const [to, setTo] = useState<number>();
  if (!mayKeep) return null;
  const { at, player } = film;
  // What is shown now; the clock beside it is a quarter of a second behind.
  const take = (set: (instant: number | undefined) => void) => () => set(player?.instant ?? at);
  const word = (instant: number | undefined) => (instant === undefined ? "—" : secondOf(instant));
  const isWhole = from !== undefined && to !== undefined && from < to;
  const send = () => {
    if (!isWhole) return;
    const { ocid, purpose, reason, viewing } = opened;
    const span = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
    clip.mutate({ channel: viewing.channel, ocid, purpose, reason, span });
  };
  return (
    <div className="film-controls">
      <Button size="small" disabled={at === undefined} onClick={take(setFrom)}>
        {t("cameras:film.from", { at: word(from) })}
      </Button>
      <Button size="small" disabled={at === undefined} onClick={take(setTo)}>
        {t("cameras:film.to", { at: word(to) })}
      </Button>
      <Button size="small" disabled={!isWhole} loading={clip.isPending} onClick={send}>
        {t("cameras:film.export")}
      </Button>
      {clip.isSuccess && <span role="status">{t("cameras:film.exported")}</span>}
      {clip.error !== null && <ProblemNotice error={clip.error} />}
    </div>
  );
}

/** The whole film with its mark, its time and its buttons, so that nobody looks at pictures without the mark. */
function useFullScreen() {
  const frame = useRef<HTMLElement>(null);
  const toggle = () => {
    if (document.fullscreenElement === null) void frame.current?.requestFullscreen();
    else void document.exitFullscreen();
  };
  useKeys({ f: toggle });
  return { frame, toggle };
}

interface FilmProps {
  readonly opened: Opened;
  readonly mayKeep: boolean;
  readonly onClose: () => void;
}

export function Film({ opened, mayKeep, onClose }: FilmProps) {
  const { t } = useTranslation();
  const { viewing, name } = opened;
  const { attach, ...film } = useFilm(viewing);
  const { ocid, span } = opened;
  const { frame, toggle } = useFullScreen();
  const query = useTimeline({ channel: viewing.channel, ocid, ...span });
  const { coverage, until, watermark } = viewing;
  return (
    <section className="film" ref={frame} aria-label={t("cameras:film.of", { name })}>
      <p className="film-head">
        <b>{name}</b>
        {coverage !== undefined && (
          <span className="meta">
            {t("cameras:film.coverage", {
              share: (coverage.share * 100).toFixed(2),
              count: coverage.gaps.length,
            })}
          </span>
        )}
        <span className="meta">{t("cameras:film.until", { at: timeOf(until) })}</span>
        <Button size="small" aria-keyshortcuts="f" onClick={toggle}>
          {t("cameras:film.fullScreen")}
        </Button>
        <Button size="small" onClick={onClose}>
          {t("cameras:film.close")}
        </Button>
      </p>
      <div className="film-body">
        <div className="film-picture">
          <video ref={attach} muted autoPlay playsInline aria-label={name} />
          <Watermark text={watermark} />
          {film.fault !== undefined && (
            <p className="live-words" role="status">
              {t(`cameras:film.fault.${film.fault}`)}
            </p>
          )}
        </div>
        <div className="film-marks">
          <QueryState query={query} />
          {query.data !== undefined && <TimeMarks marks={query.data.marks} onSeek={film.seek} />}
        </div>
      </div>
      {query.data !== undefined && (
        <TimeBar
          timeline={query.data}
          now={film.at ?? Number.NaN}
          end={Date.parse(span.to)}
          onSeek={film.seek}
        />
      )}
      <Controls film={film} />
      <Cut opened={opened} film={film} mayKeep={mayKeep} />
    </section>
  );
}
