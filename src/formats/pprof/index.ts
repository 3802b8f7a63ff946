import type { Format } from '../format.ts';
import { decodePprof } from './decode.ts';
import { sniffPprof } from './sniff.ts';

/** profile.proto as Go, gperftools and many others write it. */
export const pprofFormat: Format = { id: 'pprof', sniff: sniffPprof, decode: decodePprof };
