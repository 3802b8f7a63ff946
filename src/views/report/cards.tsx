import { CircleX, Clock } from 'lucide-react';
import { showBytes, showMillis } from '../../base/figures.ts';
import type { FileEntry } from '../../state/session.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { useApp, useSay, useSayMessage } from '../context.ts';
import { useOpener } from '../drop/open-context.ts';
import { reopenUncapped } from '../drop/open-inputs.ts';
import { ErrorText } from './FileDetail.tsx';
import css from './Report.module.css';
import { isTooLarge, type ReportRow } from './rows.ts';

const baseName = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** A file that is being read: how far, how fast, and a way to stop. */
export function ReadingCard({ file }: { readonly file: FileEntry }) {
  const t = useSay();
  const { session } = useApp();
  const name = baseName(file.name);
  const amount = t('shell.bytesOf', { read: showBytes(file.read), total: showBytes(file.size) });
  const millis = file.startedAt === 0 ? 0 : performance.now() - file.startedAt;
  const speed = millis < 200 ? 0 : (file.read / millis) * 1000;
  const left = speed === 0 ? 0 : ((file.size - file.read) / speed) * 1000;
  return (
    <section className={css.card}>
      <h2 className={css.cardTitle}>
        <Clock className={css['icon-reading']} aria-hidden />
        <span>{t('shell.readingFile', { name })}</span>
        <Button onClick={() => session.cancel(file.id)}>{t('shell.cancel')}</Button>
      </h2>
      <ProgressBar value={file.size === 0 ? null : file.read / file.size} label={amount} />
      <p className={css.progressLine}>
        <span>{amount}</span>
        <span>{speed === 0 ? '' : t('shell.speedLeft', { speed: showBytes(speed), left: showMillis(left) })}</span>
      </p>
    </section>
  );
}

/** A file that was not opened: what it is, why, and the next step. */
export function RefusedCard({ row, marked }: { readonly row: ReportRow; readonly marked: boolean }) {
  const t = useSay();
  const app = useApp();
  const sayMessage = useSayMessage();
  const { chooseFiles } = useOpener();
  const { file, part } = row;
  const name = baseName(row.name);
  return (
    <section className={cx(css.card, marked && css.marked)}>
      <h2 className={css.cardTitle}>
        <CircleX className={css['icon-refused']} aria-hidden />
        <span>{t('shell.was.refused', { name })}</span>
      </h2>
      {file.crash === null ? null : <p className={css.text}>{sayMessage(file.crash)}</p>}
      {part === null ? null : <ErrorText report={part.report} />}
      <p className={css.quiet}>{t('shell.nothingChanged')}</p>
      <div className={css.tools}>
        {isTooLarge(row) ? (
          <Button onClick={() => void reopenUncapped(app, file.id)}>{t('shell.readOn')}</Button>
        ) : (
          <Button onClick={chooseFiles}>{t('shell.openAnother')}</Button>
        )}
        <Button kind="quiet" onClick={() => app.session.removeFile(file.id)}>
          {t('shell.remove')}
        </Button>
      </div>
    </section>
  );
}
