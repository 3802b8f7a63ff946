import { join } from 'node:path';
import { dropFiles, expect, test } from './helpers.ts';
import { sourceRow, tab } from './page.ts';

const formats = join(import.meta.dirname, '..', 'src', 'formats');
const log = join(formats, 'gctrace', 'fixtures', 'go1.24-plain.log.gz');
const trace = join(formats, 'go-trace', 'fixtures', 'go1.24.mini.trace.gz');

test.describe('files with times', { tag: '@core' }, () => {
  test('the welcome page names them among what it opens', async ({ page, open }) => {
    await open();
    for (const kind of ['GC logs', 'Go traces', 'Time series']) {
      await expect(page.getByRole('term').filter({ hasText: kind })).toBeVisible();
    }
  });

  test('a gctrace log is read: the report counts its cycles', async ({ page, open }) => {
    await open();
    await dropFiles(page, [log]);
    const main = page.getByRole('main');
    await expect(main).toContainText('go1.24-plain.log.gz');
    await expect(main).toContainText('153');
    await expect(main).not.toContainText('was not opened');
  });

  test('an execution trace opens with the profiles that are in it', async ({ page, open }) => {
    await open();
    await dropFiles(page, [trace]);
    for (const name of ['blocking', 'syscall', 'cgo', 'scheduler latency', 'cpu']) {
      await expect(sourceRow(page, name).first()).toBeVisible();
    }
    await tab(page, 'Import report').click();
    await expect(page.getByRole('heading', { name: /was read fully$/ })).toBeVisible();
    await expect(page.getByRole('main')).toContainText(/56\s291/);
  });
});
