import { useId, useMemo } from 'react';
import css from './FlameCanvas.module.css';
import type { FlameCanvasProps } from './flame-props.ts';
import { spokenSelection } from './spoken-selection.ts';
import { useFlameView } from './use-flame-view.ts';

/** The flame graph: minimap, canvas, and the selection as text for screen readers. Everything else is its caller's. */
export function FlameCanvas(props: FlameCanvasProps) {
  const { host, plot, canvas, minimap } = useFlameView(props);
  const described = useId();
  const spoken = useMemo(() => spokenSelection(props), [props]);
  return (
    <div className={css.host} ref={host}>
      {props.minimap !== false && <canvas className={css.minimap} ref={minimap} />}
      <div
        className={css.plot}
        ref={plot}
        role="application"
        aria-label={props.label}
        aria-describedby={described}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the keyboard
        tabIndex={0}
      >
        <canvas className={css.canvas} ref={canvas} />
      </div>
      <div id={described} className={css.spoken} aria-live="polite">
        {spoken}
      </div>
    </div>
  );
}
