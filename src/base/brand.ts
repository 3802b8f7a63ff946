declare const kind: unique symbol;

/** A row number of the table `K`. Row numbers of different tables do not mix: `Id<'Frame'>` is not assignable to `Id<'Stack'>`. */
export type Id<K extends string> = number & { readonly [kind]: K };
