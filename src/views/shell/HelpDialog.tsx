import { useState } from 'react';
import { VERSION } from '../../base/version.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { useApp, useSay } from '../context.ts';
import { connectPolicy, diagnosticReport, isSingleFile } from './diagnostics.ts';
import css from './HelpDialog.module.css';

/** Keys by group; a key of two parts is pressed together, alternatives are parted by a bar. */
const KEYS: readonly { readonly group: string; readonly keys: readonly (readonly [keys: string, word: string])[] }[] = [
  {
    group: 'page',
    keys: [
      ['Ctrl O', 'open'],
      ['Ctrl V', 'paste'],
      ['/ | Ctrl F', 'search'],
      ['Enter | Shift Enter', 'matches'],
      ['Ctrl Z | Ctrl Shift Z', 'undo'],
      ['1 | … | 9', 'views'],
      ['X', 'swap'],
      ['[ | ]', 'snapshots'],
      ['Esc', 'escape'],
      ['?', 'help'],
    ],
  },
  {
    group: 'table',
    keys: [
      ['↑ | ↓ | PgUp | PgDn', 'rows'],
      ['Enter', 'sandwich'],
      ['Shift F10', 'rowMenu'],
    ],
  },
  {
    group: 'flame',
    keys: [
      ['← | ↑ | → | ↓', 'arrows'],
      ['Enter', 'fit'],
      ['+ | − | Q | E', 'zoom'],
      ['0', 'reset'],
      ['W | A | S | D', 'pan'],
      ['PgUp | PgDn', 'page'],
      ['Space', 'pin'],
      ['F', 'focus'],
      ['D', 'ignore'],
      ['M', 'hide'],
      ['Ctrl C', 'copyName'],
      ['Ctrl Shift C', 'copyStack'],
      ['Shift F10', 'menu'],
    ],
  },
  {
    group: 'timeline',
    keys: [
      ['← | → | A | D', 'panTime'],
      ['↑ | ↓ | W | S', 'zoomTime'],
      ['B', 'range'],
      ['Enter', 'event'],
    ],
  },
];
const MOUSE = [
  'wheel',
  'shiftWheel',
  'ctrlWheel',
  'drag',
  'minimap',
  'click',
  'double',
  'right',
  'chip',
  'legend',
  'source',
  'splitter',
  'touch',
] as const;

type Section = 'keys' | 'mouse' | 'about' | 'notices';
const SECTIONS: readonly Section[] = ['keys', 'mouse', 'about', 'notices'];

interface HelpDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

export default function HelpDialog({ open, onClose }: HelpDialogProps) {
  const t = useSay();
  const [section, setSection] = useState<Section>('keys');
  return (
    <Dialog open={open} onClose={onClose} title={t('shell.help')} closeLabel={t('shell.close')} wide>
      <Segmented
        label={t('shell.help')}
        value={section}
        options={SECTIONS.map((value) => ({ value, label: t(`shell.help.${value}`) }))}
        onChange={setSection}
      />
      <div className={css.section}>
        {section === 'keys' ? <Keys /> : null}
        {section === 'mouse' ? <Mouse /> : null}
        {section === 'about' ? <About /> : null}
        {section === 'notices' ? <Notices /> : null}
      </div>
    </Dialog>
  );
}

function Keys() {
  const t = useSay();
  return (
    <div className={css.columns}>
      {KEYS.map(({ group, keys }) => (
        <section key={group}>
          <h3>{t(`shell.help.${group}`)}</h3>
          <table className={css.table}>
            <tbody>
              {keys.map(([combination, word]) => (
                <tr key={word}>
                  <th scope="row">
                    {combination.split(' | ').map((alternative) => (
                      <span key={alternative} className={css.keys}>
                        {alternative.split(' ').map((key) => (
                          <Kbd key={key}>{key}</Kbd>
                        ))}
                      </span>
                    ))}
                  </th>
                  <td>{t(`shell.key.${word}`)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </div>
  );
}

function Mouse() {
  const t = useSay();
  return (
    <table className={css.table}>
      <tbody>
        {MOUSE.map((word) => (
          <tr key={word}>
            <th scope="row">{t(`shell.mouse.${word}`)}</th>
            <td>{t(`shell.mouse.${word}.does`)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function About() {
  const t = useSay();
  const { session } = useApp();
  return (
    <div className={css.about}>
      <p>
        <b>Leaklens {VERSION}</b> · {t(isSingleFile() ? 'shell.singleFile' : 'shell.site')}
        {connectPolicy() === '' ? null : ` · ${connectPolicy()}`}
      </p>
      <p>{t('shell.aboutText')}</p>
      <p>{t('shell.privacyText')}</p>
      <p>{t('shell.licence')}</p>
      <h3>{t('shell.diagnostic')}</h3>
      <p>{t('shell.diagnosticText')}</p>
      <CopyButton
        written
        text={() => diagnosticReport(session.store.getState())}
        label={t('shell.copyDiagnostic')}
        doneLabel={t('shell.copied')}
      />
    </div>
  );
}

function Notices() {
  const t = useSay();
  const [text, setText] = useState<string>();
  if (text === undefined) void import('virtual:notices').then((m) => setText(m.default));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <pre className={css.notices} tabIndex={0}>
      {text ?? t('shell.loading')}
    </pre>
  );
}
