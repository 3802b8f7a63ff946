import { showAmount, showBytes } from '../../base/figures.ts';
import { groupDigits } from '../../base/units.ts';
import type { SourceEntry } from '../../state/session.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { useSay, useSession } from '../context.ts';
import { panel, usePanel } from './panel-state.ts';
import css from './SourceDialog.module.css';
import { showSpan } from './times.ts';

/** Everything the file says of itself. */
export function SourceDialog() {
  const t = useSay();
  const key = usePanel((s) => s.describing);
  const source = useSession((s) => s.sources.find((x) => x.facts.key === key));
  const close = () => panel.setState({ describing: null });
  return (
    <Dialog open={source !== undefined} onClose={close} title={source?.title ?? ''} closeLabel={t('shell.close')} wide>
      {source === undefined ? null : <Facts source={source} />}
    </Dialog>
  );
}

function Facts({ source }: { readonly source: SourceEntry }) {
  const t = useSay();
  const { facts } = source;
  const date = facts.timeNanos === '0' ? '' : new Date(Number(BigInt(facts.timeNanos) / 1_000_000n)).toLocaleString();
  const duration = facts.durationNanos === '0' ? '' : showSpan(BigInt(facts.durationNanos));
  const rows: readonly (readonly [name: string, value: string])[] = [
    ['file', facts.fileName],
    ['binary', facts.binary],
    ['buildId', facts.buildId],
    ['runtime', facts.runtime],
    ['time', date],
    ['duration', duration],
    ['samples', groupDigits(facts.samples)],
    ['stacks', groupDigits(facts.stacks)],
    ['functions', groupDigits(facts.functions)],
    ['mappings', groupDigits(facts.mappings)],
    ['labels', facts.labelKeys.join(', ')],
    ['memory', showBytes(facts.tableBytes)],
    ['comments', facts.comments.join('\n')],
    ['docUrl', facts.docUrl],
  ];
  return (
    <>
      <table className={css.table}>
        <tbody>
          {facts.sampleTypes.map((type, i) => (
            <tr key={type.type}>
              <th scope="row">{type.type}</th>
              <td title={`${facts.totals[i] ?? ''} ${type.unit}`}>
                {showAmount(BigInt(facts.totals[i] ?? '0'), type.unit)}
              </td>
            </tr>
          ))}
          {rows
            .filter(([, value]) => value !== '')
            .map(([name, value]) => (
              <tr key={name}>
                <th scope="row">{t(`shell.fact.${name}`)}</th>
                <td>{value}</td>
              </tr>
            ))}
        </tbody>
      </table>
      {facts.stats === null ? null : (
        <>
          <h3 className={css.heading}>{facts.stats.name}</h3>
          <table className={css.table}>
            <tbody>
              {facts.stats.values.map(([name, value]) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{value}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </>
  );
}
