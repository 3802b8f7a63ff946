import { defineConfig } from '@playwright/test';
import { browserPath } from './e2e/find-browser.mjs';
import type { BuildOption } from './e2e/helpers.ts';

const executablePath = browserPath();

export default defineConfig<BuildOption>({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  outputDir: 'test-results',
  snapshotPathTemplate: 'e2e/pictures/{arg}{ext}',
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    timezoneId: 'UTC',
    colorScheme: 'light',
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      // As root there is no sandbox; small /dev/shm in containers makes pages crash.
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking', '--no-first-run'],
    },
  },
  projects: [
    { name: 'site', use: { build: 'site' } },
    // The same code as one file: what files, links, storage, workers and the policy could break, not every view again.
    { name: 'single', grep: /@core|smoke\.spec|old-browser\.spec/, use: { build: 'single' } },
  ],
});
