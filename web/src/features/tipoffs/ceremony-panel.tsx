/**
 * The ceremony: three holders at one screen, each takes a share as a file or on paper; two shares are tried before the key
 * is published. The private key is never kept and never sent.
 */
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Department } from "../../../../contract/src/casework.ts";
import {
  type KeyShare,
  type MadeKey,
  makeOfficeKey,
  type ShareProblem,
  unlockKey,
} from "../../../../sealing/src/index.ts";
import { downloadText } from "../../ui/csv.ts";
import { Field } from "../../ui/field.tsx";
import { Panel, Tag } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Notice } from "../../ui/states.tsx";
import { usePublishKey } from "./queries.ts";
import { ShareField } from "./unlock-panel.tsx";

const HOLDERS = [0, 1, 2] as const;
type Names = readonly [string, string, string];

function NamesForm({ onMade }: { readonly onMade: (names: Names) => void }) {
  const { t } = useTranslation();
  const [names, setNames] = useState<Names>(["", "", ""]);
  const [isChecked, setChecked] = useState(false);
  const trimmed = names.map((name) => name.trim());
  const isDifferent = new Set(trimmed).size === HOLDERS.length;
  const errorOf = (at: number) => {
    if (!isChecked) return undefined;
    if (trimmed[at] === "") return t("tipoffs:ceremony.missing");
    return isDifferent ? undefined : t("tipoffs:ceremony.same");
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setChecked(true);
        if (isDifferent && !trimmed.includes("")) onMade(names);
      }}
    >
      <p className="tipoff-note">{t("tipoffs:ceremony.text")}</p>
      {HOLDERS.map((at) => (
        <Field
          key={at}
          label={t("tipoffs:ceremony.holder", { number: at + 1 })}
          error={errorOf(at)}
        >
          {(ids) => (
            <Input
              {...ids}
              autoComplete="off"
              maxLength={60}
              value={names[at]}
              onChange={({ target }) =>
                setNames(
                  names.map((name, index) =>
                    index === at ? target.value : name,
                  ) as unknown as Names,
                )
              }
            />
          )}
        </Field>
      ))}
      <Button type="primary" htmlType="submit">
        {t("tipoffs:ceremony.make")}
      </Button>
    </form>
  );
}

interface ShareLineProps {
  readonly share: KeyShare;
  readonly name: string;
  readonly unit: Department;
  readonly isTaken: boolean;
  readonly onTaken: () => void;
}

/** Shown to its holder alone, for as long as it is copied. */
function ShareLine({ share, name, unit, isTaken, onTaken }: ShareLineProps) {
  const { t } = useTranslation();
  const [isShown, setShown] = useState(false);
  const { code, index, keyId, fingerprint } = share;
  const save = () => {
    const text = t("tipoffs:ceremony.file", { unit: unit.name, keyId, index, name, fingerprint });
    downloadText(
      `tipoff-share-${unit.id}-${keyId.slice(0, 8)}-${index}.txt`,
      `${text}\ncode: ${code}\n`,
    );
    onTaken();
  };
  return (
    <li className="tipoff-entry">
      <p className="tipoff-entry-head">
        <b>{t("tipoffs:keys.holder", { index, name })}</b>
        {isTaken && <Tag tone="accent">{t("tipoffs:ceremony.taken")}</Tag>}
        <span className="meta">{fingerprint}</span>
      </p>
      <div className="tipoff-acts">
        <Button size="small" onClick={save}>
          {t("tipoffs:ceremony.save")}
        </Button>
        <Button
          size="small"
          aria-pressed={isShown}
          onClick={() => {
            setShown(!isShown);
            onTaken();
          }}
        >
          {t(isShown ? "tipoffs:ceremony.hide" : "tipoffs:ceremony.show")}
        </Button>
      </div>
      {isShown && <code className="tipoff-share-code">{code}</code>}
    </li>
  );
}

interface MadeProps {
  readonly made: MadeKey;
  readonly names: Names;
  readonly unit: Department;
  readonly onEnd: (keyId: string | undefined) => void;
}

function Made({ made, names, unit, onEnd }: MadeProps) {
  const { t } = useTranslation();
  const publish = usePublishKey();
  const [taken, setTaken] = useState<ReadonlySet<number>>(new Set());
  const [shares, setShares] = useState<readonly [string, string]>(["", ""]);
  const [problem, setProblem] = useState<ShareProblem>();
  const isAllTaken = taken.size === HOLDERS.length;
  const tryAndPublish = () => {
    const opened = unlockKey(shares);
    if ("problem" in opened) return setProblem(opened.problem);
    opened.privateKey.fill(0);
    if (opened.keyId !== made.key.keyId) return setProblem("wrongKey");
    setProblem(undefined);
    const holders = made.shares.map(({ index, fingerprint }) => ({
      index,
      fingerprint,
      name: names[index - 1]?.trim() ?? "",
    }));
    publish.mutate(
      { publicKey: made.key.publicKey, holders },
      { onSuccess: () => onEnd(made.key.keyId) },
    );
  };
  return (
    <>
      <ol className="tipoff-thread">
        {made.shares.map((share) => (
          <ShareLine
            key={share.index}
            share={share}
            name={names[share.index - 1]?.trim() ?? ""}
            unit={unit}
            isTaken={taken.has(share.index)}
            onTaken={() => setTaken(new Set([...taken, share.index]))}
          />
        ))}
      </ol>
      <p className="tipoff-note">{t("tipoffs:ceremony.tryText")}</p>
      <ShareField number={1} value={shares[0]} onChange={(one) => setShares([one, shares[1]])} />
      <ShareField number={2} value={shares[1]} onChange={(two) => setShares([shares[0], two])} />
      {problem !== undefined && (
        <p className="field-error" role="alert">
          {t(`tipoffs:unlock.problem.${problem}`)}
        </p>
      )}
      {publish.error !== null && <ProblemNotice error={publish.error} />}
      {!isAllTaken && <p className="meta">{t("tipoffs:ceremony.notTaken")}</p>}
      <div className="tipoff-acts">
        <Button
          type="primary"
          disabled={!isAllTaken}
          loading={publish.isPending}
          onClick={tryAndPublish}
        >
          {t("tipoffs:ceremony.publish")}
        </Button>
        <Button onClick={() => onEnd(undefined)}>{t("tipoffs:ceremony.discard")}</Button>
      </div>
    </>
  );
}

interface Running {
  readonly made: MadeKey;
  readonly names: Names;
}

export function CeremonyPanel({ unit }: { readonly unit: Department }) {
  const { t } = useTranslation();
  const [running, setRunning] = useState<Running>();
  const [published, setPublished] = useState<string>();
  return (
    <Panel title={t("tipoffs:ceremony.title")}>
      {published !== undefined && (
        <Notice tone="accent">{t("tipoffs:ceremony.published", { keyId: published })}</Notice>
      )}
      {running === undefined ? (
        <NamesForm
          onMade={(names) => {
            setPublished(undefined);
            setRunning({ made: makeOfficeKey(), names });
          }}
        />
      ) : (
        <Made
          {...running}
          unit={unit}
          onEnd={(keyId) => {
            setRunning(undefined);
            setPublished(keyId);
          }}
        />
      )}
    </Panel>
  );
}
