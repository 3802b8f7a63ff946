import { showBytes } from '../../base/figures.ts';
import { Button } from '../../ui/Button.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { useApp, useSay, useSession } from '../context.ts';
import css from './Opening.module.css';

/** The first files are being read: nothing for 300 ms, then how far it is, with one bar for all and a way out. */
export function Opening() {
  const t = useSay();
  const { session } = useApp();
  const files = useSession((s) => s.files);
  const busy = files.filter((f) => f.status === 'reading' || f.status === 'waiting');
  const total = files.reduce((sum, f) => sum + f.size, 0);
  const read = files.reduce((sum, f) => sum + f.read, 0);
  const started = Math.min(...files.filter((f) => f.startedAt > 0).map((f) => f.startedAt));
  const seconds = (performance.now() - started) / 1000;
  const speed = Number.isFinite(seconds) && seconds > 0.2 ? read / seconds : 0;
  const name =
    busy.length === 1
      ? (busy[0]?.name ?? '')
      : t(files.length === 1 ? 'shell.oneFile' : 'shell.filesCount', { count: files.length });
  const amount = t('shell.bytesOf', { read: showBytes(read), total: showBytes(total) });
  return (
    <main className={css.page}>
      <div className={css.card}>
        <div className={css.head}>
          <span className={css.name}>{name}</span>
          <span className={css.amount}>
            {amount}
            {speed > 0 ? ` · ${showBytes(speed)}/s` : ''}
          </span>
          <Button
            onClick={() => {
              for (const f of busy) session.cancel(f.id);
            }}
          >
            {t('shell.cancel')}
          </Button>
        </div>
        <ProgressBar value={total === 0 ? null : read / total} label={amount} />
      </div>
    </main>
  );
}
