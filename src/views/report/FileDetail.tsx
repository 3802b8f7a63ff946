import { showBytes, showShare } from '../../base/figures.ts';
import { groupDigits } from '../../base/units.ts';
import { recipesFor } from '../../model/recipes.ts';
import type { ImportReport, Message, Skipped } from '../../model/report.ts';
import { Button } from '../../ui/Button.tsx';
import { Command } from '../../ui/Command.tsx';
import { useApp, useSay, useSayMessage, useSession } from '../context.ts';
import { reopenUncapped } from '../drop/open-inputs.ts';
import { RecipeList } from '../recipes/RecipeList.tsx';
import css from './Report.module.css';
import { isTooLarge, type ReportRow, skippedCount } from './rows.ts';
import { StateIcon } from './StateIcon.tsx';

/** What became of the selected file, in full. */
export function FileDetail({ row }: { readonly row: ReportRow }) {
  const t = useSay();
  const app = useApp();
  const report = row.part?.report;
  if (report === undefined || row.part === null) return null;
  const skipped = skippedCount(row.part);
  const name = row.name.slice(row.name.lastIndexOf('/') + 1);
  const all = report.records + skipped;
  return (
    <section className={css.about}>
      <h2 className={css.aboutTitle}>
        <StateIcon state={row.state} /> {t(`shell.was.${row.state}`, { name })}
      </h2>
      <p className={css.text}>
        {skipped > 0
          ? t('shell.someOpen', {
              read: groupDigits(report.records),
              all: groupDigits(all),
              share: showShare(report.records, all),
            })
          : t('shell.allOpen', { count: groupDigits(report.records) })}{' '}
        {t('shell.sizes', { bytes: showBytes(report.bytes), raw: showBytes(report.rawBytes) })}
      </p>
      <ErrorText report={report} />
      {isTooLarge(row) ? (
        <p className={css.tools}>
          <Button onClick={() => void reopenUncapped(app, row.file.id)}>{t('shell.readOn')}</Button>
        </p>
      ) : null}
      {report.skipped.length === 0 ? null : <SkippedTable skipped={report.skipped} />}
      <Sentences title={t('shell.guessed')} list={report.guesses} />
      <Sentences title={t('shell.notes')} list={report.notes} />
      <GoCallers row={row} name={name} />
    </section>
  );
}

/** How to record what would put these C stacks under their Go callers. */
function GoCallers({ row, name }: { readonly row: ReportRow; readonly name: string }) {
  const t = useSay();
  const sources = useSession((s) => s.sources);
  const keys = row.part?.sourceKeys ?? [];
  const facts = sources.find((s) => keys.includes(s.facts.key))?.facts;
  const recipes = facts === undefined ? [] : recipesFor(facts);
  if (facts === undefined || recipes.length === 0) return null;
  const share = facts.goShare ?? 0;
  return (
    <>
      <h3 className={css.heading}>{t('recipe.forSource')}</h3>
      <p className={css.text}>
        {share === 0
          ? t('recipe.forSource.none', { name })
          : t('recipe.forSource.few', { name, share: showShare(share, 1) })}
      </p>
      <div className={css.recipes}>
        <RecipeList recipes={recipes} />
      </div>
    </>
  );
}

/** What broke, where, and what can be done about it. */
export function ErrorText({ report }: { readonly report: ImportReport }) {
  const t = useSay();
  const sayMessage = useSayMessage();
  const { error } = report;
  if (error === undefined) return null;
  const at = error.offset === undefined ? '' : ` ${t('shell.atByte', { offset: groupDigits(error.offset) })}`;
  return (
    <>
      <p className={css.text}>
        {sayMessage(error.what)}
        {at}
      </p>
      {error.advice === undefined ? null : <p className={css.advice}>{sayMessage(error.advice)}</p>}
      {error.command === undefined ? null : (
        <Command text={error.command} copyLabel={t('shell.copyCommand')} doneLabel={t('shell.copied')} />
      )}
    </>
  );
}

function SkippedTable({ skipped }: { readonly skipped: readonly Skipped[] }) {
  const t = useSay();
  const sayMessage = useSayMessage();
  return (
    <div className={css.scroll}>
      <table className={css.skipped}>
        <thead>
          <tr>
            <th scope="col" className={css.number}>
              {t('shell.col.records')}
            </th>
            <th scope="col">{t('shell.col.because')}</th>
            <th scope="col" className={css.number}>
              {t('shell.col.firstByte')}
            </th>
            <th scope="col" className={css.number}>
              {t('shell.col.line')}
            </th>
            <th scope="col">{t('shell.col.seen')}</th>
          </tr>
        </thead>
        <tbody>
          {skipped.map((s) => {
            const first = s.first[0];
            const places = s.first.map((p) => groupDigits(p.offset)).join(', ');
            return (
              <tr key={JSON.stringify(s.reason)}>
                <td className={css.number}>{groupDigits(s.count)}</td>
                <td>{sayMessage(s.reason)}</td>
                <td className={css.number} title={places}>
                  {first === undefined ? '' : groupDigits(first.offset)}
                </td>
                <td className={css.number}>{first?.line === undefined ? '' : groupDigits(first.line)}</td>
                <td className={css.seen} title={first?.seen}>
                  {first?.seen}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Sentences({ title, list }: { readonly title: string; readonly list: readonly Message[] }) {
  const sayMessage = useSayMessage();
  if (list.length === 0) return null;
  return (
    <>
      <h3 className={css.heading}>{title}</h3>
      <ul className={css.sentences}>
        {list.map((message) => (
          <li key={JSON.stringify(message)}>{sayMessage(message)}</li>
        ))}
      </ul>
    </>
  );
}
