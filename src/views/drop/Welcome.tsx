import { ChevronRight, File, Folder, Upload } from 'lucide-react';
import { useState } from 'react';
import { showBytes } from '../../base/figures.ts';
import { VERSION } from '../../base/version.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import { lazyPart, OnDemand } from '../../ui/on-demand.tsx';
import { useApp, useSay } from '../context.ts';
import { connectPolicy, isSingleFile } from '../shell/diagnostics.ts';
import { FooterFacts, FooterHints } from '../shell/slots.tsx';
import { EXAMPLES, loadExample } from './examples.ts';
import { useOpener } from './open-context.ts';
import { Recent } from './Recent.tsx';
import css from './Welcome.module.css';

/** What is opened today, by content; words under shell.opens. */
const OPENS = [
  'pprof',
  'text',
  'goroutine',
  'perf',
  'memleak',
  'bpf',
  'heaptrack',
  'valgrind',
  'gperftools',
  'jemalloc',
  'gctrace',
  'trace',
  'series',
  'maps',
  'folded',
  'archives',
] as const;

/** How each input is captured. Commands are the same in every language. */
const RECIPES: readonly { readonly id: string; readonly command: string; readonly note: string }[] = [
  { id: 'heap', command: 'curl -o heap.pb.gz localhost:6060/debug/pprof/heap', note: 'twice' },
  { id: 'cpu', command: "curl -o cpu.pb.gz 'localhost:6060/debug/pprof/profile?seconds=30'", note: 'cpu' },
  { id: 'goroutine', command: "curl -o goroutines.txt 'localhost:6060/debug/pprof/goroutine?debug=2'", note: 'stops' },
  { id: 'test', command: 'go test -memprofile mem.pb.gz -cpuprofile cpu.pb.gz ./...', note: 'test' },
  { id: 'cheap', command: 'HEAPPROFILE=/tmp/app LD_PRELOAD=libtcmalloc.so ./app', note: 'tcmalloc' },
];

const captureRecipes = lazyPart(() => import('../recipes/CaptureRecipes.tsx'));

/** Nothing is open yet. */
export function Welcome() {
  const t = useSay();
  const { pendingLink } = useApp();
  const wanted = pendingLink.get()?.files ?? [];
  return (
    <main className={css.page}>
      <div className={css.column}>
        <h1 className={css.title}>{t('shell.welcome')}</h1>
        <p className={css.lead}>{t('shell.welcomeText')}</p>
        {wanted.length === 0 ? null : (
          <p role="status" className={css.wanted}>
            {t('shell.linkNeeds', { files: wanted.join(t('shell.comma')) })}
          </p>
        )}
        <DropBox />
        <div className={css.halves}>
          <div>
            <Examples />
            <Recent />
          </div>
          <Opens />
        </div>
        <Recipes />
      </div>
      <FooterFacts>
        <span>
          Leaklens {VERSION} · {t(isSingleFile() ? 'shell.singleFile' : 'shell.site')}
        </span>
        <span>{connectPolicy()}</span>
      </FooterFacts>
      <FooterHints>
        <span>
          {t('shell.keyboard')} <Kbd>Ctrl O</Kbd> {t('shell.hintOpen')} · <Kbd>?</Kbd> {t('shell.hintHelp')}
        </span>
      </FooterHints>
    </main>
  );
}

function DropBox() {
  const t = useSay();
  const { chooseFiles, chooseFolder } = useOpener();
  return (
    <section className={css.drop}>
      <Upload className={css.arrow} aria-hidden />
      <h2 className={css.dropTitle}>{t('shell.dropHere')}</h2>
      <div className={css.dropTools}>
        <Button kind="primary" icon={<File />} onClick={chooseFiles}>
          {t('shell.openFilesDots')}
        </Button>
        <Button icon={<Folder />} onClick={chooseFolder}>
          {t('shell.openFolderDots')}
        </Button>
        <span className={css.dropNote}>
          {t('shell.orPaste')} <Kbd>Ctrl</Kbd> <Kbd>V</Kbd> · {t('shell.archivesNote')}
        </span>
      </div>
    </section>
  );
}

function Examples() {
  const t = useSay();
  const { open } = useOpener();
  return (
    <section>
      <h2>{t('shell.examples')}</h2>
      <ul className={css.list}>
        {EXAMPLES.map(({ id, files, size }) => (
          <li key={id}>
            <button type="button" className={css.example} onClick={() => void loadExample(id).then((f) => open(f))}>
              <span className={css.exampleText}>
                <span className={css.exampleName}>{t(`shell.example.${id}`)}</span>
                <span className={css.meta}>
                  {t(`shell.example.${id}.what`)} ·{' '}
                  {t(files === 1 ? 'shell.oneFile' : 'shell.filesCount', { count: files })} · {showBytes(size)}
                </span>
              </span>
              <span className={css.where}>{t(`shell.example.${id}.view`)}</span>
              <ChevronRight aria-hidden />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Opens() {
  const t = useSay();
  return (
    <section>
      <h2>{t('shell.opens')}</h2>
      <dl className={css.opens}>
        {OPENS.map((id) => (
          <div key={id}>
            <dt>{t(`shell.opens.${id}`)}</dt>
            <dd>{t(`shell.opens.${id}.what`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const NOTHING = {};

function Recipes() {
  const t = useSay();
  const [open, setOpen] = useState(false);
  return (
    <section>
      <h2>{t('shell.capture')}</h2>
      <ul className={css.recipes}>
        {RECIPES.map(({ id, command, note }) => (
          <li key={id}>
            <span className={css.recipeName}>{t(`shell.recipe.${id}`)}</span>
            <code>{command}</code>
            <span className={css.recipeNote}>{t(`shell.recipe.note.${note}`)}</span>
            <CopyButton text={command} label={t('shell.copyCommand')} doneLabel={t('shell.copied')} />
          </li>
        ))}
        <li className={css.both}>
          <button type="button" aria-expanded={open} className={css.bothHead} onClick={() => setOpen(!open)}>
            <ChevronRight aria-hidden />
            {t('shell.capture.both')}
          </button>
          {open ? <OnDemand part={captureRecipes} give={NOTHING} /> : null}
        </li>
      </ul>
    </section>
  );
}
