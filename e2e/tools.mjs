// Small helps for the set-up scripts. Node built-ins only: these run before anything is installed.
import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');
/** Where scripts leave notes for one another; goes away with node_modules. */
export const cache = join(root, 'node_modules/.cache/leaklens');

const npmCli = process.env.npm_execpath;

/** Command and arguments that run npm or npx, also on Windows, where they are scripts that spawn cannot start. */
export function npm(args) {
  if (npmCli?.endsWith('npm-cli.js')) return [process.execPath, [npmCli, ...args]];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm', args];
}

/** Runs a command with a time limit; resolves to its exit code, or to a reason in words. Never waits for input. */
export function run(command, args, { seconds = 600, env = {}, quiet = false, stdout = 'inherit' } = {}) {
  return new Promise((resolve) => {
    const stdio = ['ignore', quiet ? 'ignore' : stdout, quiet ? 'ignore' : 'inherit'];
    const child = spawn(command, args, {
      cwd: root,
      stdio,
      env: { ...process.env, ...env },
      shell: command.endsWith('.cmd'),
    });
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), 5000).unref();
    }, seconds * 1000);
    const end = (result) => {
      clearTimeout(timer);
      resolve(late ? `took more than ${seconds} s` : result);
    };
    child.on('error', (error) => end(error.message));
    child.on('close', (code, signal) => end(code ?? `ended by ${signal}`));
  });
}

/** Newest change below some paths, in ms; 0 for what is not there. */
export function newest(paths) {
  let best = 0;
  const stack = paths.map((path) => join(root, path));
  for (let path = stack.pop(); path !== undefined; path = stack.pop()) {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) continue;
    if (stat.isDirectory()) for (const name of readdirSync(path)) stack.push(join(path, name));
    else best = Math.max(best, stat.mtimeMs);
  }
  return best;
}
