import '../src/base/polyfills.ts';
import { Graphviz } from '@hpcc-js/wasm-graphviz';
import { expose, transfer } from 'comlink';
import type { LayoutApi } from '../src/contract/api.ts';
import { layoutOf } from '../src/contract/layout.ts';
import { buffersOf } from '../src/contract/transfer.ts';

/** JSON of places without drawing operations: a quarter of the text. The package knows it at run time only. */
const PLACES = 'json0' as 'json';

/** The shortest module there is: a browser or policy without WebAssembly refuses it before Graphviz is tried. */
const EMPTY_MODULE = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

async function load(): Promise<Graphviz> {
  try {
    new WebAssembly.Module(EMPTY_MODULE);
  } catch (cause) {
    throw Object.assign(new Error(String(cause)), { name: 'NoWasm' });
  }
  return Graphviz.load();
}

const loading = load();
// A browser that compiles no WebAssembly under the policy says so when a layout is asked for.
loading.catch(() => undefined);

const api: LayoutApi = {
  async layout(dot) {
    const graphviz = await loading;
    const layout = layoutOf(graphviz.layout(dot, PLACES, 'dot'));
    return transfer(layout, buffersOf(layout));
  },
};

expose(api);
