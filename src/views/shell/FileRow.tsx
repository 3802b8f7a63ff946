import { CircleX, Clock, TriangleAlert, X } from 'lucide-react';
import { showBytes } from '../../base/figures.ts';
import type { FileEntry } from '../../state/session.ts';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { useApp, useSay, useSayMessage, useView } from '../context.ts';
import { panel, usePanel } from './panel-state.ts';
import css from './SourceRow.module.css';

/** A file that is no source: being read, or refused. */
export function FileRow({ file }: { readonly file: FileEntry }) {
  const t = useSay();
  const sayMessage = useSayMessage();
  const { session, view } = useApp();
  const evidence = file.parts[0]?.report.evidence;
  const busy = file.status === 'reading' || file.status === 'waiting';
  const inReport = useView((s) => s.view === 'report');
  const selected = usePanel((s) => s.reportFile === file.id) && inReport;
  const name = file.name.slice(file.name.lastIndexOf('/') + 1);
  const Icon = busy ? Clock : file.status === 'cancelled' ? TriangleAlert : CircleX;
  const progress = t('shell.bytesOf', { read: showBytes(file.read), total: showBytes(file.size) });
  return (
    <li className={cx(css.row, selected && css.selected)}>
      <span className={css.state}>
        <Icon className={cx(!busy && css.danger)} aria-label={t(`shell.status.${file.status}`)} />
      </span>
      <button
        type="button"
        className={css.name}
        title={file.name}
        onClick={() => {
          panel.setState({ reportFile: file.id });
          view.show('report');
        }}
      >
        {name}
      </button>
      <span className={css.value}>
        {busy ? (
          <IconButton
            small
            label={t('shell.cancelReading', { name })}
            icon={<X />}
            onClick={() => session.cancel(file.id)}
          />
        ) : (
          <IconButton
            small
            label={t('shell.removeFile', { name })}
            icon={<X />}
            onClick={() => session.removeFile(file.id)}
          />
        )}
      </span>
      {busy ? (
        <span className={css.progress}>
          <span>{progress}</span>
          <ProgressBar height={3} value={file.size === 0 ? null : file.read / file.size} label={progress} />
        </span>
      ) : (
        <span className={css.line}>
          {t(`shell.status.${file.status}`)}
          {evidence === undefined ? '' : ` · ${sayMessage(evidence)}`}
        </span>
      )}
    </li>
  );
}
