import type { AnySource } from "../../model/source.ts";
import type { Format } from "../format.ts";
import { decode } from './decode.ts';
import { sniff } from './sniff.ts';

/** Text of `perf script`, any field list. */
export const perfScriptFormat: Format<AnySource> = {
  id: 'perf-script',
  sniff,
  decode: (source, report) => decode(source, report),
};
