declare const rowOf: unique symbol;
declare const pointsTo: unique symbol;

/** An Int32 column typed by the table it belongs to (`Row`) and the table its values point into (`Value`). Costs nothing at run time. */
export type Column<Row extends number, Value extends number> = Int32Array & {
  readonly [rowOf]?: Row;
  readonly [pointsTo]?: Value;
};

/** Reads a typed column. A bare `column[i]` gives a plain number, which is no id. */
export function at<R extends number, V extends number>(column: Column<R, V>, row: R): V {
  return column[row] as V;
}
