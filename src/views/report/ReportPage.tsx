import { showBytes, showMillis } from '../../base/figures.ts';
import { groupDigits } from '../../base/units.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { cx } from '../../ui/cx.ts';
import { useApp, useSay, useSayMessage, useSession } from '../context.ts';
import { formatTitle } from '../shell/format-title.ts';
import { panel, usePanel } from '../shell/panel-state.ts';
import { FooterFacts, FooterHints } from '../shell/slots.tsx';
import { ReadingCard, RefusedCard } from './cards.tsx';
import { FileDetail } from './FileDetail.tsx';
import { reportMarkdown } from './markdown.ts';
import css from './Report.module.css';
import { type ReadState, type ReportRow, reportRows, skippedCount } from './rows.ts';
import { StateIcon } from './StateIcon.tsx';

const STATES: readonly ReadState[] = ['read', 'partial', 'refused', 'reading', 'cancelled'];

/** What reading each file gave: what was recognised by what, read, skipped and guessed, and what to do about it. */
export default function ReportPage() {
  const t = useSay();
  const files = useSession((s) => s.files);
  const rows = reportRows(files);
  const wanted = usePanel((s) => s.reportFile);
  const troubled = rows.find((r) => r.state === 'partial') ?? rows.find((r) => r.state === 'read') ?? rows[0];
  const selected = rows.find((r) => r.id === wanted) ?? troubled;
  const cards = rows.filter((r) => r.state === 'refused' || r.state === 'reading');
  const detail = selected !== undefined && selected.part !== null && selected.state !== 'refused' ? selected : null;
  const millis = rows.reduce((sum, r) => sum + (r.part?.report.millis ?? 0), 0);
  return (
    <div className={css.page}>
      <Head rows={rows} />
      <FilesTable rows={rows} selected={selected?.id ?? ''} />
      <div className={css.below}>
        <div className={css.detail}>{detail === null ? null : <FileDetail row={detail} />}</div>
        <div className={css.cards}>
          {cards.map((row) =>
            row.state === 'reading' ? (
              <ReadingCard key={row.id} file={row.file} />
            ) : (
              <RefusedCard key={row.id} row={row} marked={row.id === selected?.id} />
            ),
          )}
        </div>
      </div>
      <FooterFacts>{t('shell.nothingLost')}</FooterFacts>
      <FooterHints>{millis === 0 ? null : t('shell.inWorkers', { time: showMillis(millis) })}</FooterHints>
    </div>
  );
}

function Head({ rows }: { readonly rows: readonly ReportRow[] }) {
  const t = useSay();
  const sayMessage = useSayMessage();
  const { session } = useApp();
  const counts = STATES.map((state) => [state, rows.filter((r) => r.state === state).length] as const);
  return (
    <header className={css.head}>
      <h1 className={css.title}>{t('shell.view.report')}</h1>
      <p className={css.counts}>
        {[
          t(rows.length === 1 ? 'shell.oneFile' : 'shell.filesCount', { count: rows.length }),
          ...counts.filter(([, n]) => n > 0).map(([state, count]) => t(`shell.count.${state}`, { count })),
        ].join(' · ')}
      </p>
      <CopyButton
        written
        text={() => reportMarkdown(reportRows(session.store.getState().files), t, sayMessage)}
        label={t('shell.copyMarkdown')}
        doneLabel={t('shell.copied')}
      />
    </header>
  );
}

interface FilesTableProps {
  readonly rows: readonly ReportRow[];
  readonly selected: string;
}

function FilesTable({ rows, selected }: FilesTableProps) {
  const t = useSay();
  return (
    <div className={css.scroll}>
      <table className={css.files}>
        <thead>
          <tr>
            <th scope="col">
              <span className="sr-only">{t('shell.col.state')}</span>
            </th>
            <th scope="col">{t('shell.col.file')}</th>
            <th scope="col">{t('shell.col.readAs')}</th>
            <th scope="col">{t('shell.col.evidence')}</th>
            <th scope="col" className={css.number}>
              {t('shell.col.records')}
            </th>
            <th scope="col" className={css.number}>
              {t('shell.col.skipped')}
            </th>
            <th scope="col" className={css.number}>
              {t('shell.col.guessed')}
            </th>
            <th scope="col" className={css.number}>
              {t('shell.col.cost')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <FileLine key={row.id} row={row} selected={row.id === selected} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function FileLine({ row, selected }: { readonly row: ReportRow; readonly selected: boolean }) {
  const t = useSay();
  const sayMessage = useSayMessage();
  const report = row.part?.report;
  const skipped = row.part === null ? 0 : skippedCount(row.part);
  const none = report === undefined || row.state === 'refused';
  const select = () => panel.setState({ reportFile: row.id });
  return (
    <tr className={cx(css.fileRow, selected && css.selected)} onClick={select}>
      <td className={css.iconCell}>
        <StateIcon state={row.state} />
      </td>
      <th scope="row">
        <button
          type="button"
          className={css.fileName}
          title={row.name}
          aria-current={selected || undefined}
          onClick={select}
        >
          {row.name}
        </button>
      </th>
      <td>{report === undefined ? '' : formatTitle(t, report.format)}</td>
      <td className={css.evidence}>{report === undefined ? '' : sayMessage(report.evidence)}</td>
      <td className={css.number}>{none ? '—' : groupDigits(report.records)}</td>
      <td className={cx(css.number, skipped > 0 && css.some)}>{none ? '—' : groupDigits(skipped)}</td>
      <td className={css.number}>{none ? '—' : report.guesses.length}</td>
      <td className={cx(css.number, css.cost)}>
        {row.state === 'reading'
          ? t('shell.status.reading')
          : report === undefined
            ? ''
            : none
              ? showMillis(report.millis)
              : `${showMillis(report.millis)} · ${showBytes(report.tableBytes)}`}
      </td>
    </tr>
  );
}
