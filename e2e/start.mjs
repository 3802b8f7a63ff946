// npm start [-- files…]: builds when something changed, then serves the site on loopback with those files opened.
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { newest, npm, root, run } from './tools.mjs';

const SOURCES = ['src', 'workers', 'public', 'index.html', 'vite.config.ts', 'package-lock.json', 'e2e/build'];
const PRODUCTS = ['dist/site/index.html', 'dist/leaklens.html', 'dist/cli/leaklens.mjs'];

async function buildIfStale() {
  const changed = newest(SOURCES);
  if (PRODUCTS.every((product) => newest([product]) > changed)) return;
  console.error('leaklens: building …');
  const [command, args] = npm(['run', '--silent', 'build']);
  const result = await run(command, args, { seconds: 300, stdout: 'ignore' });
  if (result !== 0) throw new Error(`the build did not work (${result}); npm run build says more`);
}

try {
  await buildIfStale();
  // npm runs scripts in the project's folder; names are meant from where the user stands.
  const from = process.env.INIT_CWD ?? process.cwd();
  const files = process.argv.slice(2).map((name) => (name.startsWith('-') ? name : resolve(from, name)));
  const cli = spawn(process.execPath, [join(root, 'dist/cli/leaklens.mjs'), 'open', ...files], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => cli.kill(signal));
  cli.on('close', (code) => {
    process.exitCode = code ?? 0;
  });
} catch (error) {
  console.error(`leaklens: ${error.message}`);
  process.exitCode = 1;
}
