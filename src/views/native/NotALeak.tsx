import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { showAmount } from '../../base/figures.ts';
import { groupDigits } from '../../base/units.ts';
import type { AnswerBase, ComparedNotALeak } from '../../contract/api.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { useApp, useSay, useView } from '../context.ts';
import { Delta } from '../Delta.tsx';
import { useNarrow } from '../shell/use-width.ts';
import css from './NotALeak.module.css';
import { useNativeFacts } from './native-facts.ts';

interface NotALeakProps {
  /** The answer that the view shows: its total is the scale of the bars. */
  readonly shown: AnswerBase | undefined;
  /** Folded where the view needs its height. */
  readonly folded?: boolean;
}

/** Records that are not the program's leak, as quiet bars of their own under the picture and on its scale. */
export function NotALeak({ shown, folded = false }: NotALeakProps) {
  const t = useSay();
  const { view } = useApp();
  const within = useView((s) => s.lens.allRecords);
  const narrow = useNarrow();
  const [open, setOpen] = useState<boolean | null>(null);
  const facts = useNativeFacts();
  const isOpen = open ?? !(folded || narrow);
  if (facts === null || facts.notALeak.length === 0 || shown === undefined) return null;
  const { type } = shown.sampleType;
  const unit = shown.sampleType.unit === 'bytes' ? 'bytes' : 'count';
  const all = facts.notALeak.reduce((sum, row) => sum + amountOf(row, unit), 0);
  const compared = facts.notALeak.some((row) => row.before !== null);
  // The picture of a comparison is of changes: there the classes have a scale of their own.
  const scale = compared ? Math.max(...facts.notALeak.map((row) => amountOf(row, unit))) : shown.total;
  return (
    <section className={css.panel} aria-label={t('native.label')}>
      <div className={css.head}>
        <button
          type="button"
          className={css.fold}
          aria-expanded={isOpen}
          title={t(isOpen ? 'native.close' : 'native.open')}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? <ChevronDown aria-hidden /> : <ChevronRight aria-hidden />}
          <span className={css.title}>{t('native.title')}</span>
          <span className={css.sum} title={`${groupDigits(all)} ${unit === 'bytes' ? 'bytes' : type}`}>
            {showAmount(all, unit)}
          </span>
          <span className={css.kept}>{t(within ? 'native.within' : 'native.kept')}</span>
        </button>
        <Checkbox checked={within} onChange={(allRecords) => view.setLens({ allRecords, root: [] })}>
          {t('native.show')}
        </Checkbox>
      </div>
      {isOpen ? (
        <ul className={css.rows}>
          {facts.notALeak.map((row) => (
            <Row key={row.class} row={row} unit={unit} total={scale} />
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function amountOf(row: ComparedNotALeak, unit: 'bytes' | 'count'): number {
  return unit === 'bytes' ? row.bytes : row.records;
}

interface RowProps {
  readonly row: ComparedNotALeak;
  readonly unit: 'bytes' | 'count';
  /** What a bar of the whole width is: the total of the tree. */
  readonly total: number;
}

function Row({ row, unit, total }: RowProps) {
  const t = useSay();
  const target = useView((s) => s.lens.unit);
  const amount = amountOf(row, unit);
  const ratio = total > 0 ? amount / total : 1;
  const why = `${t(`native.why.${row.class}`)}${row.bySize ? ` ${t('native.bySize')}` : ''}`;
  const records =
    row.records === 1 ? t('native.recordsOne') : t('native.records', { count: groupDigits(Math.round(row.records)) });
  const before = row.before === null ? null : unit === 'bytes' ? row.before.bytes : row.before.records;
  return (
    <li className={css.row}>
      <span className={css.name}>{t(`native.class.${row.class}`)}</span>
      <span className={css.why} title={why}>
        {why}
      </span>
      {ratio > 1 && total > 0 ? (
        <span className={css.meta}>
          {t('native.times', { times: ratio < 10 ? ratio.toFixed(1) : groupDigits(Math.round(ratio)) })}
        </span>
      ) : null}
      {unit === 'bytes' ? <span className={css.meta}>{records}</span> : null}
      {before === null ? null : <Delta value={amount - before} unit={unit} target={target} />}
      <span className={css.value} title={unit === 'bytes' ? `${groupDigits(amount)} bytes` : undefined}>
        {showAmount(amount, unit, target)}
      </span>
      <span className={css.track} aria-hidden>
        <span
          className={css.bar}
          data-beyond={ratio > 1 || undefined}
          style={{ width: `${Math.min(1, ratio) * 100}%` }}
        />
      </span>
    </li>
  );
}
