/** 现场: rooms of the day's projects, their cameras on a wall, the time under the chosen one. */
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { PicturesToday } from "../../../../contract/src/video.ts";
import { useKeys } from "../../ui/keys.ts";
import { QueryState } from "../../ui/query-state.tsx";
import { Notice } from "../../ui/states.tsx";
import { Cell } from "./cell.tsx";
import { cellFor, isNow, LAYOUTS, type Layout, type Place, seenAt, warnedPlace } from "./places.ts";
import { usePictures } from "./queries.ts";
import { RoomList } from "./room-list.tsx";
import { Timeline } from "./timeline.tsx";

import "./video.css";

type Cells = readonly (Place | undefined)[];

const keyOfLayout = (layout: Layout): string => (layout === 16 ? "6" : String(layout));

function useWall() {
  const [layout, setLayout] = useState<Layout>(1);
  const [cells, setCells] = useState<Cells>([]);
  const [chosen, setChosen] = useState(0);
  const [isPointed, setIsPointed] = useState(false);
  const put = (place: Place | undefined, at: number) =>
    setCells(Array.from({ length: 16 }, (_, index) => (index === at ? place : cells[index])));
  const visible = Array.from({ length: layout }, (_, index) => cells[index]);
  const point = (at: number) => {
    setChosen(at);
    setIsPointed(true);
  };
  const show = (place: Place) => {
    const at = cellFor({ cells: visible, chosen, isPointed }, place);
    put(place, at);
    setChosen(at);
    setIsPointed(false);
  };
  const arrange = (wanted: Layout) => {
    setLayout(wanted);
    if (chosen >= wanted) setChosen(0);
  };
  return { layout, arrange, cells: visible, chosen, point, put, show };
}

type WallState = ReturnType<typeof useWall>;

function WallBar({
  wall,
  pictures,
}: {
  readonly wall: WallState;
  readonly pictures: PicturesToday;
}) {
  const { t } = useTranslation();
  const { layout, arrange, show } = wall;
  const warned = warnedPlace(pictures);
  useKeys({ 1: () => arrange(1), 4: () => arrange(4), 9: () => arrange(9), 6: () => arrange(16) });
  return (
    <div className="wall-bar">
      <div className="wall-layouts" role="group" aria-label={t("video:layouts")}>
        {LAYOUTS.map((one) => (
          <Button
            key={one}
            size="small"
            aria-pressed={one === layout}
            aria-keyshortcuts={keyOfLayout(one)}
            type={one === layout ? "primary" : "default"}
            onClick={() => arrange(one)}
          >
            {t("video:layout", { count: one })}
          </Button>
        ))}
      </div>
      <Button
        size="small"
        disabled={warned === undefined}
        onClick={() => warned !== undefined && show(warned)}
      >
        {t("video:toWarned")}
      </Button>
    </div>
  );
}

function Wall({ pictures }: { readonly pictures: PicturesToday }) {
  const { t } = useTranslation();
  const wall = useWall();
  const { layout, cells, chosen, point, put, show } = wall;
  const shown = new Set(
    cells.flatMap((one) => (one === undefined ? [] : `${one.booking} ${one.channel}`)),
  );
  const seen = seenAt(pictures, cells[chosen]);
  return (
    <div className="wall-page">
      <RoomList pictures={pictures} shown={shown} onShow={show} />
      <div className="wall-main">
        <WallBar wall={wall} pictures={pictures} />
        <ul className={`wall wall-${layout}`} aria-label={t("video:wall")}>
          {Array.from({ length: layout }, (_, index) => (
            <Cell
              // A cell is its place on the wall.
              key={`cell-${index}`}
              number={index + 1}
              seen={seenAt(pictures, cells[index])}
              isPicked={index === chosen}
              onPick={() => point(index)}
              onClear={() => put(undefined, index)}
            />
          ))}
        </ul>
        {seen !== undefined && <Timeline seen={seen} now={Date.parse(pictures.now)} />}
      </div>
    </div>
  );
}

export function PicturesPage() {
  const { t } = useTranslation();
  const query = usePictures();
  const pictures = query.data;
  const rooms = pictures?.projects.flatMap((project) => project.rooms) ?? [];
  const live = rooms.filter((room) => isNow(room, Date.parse(pictures?.now ?? ""))).length;
  return (
    <div className="page pictures-page">
      <title>{t("video:documentTitle")}</title>
      <h1 className="page-sentence">
        {pictures === undefined
          ? t("video:title")
          : t("video:sentence", { count: rooms.length, live })}
      </h1>
      <QueryState query={query} />
      {pictures?.hasProgram === false && <Notice tone="accent">{t("video:noProgram")}</Notice>}
      {pictures !== undefined && <Wall pictures={pictures} />}
    </div>
  );
}
