/** A button that chooses a file: the browser's own speaks the browser's language, not the page's. */
interface FileButtonProps {
  readonly label: string;
  /** As of the attribute `accept`. */
  readonly accept: string;
  readonly onFile: (file: File) => void;
  /** Name of the file that was chosen, shown beside the button. */
  readonly chosen?: string | undefined;
  readonly id?: string | undefined;
  readonly "aria-describedby"?: string | undefined;
}

export function FileButton({ label, accept, onFile, chosen, ...ids }: FileButtonProps) {
  return (
    <span className="file-button">
      <label className="button-link">
        {label}
        <input
          {...ids}
          type="file"
          className="hidden-text"
          accept={accept}
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            // The same file may be chosen again, after it was mended.
            target.value = "";
            if (file !== undefined) onFile(file);
          }}
        />
      </label>
      {chosen !== undefined && <span className="file-name">{chosen}</span>}
    </span>
  );
}
