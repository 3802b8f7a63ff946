import css from './FunctionName.module.css';

/** Length of the package path in front of a name: up to the last slash outside type arguments and receivers. */
export function packageLength(name: string): number {
  const stop = name.search(/[([<\s]/);
  return name.lastIndexOf('/', stop < 0 ? name.length : stop) + 1;
}

/** A function with its package path set back, so that names read down a column. */
export function FunctionName({ name, strong }: { readonly name: string; readonly strong?: boolean }) {
  const at = packageLength(name);
  return (
    <>
      {at === 0 ? null : <span className={css.package}>{name.slice(0, at)}</span>}
      {at > 0 && strong === true ? <wbr /> : null}
      <span className={strong === true ? css.strong : css.symbol}>{name.slice(at)}</span>
    </>
  );
}
