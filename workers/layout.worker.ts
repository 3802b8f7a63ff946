import '../src/base/polyfills.ts';
import { Graphviz } from '@hpcc-js/wasm-graphviz';
import { expose, transfer } from 'comlink';
import type { LayoutApi } from '../src/contract/api.ts';
import { layoutOf } from '../src/contract/layout.ts';
import { buffersOf } from '../src/contract/transfer.ts';

const loading = Graphviz.load();
// A browser that compiles no WebAssembly under the policy says so when a layout is asked for.
loading.catch(() => undefined);

const api: LayoutApi = {
  async layout(dot) {
    const graphviz = await loading;
    const layout = layoutOf(graphviz.layout(dot, 'json', 'dot'));
    return transfer(layout, buffersOf(layout));
  },
};

expose(api);
