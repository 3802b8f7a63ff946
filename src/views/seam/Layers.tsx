import { showAmount } from '../../base/figures.ts';
import { LAYER_LABEL, type Layer, type SeamAnswer } from '../../model/seam.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { originToken } from '../../ui/OriginSwatch.tsx';
import { useApp, useSay, useView } from '../context.ts';
import css from './Seam.module.css';

/** Colour of a layer: that of the code which allocates it. */
const ORIGIN_OF: Readonly<Record<Layer, string>> = {
  'go-heap': 'go',
  'c-heap': 'c',
  allocator: 'libc',
  'go-runtime': 'go-runtime',
  stacks: 'kernel',
  other: 'unknown',
};

const hiding = (layer: Layer): string => `${LAYER_LABEL}=^${layer}$`;

/** What the layers of a merged set hold, before any filter; each can be taken out of the picture. */
export function Layers({ seam }: { readonly seam: SeamAnswer }) {
  const t = useSay();
  const { view } = useApp();
  const lens = useView((s) => s.lens);
  const total = seam.layers.reduce((sum, { bytes }) => sum + bytes, 0);
  if (seam.layers.length === 0) return null;
  const hidden = (layer: Layer) =>
    lens.filters.findIndex((f) => f.verb === 'tagignore' && f.value === hiding(layer) && f.off !== true);
  const grouped = lens.tagRoot.includes(LAYER_LABEL);
  return (
    <section className={css.layers}>
      <h2>{t('seam.layers')}</h2>
      <ul>
        {seam.layers.map(({ layer, bytes }) => {
          const at = hidden(layer);
          const name = t(`seam.layer.${layer}`);
          return (
            <li key={layer}>
              <Checkbox
                aria-label={t('seam.showLayer', { layer: name })}
                checked={at < 0}
                onChange={() =>
                  at < 0 ? view.addFilter({ verb: 'tagignore', value: hiding(layer) }) : view.removeFilter(at)
                }
              />
              <i style={{ background: `var(--origin-${originToken(ORIGIN_OF[layer])})` }} aria-hidden />
              <span>{name}</span>
              <span className={css.amount}>{showAmount(bytes, 'bytes', lens.unit)}</span>
            </li>
          );
        })}
      </ul>
      <div className={css.shares} aria-hidden>
        {seam.layers.map(({ layer, bytes }) => (
          <i
            key={layer}
            style={{
              width: total === 0 ? 0 : `${(100 * bytes) / total}%`,
              background: `var(--origin-${originToken(ORIGIN_OF[layer])})`,
            }}
          />
        ))}
      </div>
      <Checkbox
        className={css.group}
        checked={grouped}
        onChange={() =>
          view.setLens({
            tagRoot: grouped ? lens.tagRoot.filter((key) => key !== LAYER_LABEL) : [LAYER_LABEL, ...lens.tagRoot],
            root: [],
          })
        }
      >
        {t('seam.group')}
      </Checkbox>
      {seam.twice.map((layer) => (
        <p key={layer} className={css.warn}>
          {t('seam.twice', { layer: t(`seam.layer.${layer}`) })}
        </p>
      ))}
    </section>
  );
}
