/** Command palette: one list, filtered by the caller, driven by the keyboard (visual language §6). */
import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";

import { Icon, type IconName } from "./icon.tsx";
import { groupBy } from "./lists.ts";
import { Key } from "./panel.tsx";

export interface Command {
  readonly id: string;
  readonly group: string;
  readonly icon: IconName;
  readonly title: string;
  readonly note?: string | undefined;
  readonly run: () => void;
}

export interface PaletteProps {
  readonly label: string;
  readonly placeholder: string;
  readonly commands: readonly Command[];
  readonly emptyText: string;
  readonly hint: string;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly onClose: () => void;
}

interface ListProps {
  readonly id: string;
  readonly label: string;
  readonly commands: readonly Command[];
  readonly active: number;
  readonly onRun: (command: Command) => void;
}

function CommandList({ id, label, commands, active, onRun }: ListProps) {
  const groups = groupBy(commands, (command) => command.group);
  return (
    <div role="listbox" id={id} aria-label={label} className="palette-list">
      {groups.map(([group, members]) => (
        <div role="group" key={group} aria-label={group}>
          <div className="palette-group" aria-hidden="true">
            {group}
          </div>
          {members.map((command) => {
            const index = commands.indexOf(command);
            return (
              <div
                key={command.id}
                id={`${id}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === active}
                className="palette-item"
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => onRun(command)}
                onKeyDown={(event) => event.key === "Enter" && onRun(command)}
              >
                <Icon name={command.icon} />
                <span>{command.title}</span>
                {command.note !== undefined && <small>{command.note}</small>}
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
}

export function Palette(props: PaletteProps) {
  const { query, onQuery, onClose } = props;
  // As they are shown: by group, the group of the best answer first.
  const commands = groupBy(props.commands, (command) => command.group).flatMap(
    ([, members]) => members,
  );
  const dialog = useRef<HTMLDialogElement>(null);
  const [active, setActive] = useState(0);
  const listId = useId();
  const current = Math.min(active, Math.max(commands.length - 1, 0));

  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  useEffect(() => {
    document.getElementById(`${listId}-${current}`)?.scrollIntoView({ block: "nearest" });
  }, [listId, current]);

  const run = (command: Command) => {
    onClose();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter and arrows belong to the input method while it composes.
    if (event.nativeEvent.isComposing) return;
    const last = commands.length - 1;
    if (event.key === "ArrowDown") setActive(current >= last ? 0 : current + 1);
    else if (event.key === "ArrowUp") setActive(current <= 0 ? last : current - 1);
    else if (event.key === "Enter") {
      const command = commands[current];
      if (command !== undefined) run(command);
    } else return;
    event.preventDefault();
  };

  return (
    <dialog ref={dialog} className="palette" aria-label={props.label} onClose={onClose}>
      <div className="palette-input">
        <Icon name="search" />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={commands.length > 0 ? `${listId}-${current}` : undefined}
          aria-label={props.placeholder}
          placeholder={props.placeholder}
          value={query}
          onChange={(event) => {
            setActive(0);
            onQuery(event.target.value);
          }}
          onKeyDown={onKeyDown}
        />
        <Key>Esc</Key>
      </div>
      <CommandList
        id={listId}
        label={props.label}
        commands={commands}
        active={current}
        onRun={run}
      />
      {commands.length === 0 && <p className="palette-empty">{props.emptyText}</p>}
      <div className="palette-foot">
        <span>
          <Key>↑</Key> <Key>↓</Key> {props.hint}
        </span>
      </div>
    </dialog>
  );
}
