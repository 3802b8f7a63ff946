import css from './Footer.module.css';

interface FooterProps {
  readonly onFacts: (place: HTMLElement | null) => void;
  readonly onHints: (place: HTMLElement | null) => void;
}

/** 24 px: facts at the left, key hints at the right; the view on screen fills both. */
export function Footer({ onFacts, onHints }: FooterProps) {
  return (
    <footer className={css.footer}>
      <div ref={onFacts} className={css.facts} />
      <div ref={onHints} className={css.hints} />
    </footer>
  );
}
